/** `Arithmetic` and `WordArithmetic` whose values are C: functions that are written once become functions of a C file. */
import type { Arithmetic, WordArithmetic } from "../../../tensor/arithmetic.ts";
import type { DType } from "../../../tensor/types.ts";
import { type CHelpers, exponentOf, extreme, powerOfTwo, wrapping } from "./c-helpers.ts";
import { call, choice, infix, leaf, literal, numberText, prefix, type Term } from "./term.ts";

export function cArithmetic(h: CHelpers, dtype: DType): Arithmetic<Term, Term> {
  const whole = dtype === "i32";
  const float = (): "f32" | "f64" => {
    if (dtype === "i32") throw new TypeError("whole numbers have no such operation");
    return dtype;
  };
  const math = (name: string) => (x: Term) =>
    call(h.standard(float() === "f32" ? `${name}f` : name, "math.h"), [x], dtype);
  const joined = (operator: string, name: "add" | "sub" | "mul") => (a: Term, b: Term) =>
    whole ? call(wrapping(h, name, operator), [a, b], dtype) : infix(operator, a, b);
  const compare = (operator: string) => (a: Term, b: Term) => infix(operator, a, b, "bool");
  return {
    precision: dtype,
    constant: (value) => literal(dtype === "f32" ? Math.fround(value) : value, dtype),
    add: joined("+", "add"),
    // Nothing changes when 0 is taken away, not even the sign of -0.
    subtract: (a, b) => (isLiteral(b, 0) ? a : joined("-", "sub")(a, b)),
    multiply: joined("*", "mul"),
    divide: (a, b) => infix("/", a, b),
    negate: (a) => prefix("-", a),
    abs: math("fabs"),
    copySign: (size, a) =>
      call(h.standard(float() === "f32" ? "copysignf" : "copysign", "math.h"), [size, a], dtype),
    sqrt: math("sqrt"),
    floor: math("floor"),
    minimum: (a, b) => call(extreme(h, "min", dtype), [a, b], dtype),
    maximum: (a, b) => call(extreme(h, "max", dtype), [a, b], dtype),
    less: compare("<"),
    lessOrEqual: compare("<="),
    // Only a NaN differs from itself.
    equal: (a, b) =>
      whole && a === b
        ? always
        : isTruth(a) && isLiteral(b, 0)
          ? not(a.inputs[0] as Term)
          : compare("==")(a, b),
    and: compare("&&"),
    or: (a, b) => (b === never ? a : compare("||")(a, b)),
    not,
    select: (condition, yes, no) =>
      condition.form === "prefix" ? choice(condition.inputs[0] as Term, no, yes) : choice(condition, yes, no),
    powerOfTwo: (n) => call(powerOfTwo(h, float()), [n], dtype),
    exponentOf: (x) => call(exponentOf(h, float()), [x], dtype),
  };
}

const [always, never] = [leaf("1", "bool"), leaf("0", "bool")];

function not(a: Term): Term {
  return a === always ? never : prefix("!", a);
}

function isLiteral({ form, operator, type }: Term, value: number): boolean {
  return form === "leaf" && operator === numberText(value, type as DType);
}

/** 1 where a condition holds, else 0. */
function isTruth({ form, inputs: [, yes, no] }: Term): boolean {
  return form === "choice" && yes !== undefined && isLiteral(yes, 1) && no !== undefined && isLiteral(no, 0);
}

export function cWords(h: CHelpers): WordArithmetic<Term> {
  return {
    word: (value) => leaf(`0x${(value >>> 0).toString(16)}u`, "u32"),
    addWords: (a, b) => infix("+", a, b),
    xor: (a, b) => infix("^", a, b),
    rotate: (a, bits) => {
      const name = h.need(
        "rotate",
        () =>
          "static inline uint32_t rotate(uint32_t x, int bits) { return (x << bits) | (x >> (32 - bits)); }",
      );
      return call(name, [a, leaf(String(bits), "i32")], "u32");
    },
  };
}
