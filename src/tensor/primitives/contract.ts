import { integersAttribute } from "../attributes.ts";
import { labelSizes } from "../contraction.ts";
import type { Attributes, Node } from "../node.ts";
import { type ContractAxes, type ContractPrimitive, GraphError } from "../primitive.ts";
import { drawn } from "../samples.ts";
import { totalOfContractions } from "../total.ts";
import { floatTypes, requireDType } from "../type-rules.ts";
import type { TensorType } from "../types.ts";

function axesOf(inputs: readonly TensorType[], attributes: Attributes): ContractAxes {
  const [x, y] = inputs;
  if (x === undefined || y === undefined || inputs.length > 2) {
    throw new GraphError(`takes 2 inputs, not ${inputs.length}`);
  }
  requireDType(x, floatTypes);
  if (x.dtype !== y.dtype) throw new GraphError("operands differ in element type");
  const a = integersAttribute(attributes, "a", x.shape.length);
  const b = integersAttribute(attributes, "b", y.shape.length);
  const result = integersAttribute(attributes, "result");
  checkLabels({ a, b, result });
  const sizes = labelSizes({ a, b, result }, [x, y]);
  if (a.some((label, axis) => sizes.get(label) !== x.shape[axis])) {
    throw new GraphError(`axes [${a}] of [${x.shape}] and [${b}] of [${y.shape}] differ in size`);
  }
  return { a, b, result };
}

function checkLabels({ a, b, result }: ContractAxes): void {
  const all = [a, b, result];
  const labels = new Set(all.flat());
  const shared = [...labels].every((label) => all.filter((list) => list.includes(label)).length >= 2);
  const different = all.every((list) => new Set(list).size === list.length);
  if (shared && different) return;
  throw new GraphError(`every axis of [${a}], [${b}] and [${result}] must be in two of them, once in each`);
}

export const contract: ContractPrimitive = {
  kind: "contract",
  name: "contract",
  doc: "The sum of products over the axes that both operands have and the result has not, as in Einstein's notation.",
  type: (inputs, attributes) => {
    const axes = axesOf(inputs, attributes);
    const sizes = labelSizes(axes, inputs as readonly [TensorType, TensorType]);
    const shape = axes.result.map((label) => sizes.get(label) as number);
    return { shape, dtype: (inputs[0] as TensorType).dtype };
  },
  axes: axesOf,
  total: (g, nodes) => totalOfContractions(g, nodes, ({ inputs, attributes }) => axesOf(inputs, attributes)),
  gradient: (g, dy, inputs, _, attributes) => {
    const [x, y] = inputs as readonly [Node, Node];
    const { a, b, result } = axesOf(inputs, attributes);
    return [g.contract(dy, y, { a: result, b, result: a }), g.contract(x, dy, { a, b: result, result: b })];
  },
  samples: [
    {
      inputs: [drawn(-1, 1, 3, 4), drawn(-1, 1, 4, 5)],
      attributes: { a: [0, 1], b: [1, 2], result: [0, 2] },
    },
    {
      inputs: [drawn(-1, 1, 3, 4), drawn(-1, 1, 5, 4)],
      attributes: { a: [0, 1], b: [2, 1], result: [2, 0] },
    },
    {
      inputs: [drawn(-1, 1, 2, 3, 2, 4), drawn(-1, 1, 3, 4, 5)],
      attributes: { a: [0, 1, 2, 3], b: [1, 3, 4], result: [0, 2, 4] },
    },
    {
      inputs: [drawn(-1, 1, 2, 3, 2, 4), drawn(-1, 1, 2, 4, 3)],
      attributes: { a: [0, 1, 2, 3], b: [2, 3, 4], result: [0, 1, 2, 4] },
    },
    { inputs: [drawn(-1, 1, 3), drawn(-1, 1, 4)], attributes: { a: [0], b: [1], result: [1, 0] } },
    { inputs: [drawn(-1, 1, 7), drawn(-1, 1, 7)], attributes: { a: [0], b: [0], result: [] } },
  ],
};
