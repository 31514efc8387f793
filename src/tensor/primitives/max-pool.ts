import { integersAttribute } from "../attributes.ts";
import type { Builder, Pooling } from "../builder.ts";
import { gradientWithin } from "../gradient.ts";
import type { Attributes, Node } from "../node.ts";
import { type CompositePrimitive, GraphError } from "../primitive.ts";
import { drawn } from "../samples.ts";
import { placesOf, placingAttributes, windowAxes, withMargins } from "../sliding-windows.ts";
import { floatTypes, onlyInput, requireDType } from "../type-rules.ts";
import { sizeOf, type TensorType } from "../types.ts";

function planOf(inputs: readonly TensorType[], attributes: Attributes): Pooling & { places: number[] } {
  const x = onlyInput(inputs);
  requireDType(x, floatTypes);
  const rank = x.shape.length - 2;
  if (rank < 1) throw new GraphError(`pools axes between the first and the last, which [${x.shape}] has not`);
  const sizes = integersAttribute(attributes, "sizes", rank);
  const placing = placingAttributes(attributes, rank);
  const { before, after, strides, dilations } = placing;
  const places = sizes.map((size, i) =>
    placesOf(
      (x.shape[i + 1] as number) + (before[i] as number) + (after[i] as number),
      size,
      strides[i] as number,
      dilations[i] as number,
    ),
  );
  return { ...placing, sizes, places };
}

function windowsOf(g: Builder, x: Node, plan: Pooling): Node {
  return g.windows(withMargins(g, x, plan, Number.NEGATIVE_INFINITY), plan);
}

export const maxPool: CompositePrimitive = {
  kind: "composite",
  name: "max-pool",
  doc: "The largest element of every window, channel by channel. Of elements that tie, the first has the gradient.",
  type: (inputs, attributes) => {
    const { places } = planOf(inputs, attributes);
    const { shape, dtype } = onlyInput(inputs);
    return { shape: [shape[0] as number, ...places, shape.at(-1) as number], dtype };
  },
  expand: (g, inputs, attributes) => {
    const plan = planOf(inputs, attributes);
    return g.reduceMax(windowsOf(g, inputs[0] as Node, plan), windowAxes(plan.sizes.length));
  },
  gradient: (g, dy, inputs, y, attributes) => {
    const [x] = inputs as [Node];
    const plan = planOf(inputs, attributes);
    const { sizes, places } = plan;
    const windows = windowsOf(g, x, plan);
    const single = [x.shape[0] as number, ...places, ...sizes.map(() => 1), x.shape.at(-1) as number];
    const count = sizeOf(sizes);
    const number = g.reshape(g.iota([count], 0, x.dtype), [...sizes, 1]);
    const isLargest = g.equal(windows, g.reshape(y, single));
    const first = g.reduceMin(g.where(isLargest, number, count), windowAxes(sizes.length), true);
    const dWindows = g.where(g.equal(number, first), g.reshape(dy, single), 0);
    return gradientWithin(g, windows, [x], dWindows);
  },
  samples: [
    {
      inputs: [drawn(-1, 1, 2, 4, 6, 3)],
      attributes: { sizes: [2, 2], strides: [2, 2], dilations: [1, 1], before: [0, 0], after: [0, 0] },
    },
    {
      inputs: [drawn(-1, 1, 1, 5, 7, 2)],
      attributes: { sizes: [3, 2], strides: [2, 1], dilations: [1, 1], before: [1, 0], after: [1, 1] },
    },
    {
      inputs: [drawn(-1, 1, 2, 7, 5)],
      attributes: { sizes: [3], strides: [3], dilations: [1], before: [0], after: [0] },
    },
    {
      inputs: [drawn(-1, 1, 1, 9, 1)],
      attributes: { sizes: [2], strides: [1], dilations: [3], before: [0], after: [0] },
    },
    {
      inputs: [{ shape: [1, 4, 1], values: [2, 2, -1, 2] }],
      attributes: { sizes: [2], strides: [1], dilations: [1], before: [0], after: [0] },
      kinked: true,
    },
  ],
};
