import { flagAttribute } from "../attributes.ts";
import type { Attributes, Node } from "../node.ts";
import { type ContractAxes, type ContractPrimitive, GraphError } from "../primitive.ts";
import { drawn } from "../samples.ts";
import { totalOfContractions } from "../total.ts";
import { floatTypes, requireDType } from "../type-rules.ts";
import { sameShape, showType, type TensorType } from "../types.ts";

interface Plan {
  readonly batch: readonly number[];
  readonly m: number;
  readonly n: number;
  readonly k: number;
  readonly transposeA: boolean;
  readonly transposeB: boolean;
}

function planOf(inputs: readonly TensorType[], attributes: Attributes): Plan {
  const [a, b] = inputs;
  if (a === undefined || b === undefined || inputs.length > 2) {
    throw new GraphError(`takes 2 inputs, not ${inputs.length}`);
  }
  requireDType(a, floatTypes);
  const transposeA = flagAttribute(attributes, "transposeA");
  const transposeB = flagAttribute(attributes, "transposeB");
  const [m, kA] = lastTwo(a, transposeA);
  const [kB, n] = lastTwo(b, transposeB);
  const batch = a.shape.slice(0, -2);
  if (a.dtype !== b.dtype || kA !== kB || !sameShape(batch, b.shape.slice(0, -2))) {
    const how = `${transposeA ? " (transposed)" : ""} and ${showType(b)}${transposeB ? " (transposed)" : ""}`;
    throw new GraphError(`cannot multiply ${showType(a)}${how}`);
  }
  return { batch, m, n, k: kA, transposeA, transposeB };
}

function lastTwo({ shape }: TensorType, transposed: boolean): readonly [number, number] {
  const [rows, columns] = shape.slice(-2);
  if (rows === undefined || columns === undefined) {
    throw new GraphError(`multiplies matrices, not a shape of [${shape}]`);
  }
  return transposed ? [columns, rows] : [rows, columns];
}

/** Batch axes are labelled by their places, then come m, n and k. */
function axesOf(inputs: readonly TensorType[], attributes: Attributes): ContractAxes {
  const { batch, transposeA, transposeB } = planOf(inputs, attributes);
  const leading = batch.map((_, axis) => axis);
  const [m, n, k] = [batch.length, batch.length + 1, batch.length + 2];
  return {
    a: [...leading, ...(transposeA ? [k, m] : [m, k])],
    b: [...leading, ...(transposeB ? [n, k] : [k, n])],
    result: [...leading, m, n],
  };
}

export const matmul: ContractPrimitive = {
  kind: "contract",
  name: "matmul",
  doc: "The matrix product, one for each index of the leading axes; either operand may be read transposed.",
  type: (inputs, attributes) => {
    const { batch, m, n } = planOf(inputs, attributes);
    return { shape: [...batch, m, n], dtype: (inputs[0] as TensorType).dtype };
  },
  gradient: (g, dy, inputs, _, attributes) => {
    const [a, b] = inputs as readonly [Node, Node];
    const { transposeA, transposeB } = planOf(inputs, attributes);
    return [
      transposeA
        ? g.matmul(b, dy, { transposeA: transposeB, transposeB: true })
        : g.matmul(dy, b, { transposeB: !transposeB }),
      transposeB
        ? g.matmul(dy, a, { transposeA: true, transposeB: transposeA })
        : g.matmul(a, dy, { transposeA: !transposeA }),
    ];
  },
  axes: axesOf,
  total: (g, nodes) => totalOfContractions(g, nodes, ({ inputs, attributes }) => axesOf(inputs, attributes)),
  samples: [
    { inputs: [drawn(-1, 1, 3, 4), drawn(-1, 1, 4, 5)], attributes: {} },
    { inputs: [drawn(-1, 1, 4, 3), drawn(-1, 1, 4, 5)], attributes: { transposeA: true } },
    { inputs: [drawn(-1, 1, 3, 4), drawn(-1, 1, 5, 4)], attributes: { transposeB: true } },
    { inputs: [drawn(-1, 1, 4, 3), drawn(-1, 1, 5, 4)], attributes: { transposeA: true, transposeB: true } },
    { inputs: [drawn(-1, 1, 2, 3, 2, 4), drawn(-1, 1, 2, 3, 4, 3)], attributes: {} },
    { inputs: [drawn(-1, 1, 1, 1), drawn(-1, 1, 1, 1)], attributes: {} },
    { inputs: [drawn(-1, 1, 1, 300), drawn(-1, 1, 300, 1)], attributes: {}, kinked: true },
    { inputs: [drawn(-1, 1, 33, 19), drawn(-1, 1, 19, 35)], attributes: {}, kinked: true },
  ],
};
