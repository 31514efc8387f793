/** Which WebAssembly instructions compute a loop value from operands on the stack. */
import { type LoopType, laneBytes, type Value } from "../../loops/language.ts";
import type { Instruction, ValueType } from "./instructions.ts";

const vectorBytes = 16;

export function valueType({ kind, lanes }: LoopType): ValueType {
  if (lanes > 1) return "v128";
  return kind === "pointer" || kind === "m32" || kind === "m64" ? "i32" : kind;
}

/** `f32x4`, or `f32` for one lane; masks and pointers are integers. */
function shapeName({ kind, lanes }: LoopType): string {
  const width = kind === "m32" || kind === "pointer" ? "i32" : kind === "m64" ? "i64" : kind;
  return lanes === 1 ? width : `${width}x${lanes}`;
}

const names: Readonly<Record<string, string>> = {
  negate: "neg",
  abs: "abs",
  sqrt: "sqrt",
  floor: "floor",
  add: "add",
  subtract: "sub",
  multiply: "mul",
  divide: "div",
  shiftLeft: "shl",
  shiftRight: "shr_u",
  less: "lt",
  lessOrEqual: "le",
  equal: "eq",
};

/** How often each operand is pushed: scalar minimum and lane-by-lane access need theirs more than once. */
export function pushCounts(value: Value): readonly number[] {
  if (isSelectedExtreme(value)) return [2, 2];
  if (value.operation === "load" && isScattered(value.type, value.numbers[1] as number))
    return [value.type.lanes];
  return value.inputs.map(() => 1);
}

/** Minimum or maximum without an instruction of its own. */
export function isSelectedExtreme({ operation, type }: Value): boolean {
  return (operation === "minimum" || operation === "maximum") && type.lanes === 1;
}

/** Lanes that are neither neighbours nor all the same place. */
export function isScattered(type: LoopType, stride: number): boolean {
  return type.lanes > 1 && stride !== 0 && stride !== laneBytes(type);
}

export function plain(name: string, ...numbers: number[]): Instruction {
  return { name, numbers };
}

/** Instructions for a value whose operands were pushed in order, once each. */
export function computing(value: Value): readonly Instruction[] {
  const { operation, type, inputs, numbers } = value;
  const shape = shapeName(type);
  const vector = type.lanes > 1;
  if (vector && type.lanes * laneBytes(type) !== vectorBytes) {
    throw new TypeError(`WebAssembly has no vector of ${type.lanes} ${type.kind}`);
  }
  switch (operation) {
    case "constant":
      return [
        vector
          ? plain("v128.const", ...lanesAsBytes(type, numbers))
          : plain(`${shape}.const`, numbers[0] as number),
      ];
    case "not":
      return [plain(vector ? "v128.not" : "i32.eqz")];
    case "and":
    case "or":
    case "xor":
      return [plain(vector ? `v128.${operation}` : `${valueType(type)}.${operation}`)];
    case "minimum":
    case "maximum":
      return [plain(extremeName(type, operation))];
    case "less":
    case "lessOrEqual":
    case "equal":
      return [plain(comparisonName(operation, (inputs[0] as Value).type))];
    case "shiftLeft":
    case "shiftRight":
      return [
        plain(type.lanes === 1 && type.kind === "i64" ? "i64.const" : "i32.const", numbers[0] as number),
        plain(`${shape}.${names[operation]}`),
      ];
    case "select":
      return [plain(vector ? "v128.bitselect" : "select")];
    case "bitcast":
      return vector ? [] : [plain(`${shape}.reinterpret_${shapeName((inputs[0] as Value).type)}`)];
    case "convert":
      return conversion(shape, shapeName((inputs[0] as Value).type));
    case "splat":
      return [plain(`${shape}.splat`)];
    case "extract":
      return [plain(`${shapeName((inputs[0] as Value).type)}.extract_lane`, numbers[0] as number)];
    case "shuffle":
      return [plain("i8x16.shuffle", ...shuffleBytes(type, numbers))];
    default:
      return [plain(`${shape}.${names[operation]}`)];
  }
}

function extremeName(type: LoopType, operation: "minimum" | "maximum"): string {
  const short = operation === "minimum" ? "min" : "max";
  return type.kind === "i32" ? `${shapeName(type)}.${short}_s` : `${shapeName(type)}.p${short}`;
}

function comparisonName(operation: "less" | "lessOrEqual" | "equal", operand: LoopType): string {
  const signed = operand.kind === "i32" && operation !== "equal";
  return `${shapeName(operand)}.${names[operation]}${signed ? "_s" : ""}`;
}

function conversion(to: string, from: string): readonly Instruction[] {
  if (to === from) return [];
  if (to.startsWith("i32")) return [plain(`${to}.trunc_sat_${from}_s`)];
  if (to === "f32" && from === "f64") return [plain("f32.demote_f64")];
  if (to === "f64" && from === "f32") return [plain("f64.promote_f32")];
  return [plain(`${to}.convert_${from}_s`)];
}

function lanesAsBytes(type: LoopType, values: readonly number[]): number[] {
  const view = new DataView(new ArrayBuffer(vectorBytes));
  values.forEach((value, lane) => {
    const at = lane * laneBytes(type);
    if (type.kind === "f32") view.setFloat32(at, value, true);
    else if (type.kind === "f64") view.setFloat64(at, value, true);
    else if (type.kind === "i64") view.setBigInt64(at, BigInt.asIntN(64, BigInt(value)), true);
    else view.setInt32(at, value, true);
  });
  return [...new Uint8Array(view.buffer)];
}

function shuffleBytes(type: LoopType, lanes: readonly number[]): number[] {
  const bytes = laneBytes(type);
  return lanes.flatMap((lane) => Array.from({ length: bytes }, (_, byte) => lane * bytes + byte));
}
