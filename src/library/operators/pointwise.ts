/**
 * Operators and functions that work element by element: `a + b`, `exp(x)`, `where(c, a, b)`. They are layers like any
 * other to the rest of the program, under names that no file can write as a stage.
 */
import type { Builder, Operand } from "../../tensor/builder.ts";
import type { Node } from "../../tensor/node.ts";
import type { Params } from "../../words/param.ts";
import { number, optional, param } from "../../words/param-types.ts";
import { defineLayer, type LayerDefinition, type Sign } from "../layer.ts";
import { anyCounts } from "../masks.ts";
import { alignRows, commonShape } from "./rows.ts";

export interface Operator {
  readonly word: LayerDefinition;
  /** What it is called in paths: `add`. */
  readonly path: string;
}

export interface PointwiseOperator extends Operator {
  /** Names of the operands in order; a number in a parameter of that name stands in the place of a tensor. */
  readonly operands: readonly string[];
}

interface Behaviour {
  readonly name: string;
  readonly path: string;
  readonly doc: string;
  readonly operands: readonly string[];
  /** Of tensors alone, whether the result is a linear function of them. */
  readonly linear: boolean;
  compute(g: Builder, ...operands: readonly Operand[]): Node;
  /** The sign of the result, from those of all operands; any where it is left out. */
  sign?: (operands: readonly (Sign | undefined)[]) => Sign | undefined;
}

function pointwise(behaviour: Behaviour): PointwiseOperator {
  const { name, path, doc, operands, linear, compute, sign = () => undefined } = behaviour;
  const fixed = (params: Params): number => operands.filter((each) => params[each] !== null).length;
  const word = defineLayer({
    name,
    doc,
    params: Object.fromEntries(
      operands.map((each) => [each, param(optional(number()), "a number in the place of a tensor", null)]),
    ),
    arity: { min: 1, max: operands.length },
    shape: (_params, inputs) => ({
      shape: commonShape(
        `\`${name}\``,
        inputs.map(({ shape }) => shape),
      ),
      dtype: "float",
    }),
    lower({ g, params, inputs, float }) {
      const tensors = [...alignRows(g, inputs, float)];
      return compute(g, ...operands.map((each) => params[each] ?? (tensors.shift() as Operand)));
    },
    // With one tensor alone, a product or a quotient is a change of scale.
    mask: ({ g, masks }) => anyCounts(g, masks),
    facts: (params) => ({
      learns: false,
      nonlinear: !linear && !(scales.has(name) && fixed(params) === 1 && params.right !== null),
      sign(inputs) {
        const entering = [...inputs];
        return sign(operands.map((each) => signOfNumber(params[each] ?? null) ?? entering.shift()));
      },
    }),
    examples: [],
  });
  return { word, path, operands };
}

function signOfNumber(value: number | null): Sign | undefined {
  if (value === null) return undefined;
  if (value > 0) return "positive";
  return value === 0 ? "nonnegative" : "any";
}

type Signs = readonly (Sign | undefined)[];

/** Of sums: above 0 where one part is and none is below. */
function signOfSum(signs: Signs): Sign | undefined {
  if (signs.includes(undefined)) return undefined;
  if (signs.includes("any")) return "any";
  return signs.includes("positive") ? "positive" : "nonnegative";
}

/** Of products and quotients, and of what has the sign of its operands. */
function signOfProduct(signs: Signs): Sign | undefined {
  if (signs.includes(undefined)) return undefined;
  if (signs.includes("any")) return "any";
  return signs.includes("nonnegative") ? "nonnegative" : "positive";
}

function signOfLarger(signs: Signs): Sign | undefined {
  if (signs.includes("positive")) return "positive";
  return signs.includes(undefined) ? undefined : signs.includes("nonnegative") ? "nonnegative" : "any";
}

const scales: ReadonlySet<string> = new Set(["*", "/"]);

/** With the sign of the divisor, as Python has it. */
function remainder(g: Builder, a: Operand, b: Operand): Node {
  return g.sub(a, g.mul(b, g.floor(g.div(a, b))));
}

/** Whole powers as products: right for negative numbers, and exact where the result is. */
function raise(g: Builder, a: Operand, b: Operand): Node {
  if (typeof a === "number" || typeof b !== "number" || !Number.isInteger(b) || Math.abs(b) > 64) {
    return g.pow(a, b);
  }
  let result: Operand = 1;
  let square: Node = a;
  for (let rest = Math.abs(b); rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result = result === 1 ? square : g.mul(result, square);
    if (rest > 1) square = g.mul(square, square);
  }
  const power = result === 1 ? g.add(g.mul(a, 0), 1) : (result as Node);
  return b < 0 ? g.div(1, power) : power;
}

function binary(
  name: string,
  path: string,
  doc: string,
  compute: (g: Builder, a: Operand, b: Operand) => Node,
  options: { readonly linear?: boolean; readonly sign?: (signs: Signs) => Sign | undefined } = {},
): PointwiseOperator {
  const { linear = false, sign = () => undefined } = options;
  const apply: Behaviour["compute"] = (g, a = 0, b = 0) => compute(g, a, b);
  return pointwise({ name, path, doc, operands: ["left", "right"], linear, compute: apply, sign });
}

function unary(
  name: string,
  doc: string,
  compute: (g: Builder, x: Operand) => Node,
  options: { readonly path?: string; readonly linear?: boolean; readonly sign?: Behaviour["sign"] } = {},
): PointwiseOperator {
  const { path = name, linear = false, sign = () => undefined } = options;
  return pointwise({ name, path, doc, operands: ["x"], linear, compute: (g, x = 0) => compute(g, x), sign });
}

/** By sign. Comparisons give 1 and 0. */
export const binaryOperators: Readonly<Record<string, PointwiseOperator>> = Object.fromEntries(
  [
    binary("+", "add", "The sum, element by element.", (g, a, b) => g.add(a, b), {
      linear: true,
      sign: signOfSum,
    }),
    binary("-", "subtract", "The difference, element by element.", (g, a, b) => g.sub(a, b), {
      linear: true,
      sign: () => "any",
    }),
    binary("*", "multiply", "The product, element by element.", (g, a, b) => g.mul(a, b), {
      sign: signOfProduct,
    }),
    binary("/", "divide", "The quotient, element by element.", (g, a, b) => g.div(a, b), {
      sign: signOfProduct,
    }),
    binary("%", "remainder", "The rest of the division, with the sign of the divisor.", remainder),
    binary("^", "power", "The power, element by element.", raise),
    binary("==", "equal", "1 where both are equal, else 0.", (g, a, b) => g.equal(a, b)),
    binary("!=", "not_equal", "1 where both differ, else 0.", (g, a, b) => g.sub(1, g.equal(a, b))),
    binary("<", "less", "1 where the left is smaller, else 0.", (g, a, b) => g.less(a, b)),
    binary("<=", "less_or_equal", "1 where the left is not larger, else 0.", (g, a, b) =>
      g.lessOrEqual(a, b),
    ),
    binary(">", "greater", "1 where the left is larger, else 0.", (g, a, b) => g.less(b, a)),
    binary(">=", "greater_or_equal", "1 where the left is not smaller, else 0.", (g, a, b) =>
      g.lessOrEqual(b, a),
    ),
  ].map((operator) => [operator.word.name, operator]),
);

export const negation = unary("negative", "The number with the other sign.", (g, x) => g.neg(x), {
  linear: true,
  sign: () => "any",
});

export const maximum = binary("maximum of two", "maximum", "The larger of two.", (g, a, b) => g.max(a, b), {
  sign: signOfLarger,
});
export const minimum = binary("minimum of two", "minimum", "The smaller of two.", (g, a, b) => g.min(a, b), {
  sign: signOfProduct,
});

/** By name, of one argument. */
export const functions: Readonly<Record<string, PointwiseOperator>> = Object.fromEntries(
  [
    unary("exp", "e to the power of x.", (g, x) => g.exp(x), { sign: () => "positive" }),
    unary("log", "The natural logarithm.", (g, x) => g.log(x)),
    unary("sin", "The sine.", (g, x) => g.sin(x)),
    unary("cos", "The cosine.", (g, x) => g.cos(x)),
    unary("abs", "The size without the sign.", (g, x) => g.abs(x), {
      sign: ([x]) => (x === "positive" ? x : "nonnegative"),
    }),
    unary("sqrt", "The square root.", (g, x) => g.sqrt(x), {
      sign: ([x]) => (x === "positive" ? x : "nonnegative"),
    }),
  ].map((operator) => [operator.word.name, operator]),
);

export const where = pointwise({
  name: "where",
  path: "where",
  doc: "The second where the first is not 0, else the third.",
  operands: ["condition", "then", "else"],
  linear: false,
  compute: (g, condition = 0, a = 0, b = 0) =>
    g.where(condition, typeof a === "number" && typeof b === "number" ? asNode(g, condition, a) : a, b),
});

/** A number as a tensor beside another: `where` of two numbers has the shape of its condition. */
function asNode(g: Builder, beside: Operand, value: number): Node {
  return g.add(g.mul(beside, 0), value);
}
