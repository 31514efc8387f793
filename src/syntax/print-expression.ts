/** The canonical text of an expression on one line, as the formatter would write it: for fixes and messages. */
import type {
  Argument,
  Chain,
  Entry,
  EntryKey,
  Expression,
  NumberLiteral,
  Repeat,
  Slice,
  StringLiteral,
  Type,
} from "./ast.ts";
import { rankOf } from "./operations.ts";

/** How tightly a form binds: a part that binds less than its place asks for gets brackets. */
const chainRank = -2;
const choiceRank = -1;
/** A choice as a stage has brackets, so that the eye finds its end. */
export const stageRank = 0;
const comparisonRank = 3;
export const unaryRank = 6;
const powerRank = 7;
export const postfixRank = 8;

/** Parsing the text gives the same tree again, spans aside. Names and numbers stay as written; strings take double quotes. */
export function printExpression(expression: Expression): string {
  switch (expression.kind) {
    case "identifier":
      return expression.name;
    case "number":
      return printNumber(expression);
    case "string":
      return printString(expression);
    case "boolean":
      return String(expression.value);
    case "none":
      return "none";
    case "missing":
      return "…";
    case "list":
      return `[${expression.items.map(printExpression).join(", ")}]`;
    case "tuple":
      return `(${expression.items.map(printExpression).join(", ")}${expression.items.length === 1 ? "," : ""})`;
    case "record":
      return expression.entries.length === 0 ? "{}" : `{ ${expression.entries.map(printEntry).join(", ")} }`;
    case "call":
      return `${inner(expression.callee, postfixRank)}(${expression.args.map(printArgument).join(", ")})`;
    case "index":
      return `${inner(expression.object, postfixRank)}[${expression.slices.map(printSlice).join(", ")}]`;
    case "member":
      // `1.a` would be read as a number.
      return expression.object.kind === "number"
        ? `(${printNumber(expression.object)}).${expression.name.name}`
        : `${inner(expression.object, postfixRank)}.${expression.name.name}`;
    case "unary":
      return `${expression.operator === "not" ? "not " : "-"}${inner(expression.operand, unaryRank)}`;
    case "binary":
      return printBinary(expression);
    case "choice":
      return [
        ...[inner(expression.condition, 0), "?", inner(expression.then, 0)],
        ...[":", inner(expression.else, 0)],
      ].join(" ");
    case "chain":
      return printChain(expression);
    case "repeat":
      return printRepeat(expression);
  }
}

/** `f32[28, T, ?]` */
export function printType({ element, dims }: Type): string {
  const sizes = dims.map((dim) => (dim.kind === "unknown-dim" ? "?" : printExpression(dim)));
  const brackets = sizes.length > 0 || element === undefined ? `[${sizes.join(", ")}]` : "";
  return (element?.name ?? "") + brackets;
}

export function rank(expression: Expression): number {
  switch (expression.kind) {
    case "chain":
      return chainRank;
    case "choice":
      return choiceRank;
    case "binary":
      return rankOf(expression.operator);
    case "unary":
      return unaryRank;
    default:
      return postfixRank;
  }
}

function inner(expression: Expression, least: number): string {
  const text = printExpression(expression);
  return rank(expression) < least ? `(${text})` : text;
}

function printBinary(expression: Expression & { kind: "binary" }): string {
  const { operator, left, right } = expression;
  const own = rankOf(operator);
  return `${inner(left, leastLeft(own))} ${operator} ${inner(right, leastRight(own))}`;
}

/** The rank that the left operand of an operator must have: `^` groups from the right, comparisons do not group at all. */
export function leastLeft(own: number): number {
  return own === powerRank || own === comparisonRank ? own + 1 : own;
}

/** The rank that the right operand must have: `^` takes signed values there. */
export function leastRight(own: number): number {
  return own === powerRank ? unaryRank : own + 1;
}

function printChain({ stages }: Chain): string {
  return stages.map((stage) => inner(stage, stageRank)).join(" -> ");
}

function printRepeat({ variable, over, body }: Repeat): string {
  const turns = variable ? `${variable.name} in ${inner(over, 0)}` : inner(over, 0);
  return `repeat ${turns} { ${printExpression(body)} }`;
}

function printArgument({ name, value }: Argument): string {
  return name ? `${name.name} = ${printExpression(value)}` : printExpression(value);
}

function printEntry({ key, value }: Entry): string {
  return `${printKey(key)} = ${printExpression(value)}`;
}

export function printKey({ form, text }: EntryKey): string {
  return form === "string" ? quote(text) : text;
}

export function printSlice({ start, end, range }: Slice): string {
  const first = start ? inner(start, 0) : "";
  return range ? `${first}:${end ? inner(end, 0) : ""}` : first;
}

function printNumber({ raw }: NumberLiteral): string {
  return raw;
}

export function printString({ value }: StringLiteral): string {
  return quote(value);
}

function quote(value: string): string {
  const escaped = value
    .replaceAll("\\", "\\\\")
    .replaceAll('"', '\\"')
    .replaceAll("\n", "\\n")
    .replaceAll("\t", "\\t");
  return `"${escaped}"`;
}
