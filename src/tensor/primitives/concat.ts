import { axisAttribute } from "../attributes.ts";
import type { Attributes } from "../node.ts";
import { GraphError, type ViewPrimitive } from "../primitive.ts";
import { drawn } from "../samples.ts";
import { showType, type TensorType } from "../types.ts";

interface Joint {
  readonly axis: number;
  /** Where each input begins along the axis, and at the end where the last one ends. */
  readonly starts: readonly number[];
}

function jointOf(inputs: readonly TensorType[], attributes: Attributes): Joint {
  const [first] = inputs;
  if (first === undefined) throw new GraphError("takes at least 1 input");
  const axis = axisAttribute(attributes, first.shape.length);
  const starts = [0];
  for (const { shape, dtype } of inputs) {
    const fits =
      dtype === first.dtype &&
      shape.length === first.shape.length &&
      shape.every((size, other) => other === axis || size === first.shape[other]);
    if (!fits)
      throw new GraphError(`inputs do not fit along axis ${axis}: ${inputs.map(showType).join(", ")}`);
    starts.push((starts.at(-1) as number) + (shape[axis] as number));
  }
  return { axis, starts };
}

export const concat: ViewPrimitive = {
  kind: "view",
  name: "concat",
  doc: "The inputs one after another along an axis.",
  type: (inputs, attributes) => {
    const { axis, starts } = jointOf(inputs, attributes);
    const { shape, dtype } = inputs[0] as TensorType;
    return { shape: shape.with(axis, starts.at(-1) as number), dtype };
  },
  maps: (inputs, attributes) => {
    const joint = jointOf(inputs, attributes);
    return inputs.map(({ shape }, part) =>
      shape.map((_, axis) => ({
        axis,
        factor: 1,
        offset: axis === joint.axis ? 0 - (joint.starts[part] as number) : 0,
      })),
    );
  },
  gradient: (g, dy, inputs, _, attributes) => {
    const { axis, starts } = jointOf(inputs, attributes);
    return inputs.map(({ shape }, part) =>
      g.slice(dy, new Array<number>(shape.length).fill(0).with(axis, starts[part] as number), shape),
    );
  },
  samples: [
    { inputs: [drawn(-1, 1, 3, 5), drawn(-1, 1, 3, 2)], attributes: { axis: 1 } },
    { inputs: [drawn(-1, 1, 1, 4), drawn(-1, 1, 2, 4), drawn(-1, 1, 3, 4)], attributes: { axis: 0 } },
    { inputs: [drawn(-1, 1, 2, 1, 3), drawn(-1, 1, 2, 4, 3)], attributes: { axis: 1 } },
    { inputs: [drawn(-1, 1, 4)], attributes: { axis: 0 } },
    { inputs: [drawn(-9, 9, 2), drawn(-9, 9, 3)], attributes: { axis: 0 }, dtypes: ["i32"] },
  ],
};
