/** Small functions that printed kernels call, written when first needed. Each is exact, lane by lane. */
import {
  bytesOf,
  type CScalar,
  type Declarations,
  lanesOf,
  scalarOf,
  signedBitsOf,
  unsignedOf,
} from "./c-types.ts";

const inline = "static inline __attribute__((always_inline))";

/** Declares the helper `name` for a type and gives the name to call it by, such as `min_f32x8`. */
export function helper(d: Declarations, name: HelperName, type: string): string {
  d.type(type);
  return d.need(`${name}_${type}`, () => writers[name](d, type));
}

export type HelperName = keyof typeof writers;

const writers = {
  add: (d: Declarations, type: string) => wrapping(d, "add", "+", type),
  sub: (d: Declarations, type: string) => wrapping(d, "sub", "-", type),
  mul: (d: Declarations, type: string) => wrapping(d, "mul", "*", type),
  /** The second where neither is less, a NaN among them: as WebAssembly's `pmin`, seen from its first operand. */
  min: (_: Declarations, type: string) => extreme("min", type, (a, b) => `${b} < ${a} ? ${b} : ${a}`),
  max: (_: Declarations, type: string) => extreme("max", type, (a, b) => `${a} < ${b} ? ${b} : ${a}`),
  sqrt: (_: Declarations, type: string) =>
    eachLane("sqrt", type, (x) => `__builtin_sqrt${suffix(type)}(${x})`),
  floor: (_: Declarations, type: string) =>
    eachLane("floor", type, (x) => `__builtin_floor${suffix(type)}(${x})`),
  abs(d: Declarations, type: string): string {
    const scalar = scalarOf(type);
    const bits = d.type(signedBitsOf(type));
    if (scalar === type && scalar.startsWith("f")) {
      return `${inline} ${type} abs_${type}(${type} x) { return __builtin_fabs${suffix(type)}(x); }`;
    }
    if (scalar.startsWith("i")) {
      const negated = `${helper(d, "sub", type)}(x - x, x)`;
      const body =
        scalar === type
          ? `return x < 0 ? ${negated} : x;`
          : `return ${helper(d, "select", type)}(x < 0, ${negated}, x);`;
      return `${inline} ${type} abs_${type}(${type} x) { ${body} }`;
    }
    const mask = scalar === "f64" ? "0x7fffffffffffffff" : "0x7fffffff";
    return `${inline} ${type} abs_${type}(${type} x) { return (${type})((${bits})x & ${mask}); }`;
  },
  select(d: Declarations, type: string): string {
    const mask = d.type(signedBitsOf(type));
    return [
      `${inline} ${type} select_${type}(${mask} mask, ${type} yes, ${type} no) {`,
      `  return (${type})((mask & (${mask})yes) | (~mask & (${mask})no));`,
      "}",
    ].join("\n");
  },
  splat: (_: Declarations, type: string) => {
    const lanes = new Array<string>(lanesOf(type)).fill("x").join(", ");
    return `${inline} ${type} splat_${type}(${scalarOf(type)} x) { return (${type}){${lanes}}; }`;
  },
  /** The bits of a scalar as another type of the same width. */
  bits_of: (d: Declarations, type: string) => {
    const from = d.type(counterpart(scalarOf(type)));
    return [
      `${inline} ${type} bits_of_${type}(${from} x) {`,
      `  ${type} result;`,
      `  __builtin_memcpy(&result, &x, ${bytesOf(type)});`,
      "  return result;",
      "}",
    ].join("\n");
  },
  /** Truncates, saturates, and makes 0 of NaN. */
  whole_from: (d: Declarations, type: string) =>
    lanesOf(type) === 1 ? wholeFromScalar(d, scalarOf(type)) : wholeFromVector(d, type),
} as const;

function suffix(type: string): string {
  return scalarOf(type) === "f32" ? "f" : "";
}

function counterpart(scalar: CScalar): CScalar {
  return ({ i32: "f32", f32: "i32", i64: "f64", f64: "i64", u32: "f32", u64: "f64" } as const)[scalar];
}

function wrapping(d: Declarations, name: string, operator: string, type: string): string {
  const unsigned = d.type(unsignedOf(type));
  return `${inline} ${type} ${name}_${type}(${type} a, ${type} b) { return (${type})((${unsigned})a ${operator} (${unsigned})b); }`;
}

function extreme(name: string, type: string, choose: (a: string, b: string) => string): string {
  const lanes = lanesOf(type);
  const signature = `${inline} ${type} ${name}_${type}(${type} a, ${type} b)`;
  if (lanes === 1) return `${signature} { return ${choose("a", "b")}; }`;
  const choice = [
    `  ${type} result;`,
    `  for (int lane = 0; lane < ${lanes}; lane++) result[lane] = ${choose("a[lane]", "b[lane]")};`,
    "  return result;",
  ];
  return [`${signature} {`, ...(type.startsWith("f") ? asInstruction(name, type, choice) : choice), "}"].join(
    "\n",
  );
}

/** On x86 just this is one instruction, which GCC does not see in vectors of 64 bytes. */
function asInstruction(name: string, type: string, otherwise: readonly string[]): readonly string[] {
  const wide = bytesOf(type) === 64;
  const instruction = `v${name}p${scalarOf(type) === "f32" ? "s" : "d"}`;
  const register = wide ? "v" : "x";
  return [
    `#ifdef ${wide ? "__AVX512F__" : "__AVX__"}`,
    `  __asm__("${instruction} %1, %2, %0" : "=${register}"(a) : "${register}"(a), "${register}"(b));`,
    "  return a;",
    "#else",
    ...otherwise,
    "#endif",
  ];
}

function eachLane(name: string, type: string, apply: (x: string) => string): string {
  const lanes = lanesOf(type);
  const signature = `${inline} ${type} ${name}_${type}(${type} x)`;
  if (lanes === 1) return `${signature} { return ${apply("x")}; }`;
  return [
    `${signature} {`,
    `  ${type} result;`,
    `  for (int lane = 0; lane < ${lanes}; lane++) result[lane] = ${apply("x[lane]")};`,
    "  return result;",
    "}",
  ].join("\n");
}

function wholeFromScalar(d: Declarations, from: CScalar): string {
  const to = d.type("i32");
  return [
    `${inline} ${to} whole_from_${from}(${from} x) {`,
    "  if (x >= 2147483648.0) return 2147483647;",
    "  if (x < -2147483648.0) return -2147483647 - 1;",
    `  return x == x ? (${to})x : 0;`,
    "}",
  ].join("\n");
}

function wholeFromVector(d: Declarations, from: string): string {
  const to = d.type(`i32x${lanesOf(from)}`);
  const [bits, whole] = [helper(d, "select", from), helper(d, "select", to)];
  const [splat, fill] = [helper(d, "splat", from), helper(d, "splat", to)];
  return [
    `${inline} ${to} whole_from_${from}(${from} x) {`,
    `  ${to} high = x >= 2147483648.0f;`,
    `  ${to} inside = (x >= -2147483648.0f) & ~high;`,
    `  ${to} low = x < -2147483648.0f;`,
    `  ${to} result = __builtin_convertvector(${bits}(inside, x, ${splat}(0)), ${to});`,
    `  return ${whole}(high, ${fill}(2147483647), ${whole}(low, ${fill}(-2147483647 - 1), result));`,
    "}",
  ].join("\n");
}
