/** The WebAssembly instructions that the printer uses, by their names in the text format. */

/** What follows the opcode. */
export type Immediates =
  | "none"
  | "block"
  | "index"
  /** log2 of the alignment, byte offset. */
  | "memory"
  /** The same and a lane. */
  | "memoryLane"
  | "lane"
  | "i32"
  | "i64"
  | "f32"
  | "f64"
  | "bytes16";

export interface Instruction {
  readonly name: string;
  readonly numbers: readonly number[];
}

export interface Encoding {
  readonly opcode: number;
  readonly prefix?: 0xfc | 0xfd | 0xfe;
  readonly immediates: Immediates;
}

/** Groups of equal prefix and immediates: `name opcode`. */
const groups: readonly (readonly [prefix: 0 | 0xfc | 0xfd | 0xfe, immediates: Immediates, list: string])[] = [
  [0, "block", "loop 3, if 4"],
  [0, "index", "br 12, br_if 13, call 16, local.get 32, local.set 33, local.tee 34"],
  [0, "none", "unreachable 0, else 5, end 11, return 15, drop 26, select 27"],
  [0, "memory", "i32.load 40, f32.load 42, f64.load 43"],
  [0, "memory", "i32.store 54, f32.store 56, f64.store 57"],
  [0, "i32", "i32.const 65"],
  [0, "i64", "i64.const 66"],
  [0, "f32", "f32.const 67"],
  [0, "f64", "f64.const 68"],
  [0, "none", "i32.eqz 69, i32.eq 70, i32.ne 71, i32.lt_s 72, i32.le_s 76"],
  [0, "none", "f32.eq 91, f32.lt 93, f32.le 95, f64.eq 97, f64.lt 99, f64.le 101"],
  [0, "none", "i32.add 106, i32.sub 107, i32.mul 108, i32.and 113, i32.or 114, i32.xor 115"],
  [0, "none", "i32.shl 116, i32.shr_u 118"],
  [0, "none", "i64.add 124, i64.sub 125, i64.mul 126, i64.and 131, i64.or 132, i64.xor 133"],
  [0, "none", "i64.div_u 128, i64.shl 134, i64.shr_u 136, i32.wrap_i64 167, i64.extend_i32_u 173"],
  [0, "none", "f32.abs 139, f32.neg 140, f32.floor 142, f32.sqrt 145"],
  [0, "none", "f32.add 146, f32.sub 147, f32.mul 148, f32.div 149"],
  [0, "none", "f64.abs 153, f64.neg 154, f64.floor 156, f64.sqrt 159"],
  [0, "none", "f64.add 160, f64.sub 161, f64.mul 162, f64.div 163"],
  [0, "none", "f32.convert_i32_s 178, f32.demote_f64 182, f64.convert_i32_s 183, f64.promote_f32 187"],
  [
    0,
    "none",
    "i32.reinterpret_f32 188, i64.reinterpret_f64 189, f32.reinterpret_i32 190, f64.reinterpret_i64 191",
  ],
  [0xfc, "none", "i32.trunc_sat_f32_s 0, i32.trunc_sat_f64_s 2"],
  [0xfd, "memory", "v128.load 0, v128.load32_splat 9, v128.load64_splat 10, v128.store 11"],
  [0xfd, "bytes16", "v128.const 12, i8x16.shuffle 13"],
  [0xfd, "none", "i32x4.splat 17, f32x4.splat 19, f64x2.splat 20"],
  [0xfd, "lane", "i32x4.extract_lane 27, f32x4.extract_lane 31, f64x2.extract_lane 33"],
  [0xfd, "none", "i32x4.eq 55, i32x4.lt_s 57, i32x4.le_s 61"],
  [0xfd, "none", "f32x4.eq 65, f32x4.lt 67, f32x4.le 69, f64x2.eq 71, f64x2.lt 73, f64x2.le 75"],
  [0xfd, "none", "v128.not 77, v128.and 78, v128.or 80, v128.xor 81, v128.bitselect 82"],
  [
    0xfd,
    "memoryLane",
    "v128.load32_lane 86, v128.load64_lane 87, v128.store32_lane 90, v128.store64_lane 91",
  ],
  [0xfd, "none", "f32x4.floor 104, f64x2.floor 117"],
  [0xfd, "none", "i32x4.shl 171, i32x4.shr_u 173, i32x4.add 174, i32x4.sub 177, i32x4.mul 181"],
  [0xfd, "none", "i32x4.min_s 182, i32x4.max_s 184"],
  [0xfd, "none", "i64x2.shl 203, i64x2.shr_u 205, i64x2.add 206, i64x2.sub 209"],
  [0xfd, "none", "f32x4.abs 224, f32x4.neg 225, f32x4.sqrt 227, f32x4.add 228, f32x4.sub 229"],
  [0xfd, "none", "f32x4.mul 230, f32x4.div 231, f32x4.pmin 234, f32x4.pmax 235"],
  [0xfd, "none", "f64x2.abs 236, f64x2.neg 237, f64x2.sqrt 239, f64x2.add 240, f64x2.sub 241"],
  [0xfd, "none", "f64x2.mul 242, f64x2.div 243, f64x2.pmin 246, f64x2.pmax 247"],
  [0xfd, "none", "i32x4.trunc_sat_f32x4_s 248, f32x4.convert_i32x4_s 250"],
  [0xfe, "memory", "memory.atomic.notify 0, memory.atomic.wait32 1"],
  [0xfe, "memory", "i32.atomic.load 16, i32.atomic.store 23, i32.atomic.rmw.add 30"],
];

/** Every instruction by name. */
export const encodings: ReadonlyMap<string, Encoding> = new Map(
  groups.flatMap(([prefix, immediates, list]) =>
    list.split(", ").map((entry): [string, Encoding] => {
      const [name, opcode] = entry.split(" ") as [string, string];
      return [name, { opcode: Number(opcode), immediates, ...(prefix === 0 ? {} : { prefix }) }];
    }),
  ),
);

export type ValueType = "i32" | "i64" | "f32" | "f64" | "v128";

export const valueTypeBytes: Readonly<Record<ValueType, number>> = {
  i32: 0x7f,
  i64: 0x7e,
  f32: 0x7d,
  f64: 0x7c,
  v128: 0x7b,
};
