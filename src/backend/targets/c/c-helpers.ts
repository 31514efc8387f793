/** Functions at the top of a C file: each is written when it is first needed, after those that it needs itself. */
import type { DType } from "../../../tensor/types.ts";
import { cTypeName } from "./term.ts";

export class CHelpers {
  private readonly texts = new Map<string, string>();
  readonly headers = new Set<string>();

  /** Gives the name back, under which the text that `write` makes can be called. */
  need(name: string, write: () => string): string {
    if (!this.texts.has(name)) {
      const text = write();
      this.texts.set(name, text);
    }
    return name;
  }

  /** A function of the C standard library. */
  standard(name: string, header: string): string {
    this.headers.add(header);
    return name;
  }

  get all(): readonly string[] {
    return [...this.texts.values()];
  }
}

/** `a` unless `b` is less (or greater): a NaN in `a` stays, one in `b` is passed over. */
export function extreme(h: CHelpers, which: "min" | "max", type: DType): string {
  const c = cTypeName[type];
  const test = which === "min" ? "b < a" : "a < b";
  return h.need(
    `${which}_${type}`,
    () => `static inline ${c} ${which}_${type}(${c} a, ${c} b) { return ${test} ? b : a; }`,
  );
}

/** Sums, differences and products of whole numbers wrap around. */
export function wrapping(h: CHelpers, name: "add" | "sub" | "mul", operator: string): string {
  return h.need(
    `${name}_i32`,
    () =>
      `static inline int32_t ${name}_i32(int32_t a, int32_t b) { return (int32_t)((uint32_t)a ${operator} (uint32_t)b); }`,
  );
}

const layouts = {
  f32: { bits: "uint32_t", mantissa: 23, bias: 127, whole: "8388608.0f", marked: "0x4b000000u" },
  f64: {
    bits: "uint64_t",
    mantissa: 52,
    bias: 1023,
    whole: "4503599627370496.0",
    marked: "0x4330000000000000u",
  },
} as const;

function sameBits(h: CHelpers, from: string, to: string): string {
  h.headers.add("string.h");
  const name = `${from.replace("_t", "")}_as_${to.replace("_t", "")}`;
  return h.need(
    name,
    () => `static inline ${to} ${name}(${from} x) { ${to} y; memcpy(&y, &x, sizeof y); return y; }`,
  );
}

/** Adding a large power of two leaves bias + n in the lowest bits; shifted up, they are the exponent. */
export function powerOfTwo(h: CHelpers, type: "f32" | "f64"): string {
  const { bits, mantissa, bias, whole } = layouts[type];
  const c = cTypeName[type];
  const [to, from] = [sameBits(h, c, bits), sameBits(h, bits, c)];
  const name = `power_of_two_${type}`;
  return h.need(
    name,
    () =>
      `static inline ${c} ${name}(${c} n) { return ${from}(${to}(n + (${bias} + ${whole})) << ${mantissa}); }`,
  );
}

export function exponentOf(h: CHelpers, type: "f32" | "f64"): string {
  const { bits, mantissa, bias, whole, marked } = layouts[type];
  const c = cTypeName[type];
  const [to, from] = [sameBits(h, c, bits), sameBits(h, bits, c)];
  const name = `exponent_of_${type}`;
  return h.need(
    name,
    () =>
      `static inline ${c} ${name}(${c} x) { return ${from}((${to}(x) >> ${mantissa}) | ${marked}) - (${whole} + ${bias}); }`,
  );
}

/** Cut towards 0 and held in range; NaN is 0. */
export function wholeFrom(h: CHelpers, type: "f32" | "f64"): string {
  const c = cTypeName[type];
  const name = `whole_from_${type}`;
  const f = type === "f32" ? "f" : "";
  return h.need(name, () =>
    [
      `static inline int32_t ${name}(${c} x) {`,
      "  if (x != x) return 0;",
      `  if (x >= 2147483648.0${f}) return 2147483647;`,
      `  return x <= -2147483648.0${f} ? -2147483647 - 1 : (int32_t)x;`,
      "}",
    ].join("\n"),
  );
}

/** The nearest row of a table of `rows`. */
export function rowOf(h: CHelpers): string {
  return h.need(
    "row_of",
    () =>
      "static inline int32_t row_of(int32_t row, int32_t rows) { return row < 0 ? 0 : row < rows ? row : rows - 1; }",
  );
}
