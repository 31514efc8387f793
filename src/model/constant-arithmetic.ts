/**
 * Operators on constants. Numbers are f64 and every operation is exact or rounded once, so that a learning rate written
 * as `1 / 3` is the same on every machine; sizes stay linear forms.
 */
import {
  addDims,
  type Dim,
  divideDim,
  equalDims,
  isKnown,
  multiplyDims,
  scaleDim,
  showDim,
  subtractDims,
} from "../base/dim.ts";
import type { Span } from "../base/source.ts";
import type { BinaryOperator } from "../syntax/ast.ts";
import { power } from "../tensor/functions/power.ts";
import { numberArithmetic } from "../tensor/number-arithmetic.ts";
import { describeValue, type Value } from "../words/value.ts";

/** Why an operation has no result, in the user's words. `at` is the operand to blame; the whole expression when left out. */
export class ArithmeticProblem extends Error {
  constructor(
    message: string,
    readonly details: { readonly at?: Value; readonly label?: string; readonly help?: string } = {},
  ) {
    super(message);
  }
}

type Operands = readonly [left: Value, right: Value];

/** Throws ArithmeticProblem. `and` and `or` are not decided here: they may leave their right side alone. */
export function applyBinary(operator: BinaryOperator, operands: Operands, span: Span): Value {
  switch (operator) {
    case "==":
      return { kind: "boolean", span, value: areEqual(operands) };
    case "!=":
      return { kind: "boolean", span, value: !areEqual(operands) };
    case "<":
    case "<=":
    case ">":
    case ">=":
      return { kind: "boolean", span, value: compare(operator, operands) };
    default:
      return calculate(operator, operands, span);
  }
}

export function negate(value: Value, span: Span): Value {
  if (value.kind === "number") return { kind: "number", span, value: -value.value };
  if (value.kind === "size") return { kind: "size", span, value: scaleDim(value.value, -1) };
  throw notANumber("-", value);
}

/** A condition: `true`, `false`, or as Python writes them. */
export function truthOf(value: Value): boolean {
  if (value.kind === "boolean") return value.value;
  if (value.kind === "word" && value.name === "True") return true;
  if (value.kind === "word" && value.name === "False") return false;
  throw new ArithmeticProblem(`a condition is true or false, and this is ${describeValue(value)}`, {
    at: value,
    label: "neither true nor false",
    ...(value.kind === "number" ? { help: "compare it: `n > 0`" } : {}),
  });
}

function calculate(operator: BinaryOperator, operands: Operands, span: Span): Value {
  for (const operand of operands) {
    if (operand.kind !== "number" && operand.kind !== "size") throw notANumber(operator, operand);
  }
  const [left, right] = operands.map((operand) => (operand as { readonly value: Dim }).value) as [Dim, Dim];
  if (!isKnown(left) || !isKnown(right)) {
    const size = onSizes(operator, left, right);
    return isKnown(size) ? { kind: "number", span, value: size } : { kind: "size", span, value: size };
  }
  const value = onNumbers(operator, left, right);
  if (!Number.isFinite(value)) {
    throw new ArithmeticProblem("the result is too large for a number", {
      label: `${left} ${operator} ${right}`,
    });
  }
  return { kind: "number", span, value };
}

function onNumbers(operator: BinaryOperator, a: number, b: number): number {
  switch (operator) {
    case "+":
      return a + b;
    case "-":
      return a - b;
    case "*":
      return a * b;
    case "/":
      if (b === 0) throw new ArithmeticProblem("division by zero", { label: `${a} / 0` });
      return a / b;
    case "%":
      if (b === 0) throw new ArithmeticProblem("the rest of a division by zero", { label: `${a} % 0` });
      return remainder(a, b);
    default:
      return raise(a, b);
  }
}

/** With the sign of the divisor, as Python has it; `%` itself is exact. */
function remainder(a: number, b: number): number {
  const rest = a % b;
  return rest !== 0 && rest < 0 !== b < 0 ? rest + b : rest;
}

function raise(base: number, exponent: number): number {
  if (base === 0 && exponent < 0) {
    throw new ArithmeticProblem("0 has no negative power", { label: "this divides by zero" });
  }
  if (base < 0 && !Number.isInteger(exponent)) {
    throw new ArithmeticProblem("a negative number has no power that is not whole", {
      label: `${base} ^ ${exponent}`,
    });
  }
  // Rounded once, where the logarithm of the general power is not.
  if (exponent === 0.5) return Math.sqrt(base);
  if (!Number.isSafeInteger(exponent)) return power(numberArithmetic.f64, base, exponent);
  const size = wholePower(base, Math.abs(exponent));
  return exponent < 0 ? 1 / size : size;
}

/** By repeated squaring: exact wherever the result is. */
function wholePower(base: number, exponent: number): number {
  let result = 1;
  let square = base;
  for (let rest = exponent; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result *= square;
    square *= square;
  }
  return result;
}

function onSizes(operator: BinaryOperator, a: Dim, b: Dim): Dim {
  const known = [a, b].find(isKnown);
  if (known !== undefined && !Number.isSafeInteger(known)) {
    throw new ArithmeticProblem(`a size is a whole number, and ${known} is not`);
  }
  switch (operator) {
    case "+":
      return addDims(a, b);
    case "-":
      return subtractDims(a, b);
    case "*":
      return multiplyDims(a, b);
    case "/": {
      const quotient = isKnown(b) && b !== 0 ? divideDim(a, b) : undefined;
      if (quotient !== undefined) return quotient;
      throw new ArithmeticProblem(`whether ${showDim(b)} divides ${showDim(a)} is not known`, {
        label: "a size that the data decides can only be divided where nothing is left over",
      });
    }
    default:
      throw new ArithmeticProblem(
        `\`${operator}\` needs numbers, and ${showDim(isKnown(a) ? b : a)} is a size`,
        {
          label: "the data decides it",
        },
      );
  }
}

function areEqual([left, right]: Operands): boolean {
  const [a, b] = [textOf(left), textOf(right)];
  if (a !== undefined && b !== undefined) return a === b;
  if (isSize(left) && isSize(right)) return decided(equalSizes(left.value, right.value), left, right);
  if (left.kind === "boolean" && right.kind === "boolean") return left.value === right.value;
  if (left.kind === "none" || right.kind === "none") return left.kind === right.kind;
  throw new ArithmeticProblem(`${describeValue(left)} cannot be compared with ${describeValue(right)}`, {
    label: "they are of different kinds",
  });
}

function compare(operator: "<" | "<=" | ">" | ">=", [left, right]: Operands): boolean {
  for (const operand of [left, right]) if (!isSize(operand)) throw notANumber(operator, operand);
  const [a, b] = [left, right] as [SizeLike, SizeLike];
  const difference = subtractDims(a.value, b.value);
  if (!isKnown(difference)) return decided(undefined, left, right);
  return {
    "<": difference < 0,
    "<=": difference <= 0,
    ">": difference > 0,
    ">=": difference >= 0,
  }[operator];
}

/** Undefined where the data decides: `T == 3`. */
function equalSizes(a: Dim, b: Dim): boolean | undefined {
  if (equalDims(a, b)) return true;
  return isKnown(subtractDims(a, b)) ? false : undefined;
}

function decided(answer: boolean | undefined, left: Value, right: Value): boolean {
  if (answer !== undefined) return answer;
  const open = [left, right].filter(isSize).find(({ value }) => !isKnown(value)) as SizeLike;
  throw new ArithmeticProblem(`this comparison depends on ${showDim(open.value)}, which the data decides`, {
    at: open,
    label: "not known yet",
  });
}

type SizeLike = Extract<Value, { readonly kind: "number" | "size" }>;

function isSize(value: Value): value is SizeLike {
  return value.kind === "number" || value.kind === "size";
}

function textOf(value: Value): string | undefined {
  if (value.kind === "string") return value.value;
  return value.kind === "word" ? value.name : undefined;
}

function notANumber(operator: string, value: Value): ArithmeticProblem {
  return new ArithmeticProblem(`\`${operator}\` needs numbers, and this is ${describeValue(value)}`, {
    at: value,
    label: "not a number",
    ...(value.kind === "string" && value.value.trim() !== "" && Number.isFinite(Number(value.value))
      ? { help: "leave the quotes out" }
      : {}),
  });
}
