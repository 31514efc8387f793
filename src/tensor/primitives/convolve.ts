import { integerAttribute } from "../attributes.ts";
import type { Builder, Convolution } from "../builder.ts";
import { gradientWithin } from "../gradient.ts";
import type { Attributes, Node } from "../node.ts";
import { type CompositePrimitive, GraphError } from "../primitive.ts";
import { drawn } from "../samples.ts";
import { placesOf, placingAttributes, windowAxes, withMargins } from "../sliding-windows.ts";
import { floatTypes, requireDType } from "../type-rules.ts";
import { showType, type TensorType } from "../types.ts";

interface Plan extends Convolution {
  readonly sizes: readonly number[];
  readonly places: readonly number[];
  /** Channels and filters of one group. */
  readonly channels: number;
  readonly filters: number;
}

function planOf(inputs: readonly TensorType[], attributes: Attributes): Plan {
  const [x, kernel] = inputs;
  if (x === undefined || kernel === undefined || inputs.length > 2) {
    throw new GraphError(`takes 2 inputs, not ${inputs.length}`);
  }
  requireDType(x, floatTypes);
  const rank = x.shape.length - 2;
  const placing = placingAttributes(attributes, rank);
  const groups = integerAttribute(attributes, "groups");
  const [channels = 0, filters = 0] = kernel.shape.slice(-2);
  const fits =
    rank >= 1 &&
    kernel.shape.length === rank + 2 &&
    x.dtype === kernel.dtype &&
    x.shape.at(-1) === channels * groups &&
    filters % groups === 0;
  if (!fits) throw new GraphError(`${showType(x)} has no kernel ${showType(kernel)} in ${groups} groups`);
  const sizes = kernel.shape.slice(0, rank);
  const { before, after, strides, dilations } = placing;
  const places = sizes.map((size, i) =>
    placesOf(
      (x.shape[i + 1] as number) + (before[i] as number) + (after[i] as number),
      size,
      strides[i] as number,
      dilations[i] as number,
    ),
  );
  return { ...placing, groups, sizes, places, channels, filters: filters / groups };
}

function expand(g: Builder, [x, kernel]: readonly [Node, Node], plan: Plan): Node {
  const { sizes, places, groups, channels, filters } = plan;
  const rank = sizes.length;
  const windows = g.windows(withMargins(g, x, plan, 0), plan);
  const around = [x.shape[0] as number, ...places];
  const labels = { outer: around.map((_, i) => i), window: windowAxes(rank) };
  const [channel, filter, group] = [2 * rank + 1, 2 * rank + 2, 2 * rank + 3];
  if (groups === 1) {
    return g.contract(windows, kernel, {
      a: [...labels.outer, ...labels.window, channel],
      b: [...labels.window, channel, filter],
      result: [...labels.outer, filter],
    });
  }
  const result = [...around, groups * filters];
  if (channels === 1) {
    // A sum over one channel at a time: nothing to contract, and lanes run along the channels.
    const each = g.reshape(windows, [...around, ...sizes, groups, 1]);
    const products = g.mul(each, g.reshape(kernel, [...sizes, groups, filters]));
    return g.reshape(g.sum(products, labels.window), result);
  }
  const grouped = g.contract(
    g.reshape(windows, [...around, ...sizes, groups, channels]),
    g.reshape(kernel, [...sizes, channels, groups, filters]),
    {
      a: [...labels.outer, ...labels.window, group, channel],
      b: [...labels.window, channel, group, filter],
      result: [...labels.outer, group, filter],
    },
  );
  return g.reshape(grouped, result);
}

/** The kernel of the convolution back: windows reversed, channels and filters of every group exchanged. */
function kernelBack(g: Builder, kernel: Node, { sizes, groups, channels, filters }: Plan): Node {
  const rank = sizes.length;
  const reversed = g.slice(
    kernel,
    kernel.shape.map((size, axis) => (axis < rank ? size - 1 : 0)),
    kernel.shape,
    kernel.shape.map((_, axis) => (axis < rank ? -1 : 1)),
  );
  const grouped = g.reshape(reversed, [...sizes, channels, groups, filters]);
  const window = sizes.map((_, axis) => axis);
  const exchanged = g.transpose(grouped, [...window, rank + 2, rank + 1, rank]);
  return g.reshape(exchanged, [...sizes, filters, groups * channels]);
}

export const convolve: CompositePrimitive = {
  kind: "composite",
  name: "convolve",
  doc: "Convolution over one or more axes of space, channels last, in groups; the kernel is not turned around, as in Keras.",
  type: (inputs, attributes) => {
    const { places, groups, filters } = planOf(inputs, attributes);
    const { shape, dtype } = inputs[0] as TensorType;
    return { shape: [shape[0] as number, ...places, groups * filters], dtype };
  },
  expand: (g, inputs, attributes) => expand(g, inputs as [Node, Node], planOf(inputs, attributes)),
  gradient: (g, dy, inputs, _, attributes) => {
    const [x, kernel] = inputs as [Node, Node];
    const plan = planOf(inputs, attributes);
    const [dx, dKernel] = gradientWithin(g, expand(g, [x, kernel], plan), [x, kernel], dy);
    if (plan.strides.some((stride) => stride > 1)) return [dx, dKernel];
    // Without strides it is a convolution again, which needs no room for windows.
    const { sizes, dilations, before, after } = plan;
    const reach = sizes.map((size, i) => (size - 1) * (dilations[i] as number));
    const back = {
      ...plan,
      before: reach.map((margin, i) => margin - (before[i] as number)),
      after: reach.map((margin, i) => margin - (after[i] as number)),
    };
    return [g.convolve(dy, kernelBack(g, kernel, plan), back), dKernel];
  },
  samples: [
    {
      inputs: [drawn(-1, 1, 2, 4, 5, 3), drawn(-1, 1, 2, 3, 3, 2)],
      attributes: { strides: [1, 1], dilations: [1, 1], before: [0, 1], after: [1, 1], groups: 1 },
    },
    {
      inputs: [drawn(-1, 1, 1, 6, 5, 4), drawn(-1, 1, 3, 2, 2, 6)],
      attributes: { strides: [2, 3], dilations: [1, 1], before: [1, 0], after: [0, 1], groups: 2 },
    },
    {
      inputs: [drawn(-1, 1, 2, 7, 4), drawn(-1, 1, 3, 1, 8)],
      attributes: { strides: [1], dilations: [2], before: [4], after: [0], groups: 4 },
    },
    {
      inputs: [drawn(-1, 1, 1, 3, 3, 2, 2), drawn(-1, 1, 2, 1, 2, 2, 3)],
      attributes: {
        strides: [1, 1, 1],
        dilations: [1, 1, 1],
        before: [0, 0, 0],
        after: [0, 0, 0],
        groups: 1,
      },
    },
    {
      inputs: [drawn(-1, 1, 2, 8, 1), drawn(-1, 1, 2, 1, 1)],
      attributes: { strides: [2], dilations: [3], before: [-1], after: [0], groups: 1 },
    },
  ],
};
