/** `Arithmetic` and `WordArithmetic` whose values are loop values: kernels written once become code for every target. */
import type { Arithmetic, WordArithmetic } from "../../tensor/arithmetic.ts";
import { bytesOf, type DType } from "../../tensor/types.ts";
import type { LoopType, Value } from "./language.ts";
import type { LoopBuilder } from "./loop-builder.ts";

/** Where the exponent of a format sits, and the first power of two whose steps are whole numbers. */
const formats = {
  f32: { bits: "i32", mantissa: 23, bias: 127, whole: 2 ** 23 },
  f64: { bits: "i64", mantissa: 52, bias: 1023, whole: 2 ** 52 },
} as const;

/** The bits of 2^23 as f32 and of 2^52 as f64: a number below the mantissa's reach may be or-ed in. */
const wholeBits = { f32: 0x4b000000, f64: 0x433 * 2 ** 52 } as const;

const known = new WeakMap<LoopBuilder, Map<string, Arithmetic<Value, Value>>>();

/** The arithmetic of one element type and number of lanes, whose operations are written by `b`. */
export function loopArithmetic(b: LoopBuilder, kind: DType, lanes: number): Arithmetic<Value, Value> {
  const own = known.get(b) ?? new Map<string, Arithmetic<Value, Value>>();
  known.set(b, own);
  const key = `${kind} ${lanes}`;
  const arithmetic = own.get(key) ?? newArithmetic(b, kind, lanes);
  own.set(key, arithmetic);
  return arithmetic;
}

function newArithmetic(b: LoopBuilder, kind: DType, lanes: number): Arithmetic<Value, Value> {
  const type: LoopType = { kind, lanes };
  const constant = (value: number): Value => b.constant(type, kind === "f32" ? Math.fround(value) : value);
  const signBit = (): Value => {
    const one = b.constant({ kind: bitsOf(kind), lanes }, 1);
    return b.shift("shiftLeft", one, bytesOf[kind] * 8 - 1);
  };
  const join = (x: Value, bits: Value): Value =>
    b.bitcast(b.binary("or", b.bitcast(x, bits.type.kind), bits), kind);
  return {
    precision: kind,
    constant,
    add: (x, y) => b.binary("add", x, y),
    // Nothing changes when 0 is taken away, not even the sign of -0.
    subtract: (x, y) => (isZero(y) ? x : b.binary("subtract", x, y)),
    multiply: (x, y) => b.binary("multiply", x, y),
    divide: (x, y) => b.binary("divide", x, y),
    negate: (x) => (x.operation === "abs" ? join(x.inputs[0] as Value, signBit()) : b.unary("negate", x)),
    abs: (x) => b.unary("abs", x),
    copySign: (size, x) => join(size, b.binary("and", b.bitcast(x, bitsOf(kind)), signBit())),
    sqrt: (x) => b.unary("sqrt", x),
    floor: (x) => b.unary("floor", x),
    minimum: (x, y) => b.binary("minimum", x, y),
    maximum: (x, y) => b.binary("maximum", x, y),
    less: (x, y) => b.compare("less", x, y),
    lessOrEqual: (x, y) => b.compare("lessOrEqual", x, y),
    equal: (x, y) => b.compare("equal", x, y),
    and: (p, q) => b.binary("and", p, q),
    or: (p, q) => b.binary("or", p, q),
    not: (p) => b.unary("not", p),
    select: (condition, x, y) => b.select(condition, x, y),
    // Adding a large power of two leaves bias + n in the lowest bits; shifted up, they are the exponent.
    powerOfTwo: (n) => {
      const { bits, mantissa, bias, whole } = formats[floatOf(kind)];
      const biased = b.add(n, constant(bias + whole));
      return b.bitcast(b.shift("shiftLeft", b.bitcast(biased, bits), mantissa), kind);
    },
    exponentOf: (x) => {
      const { bits, mantissa, bias, whole } = formats[floatOf(kind)];
      const exponent = b.shift("shiftRight", b.bitcast(x, bits), mantissa);
      const marked = b.binary("or", exponent, b.constant({ kind: bits, lanes }, wholeBits[floatOf(kind)]));
      return b.binary("subtract", b.bitcast(marked, kind), constant(whole + bias));
    },
  };
}

function bitsOf(kind: DType): "i32" | "i64" {
  return formats[floatOf(kind)].bits;
}

function isZero({ operation, numbers }: Value): boolean {
  return operation === "constant" && numbers.every((value) => Object.is(value, 0));
}

function floatOf(kind: DType): "f32" | "f64" {
  if (kind === "i32") throw new TypeError("integers have no exponent");
  return kind;
}

export function loopWords(b: LoopBuilder, lanes: number): WordArithmetic<Value> {
  return {
    word: (value) => b.constant({ kind: "i32", lanes }, value | 0),
    addWords: (x, y) => b.binary("add", x, y),
    xor: (x, y) => b.binary("xor", x, y),
    rotate: (x, bits) => b.binary("or", b.shift("shiftLeft", x, bits), b.shift("shiftRight", x, 32 - bits)),
  };
}
