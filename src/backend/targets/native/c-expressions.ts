/** One loop value as a C expression over the expressions of its operands. */
import { type LoopType, laneBytes, type Value } from "../../loops/language.ts";
import { helper } from "./c-helpers.ts";
import {
  type CScalar,
  cType,
  type Declarations,
  scalarOf,
  signedBitsOf,
  unsignedOf,
  vectorName,
} from "./c-types.ts";

export interface Expression {
  readonly text: string;
  /** It needs no parentheses as an operand. */
  readonly atom: boolean;
}

export function atom(text: string): Expression {
  return { text, atom: true };
}

const operators: Readonly<Record<string, string>> = {
  add: "+",
  subtract: "-",
  multiply: "*",
  divide: "/",
  less: "<",
  lessOrEqual: "<=",
  equal: "==",
  and: "&",
  or: "|",
  xor: "^",
};

const wrapping: Readonly<Record<string, "add" | "sub" | "mul">> = {
  add: "add",
  subtract: "sub",
  multiply: "mul",
};

/** Everything but parameters, counters, variables and reads, which are names. */
export function expressionOf(d: Declarations, value: Value, operands: readonly Expression[]): Expression {
  const { operation, numbers, inputs } = value;
  const type = d.type(cType(value.type));
  const from = (inputs[0] as Value | undefined)?.type ?? value.type;
  const call = (name: string): Expression => atom(`${name}(${operands.map(({ text }) => text).join(", ")})`);
  const [first, second, third] = operands.map(inside) as [string, string, string];
  switch (operation) {
    case "constant":
      return atom(constant(d, value.type, numbers));
    case "advance":
      return { text: advanced(first, second, numbers), atom: false };
    case "load":
      return load(d, value, first);
    case "minimum":
    case "maximum":
      return call(helper(d, operation === "minimum" ? "min" : "max", type));
    case "abs":
    case "sqrt":
    case "floor":
      return call(helper(d, operation, type));
    case "negate":
      return isWhole(value.type)
        ? atom(`${helper(d, "sub", type)}(${zero(d, value.type)}, ${operands[0]?.text})`)
        : { text: `-${first}`, atom: false };
    case "not":
      return { text: `${value.type.lanes === 1 && isMask(value.type) ? "!" : "~"}${first}`, atom: false };
    case "select":
      if (value.type.lanes > 1) return call(helper(d, "select", type));
      return { text: `${first} ? ${second} : ${third}`, atom: false };
    case "shiftLeft":
    case "shiftRight": {
      const unsigned = d.type(unsignedOf(type));
      const direction = operation === "shiftLeft" ? "<<" : ">>";
      return { text: `(${type})((${unsigned})${first} ${direction} ${numbers[0]})`, atom: false };
    }
    case "bitcast":
      if (value.type.lanes > 1 || cType(from) === type) return { text: `(${type})${first}`, atom: false };
      return call(helper(d, "bits_of", type));
    case "convert":
      return conversion(d, from, value.type, operands[0] as Expression);
    case "splat":
      return call(helper(d, "splat", type));
    case "extract":
      return atom(`${first}[${numbers[0]}]`);
    case "shuffle":
      return atom(
        `${shuffler(d)}(${type}, ${d.type(signedBitsOf(type))}, ${first}, ${second}, ${numbers.join(", ")})`,
      );
    case "less":
    case "lessOrEqual":
    case "equal":
      return { text: `${first} ${operators[operation]} ${second}`, atom: false };
    default: {
      const named = wrapping[operation];
      if (named !== undefined && isWhole(value.type)) return call(helper(d, named, type));
      return { text: `${first} ${operators[operation]} ${second}`, atom: false };
    }
  }
}

export function inside({ text, atom: whole }: Expression): string {
  return whole ? text : `(${text})`;
}

function isWhole({ kind }: LoopType): boolean {
  return kind === "i32" || kind === "i64";
}

function isMask({ kind }: LoopType): boolean {
  return kind === "m32" || kind === "m64";
}

/** The factor's suffix makes the product 64 bits wide. */
function advanced(base: string, index: string | undefined, numbers: readonly number[]): string {
  const [scale, offset] = numbers as [number, number];
  const moved = index === undefined ? base : `${base} + ${index} * ${scale}ll`;
  return withOffset(moved, offset);
}

export function withOffset(pointer: string, offset: number): string {
  if (offset === 0) return pointer;
  return `${pointer} ${offset < 0 ? "-" : "+"} ${Math.abs(offset)}`;
}

function load(d: Declarations, { type, numbers }: Value, base: string): Expression {
  const [offset, stride] = numbers as [number, number];
  const name = cType(type);
  if (type.lanes === 1 || stride === laneBytes(type))
    return atom(`${memory(d, name)}(${withOffset(base, offset)})`);
  const element = memory(d, scalarOf(name));
  if (stride === 0) return atom(`${helper(d, "splat", name)}(${element}(${withOffset(base, offset)}))`);
  const lanes = Array.from(
    { length: type.lanes },
    (_, lane) => `${element}(${withOffset(base, offset + lane * stride)})`,
  );
  return atom(`(${name}){${lanes.join(", ")}}`);
}

/** What stands at an address, to be read or assigned: `f32x8_in(address)`. */
export function memory(d: Declarations, type: string): string {
  const place = d.inMemory(type);
  return d.need(`${type}_in`, () => `#define ${type}_in(address) (*(${place} *)(address))`);
}

function conversion(d: Declarations, from: LoopType, to: LoopType, operand: Expression): Expression {
  if (to.kind === "i32" && from.kind !== "i32") {
    return atom(`${helper(d, "whole_from", cType(from))}(${operand.text})`);
  }
  const type = cType(to);
  if (to.lanes === 1) return { text: `(${type})${inside(operand)}`, atom: false };
  return atom(`__builtin_convertvector(${operand.text}, ${type})`);
}

/** Compilers have one of two ways to mix vectors by known lanes. */
function shuffler(d: Declarations): string {
  return d.need("shuffle", () =>
    [
      "#if defined(__clang__) || __GNUC__ >= 12",
      "#define shuffle(type, lanes, a, b, ...) __builtin_shufflevector(a, b, __VA_ARGS__)",
      "#else",
      "#define shuffle(type, lanes, a, b, ...) __builtin_shuffle(a, b, (lanes){__VA_ARGS__})",
      "#endif",
    ].join("\n"),
  );
}

function zero(d: Declarations, type: LoopType): string {
  return constant(d, type, new Array<number>(type.lanes).fill(0));
}

function constant(d: Declarations, { kind, lanes }: LoopType, numbers: readonly number[]): string {
  const scalar = scalarOf(cType({ kind, lanes: 1 }));
  const texts = numbers.map((value) => literal(scalar, value));
  if (lanes === 1) return texts[0] as string;
  const type = d.type(vectorName(scalar, lanes));
  if (new Set(texts).size === 1) return `${helper(d, "splat", type)}(${texts[0]})`;
  return `(${type}){${texts.join(", ")}}`;
}

/** In decimal digits that give exactly this number again. */
function literal(scalar: CScalar, value: number): string {
  if (scalar === "i32") return value === -(2 ** 31) ? "(-2147483647 - 1)" : String(value | 0);
  if (scalar === "i64") return `(i64)0x${BigInt.asUintN(64, BigInt(value)).toString(16)}ull`;
  const f = scalar === "f32" ? "f" : "";
  if (Number.isNaN(value)) return `__builtin_nan${f}("")`;
  if (!Number.isFinite(value)) return `${value < 0 ? "-" : ""}__builtin_inf${f}()`;
  const text = Object.is(value, -0) ? "-0" : String(value);
  const number = `${/[.e]/.test(text) ? text : `${text}.0`}${f}`;
  return value < 0 || Object.is(value, -0) ? `(${number})` : number;
}
