/** Values on their way to being C: a graph of operators and calls, in which what is shared is one object. */
import type { DType } from "../../../tensor/types.ts";

export type CType = DType | "bool" | "u32";

export interface Term {
  readonly type: CType;
  /** An operator between or before its inputs, `?:`, a function, an array that is indexed, or with no input a text as it is. */
  readonly operator: string;
  readonly form: "leaf" | "element" | "prefix" | "infix" | "choice" | "call" | "pick";
  readonly inputs: readonly Term[];
  /** Of `pick`: when each input but the last is the value; the last is it otherwise. */
  readonly conditions?: readonly string[];
}

export const cTypeName: Readonly<Record<CType, string>> = {
  f32: "float",
  f64: "double",
  i32: "int32_t",
  u32: "uint32_t",
  bool: "int",
};

export function leaf(text: string, type: CType): Term {
  return { form: "leaf", operator: text, type, inputs: [] };
}

export function prefix(operator: string, x: Term, type: CType = x.type): Term {
  return { form: "prefix", operator, type, inputs: [x] };
}

export function infix(operator: string, a: Term, b: Term, type: CType = a.type): Term {
  return { form: "infix", operator, type, inputs: [a, b] };
}

export function choice(condition: Term, yes: Term, no: Term): Term {
  return { form: "choice", operator: "?:", type: yes.type, inputs: [condition, yes, no] };
}

export function call(name: string, inputs: readonly Term[], type: CType): Term {
  return { form: "call", operator: name, type, inputs };
}

export function literal(value: number, type: DType): Term {
  return leaf(numberText(value, type), type);
}

/** Digits that a C compiler reads as exactly this number. */
export function numberText(value: number, type: DType): string {
  if (type === "i32") return value === -(2 ** 31) ? "(-2147483647 - 1)" : String(value);
  const suffix = type === "f32" ? "f" : "";
  if (Number.isNaN(value)) return "NAN";
  if (!Number.isFinite(value)) return value < 0 ? "-INFINITY" : "INFINITY";
  const size = Math.abs(value);
  const text = type === "f32" ? shortest(size) : String(size);
  const whole = /[.e]/.test(text) ? text : `${text}.0`;
  return `${value < 0 || Object.is(value, -0) ? "-" : ""}${whole}${suffix}`;
}

/** Nine digits tell any f32 from its neighbours; fewer do where they are the number itself. */
function shortest(value: number): string {
  const exact = String(value);
  return exact.length <= 10 ? exact : String(Number(value.toPrecision(9)));
}
