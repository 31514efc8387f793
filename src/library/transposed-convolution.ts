/**
 * The family of transposed convolutions: each element lays its kernel, times itself, over the result, and what overlaps adds
 * up. It is the map back of a convolution with these strides, and makes space larger where that makes it smaller.
 */
import { addDims, type Dim, type Shape, scaleDim } from "../base/dim.ts";
import type { Builder } from "../tensor/builder.ts";
import type { Node } from "../tensor/node.ts";
import { integers, size } from "../words/list-types.ts";
import { choice, optional, param } from "../words/param-types.ts";
import { checkActivation } from "./applied-activation.ts";
import { dataFormat, defineSpatialLayer } from "./data-format.ts";
import { finishSums } from "./finish-sums.ts";
import { activatedKernelParams, kernelAndBias } from "./kernel-params.ts";
import { type LayerDefinition, type LayerExample, ShapeProblem } from "./layer.ts";
import { ones, perAxis, spaceOf } from "./windows.ts";

interface TransposedWording {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly doc: string;
  readonly rank: 1 | 2 | 3;
  readonly examples: readonly LayerExample[];
}

interface Placing {
  readonly kernel_size: readonly number[];
  readonly strides: readonly number[];
  readonly dilation_rate: readonly number[];
  readonly padding: "valid" | "same";
  readonly output_padding: readonly number[] | null;
}

export function transposedConvolution({
  name,
  aliases,
  doc,
  rank,
  examples,
}: TransposedWording): LayerDefinition {
  const output_padding = param(
    optional(integers(rank, { min: 0 })),
    "places added at the end of each axis, fewer than the strides; none as many as padding asks for",
    null,
  );
  return defineSpatialLayer({
    name,
    aliases,
    doc,
    params: {
      filters: param(size, "number of features computed at every place"),
      kernel_size: param(perAxis(rank), "how far each element reaches along each axis"),
      strides: param(perAxis(rank), "steps in the result from one element to the next", ones(rank)),
      padding: param(
        choice("valid", "same"),
        "same makes space as large as before, times the strides; valid keeps all that kernels reach",
        "valid",
      ),
      // Keras has the two in the other order in three dimensions.
      ...(rank === 3
        ? { data_format: dataFormat, output_padding }
        : { output_padding, data_format: dataFormat }),
      dilation_rate: param(perAxis(rank), "steps between the elements of a kernel", ones(rank)),
      ...activatedKernelParams,
    },
    check({ strides, dilation_rate, output_padding: added }) {
      if (strides.some((stride) => stride > 1) && dilation_rate.some((rate) => rate > 1)) {
        throw new ShapeProblem("bad-option", `${name} takes strides or a dilation rate above 1, not both`, {
          param: "dilation_rate",
        });
      }
      if (added?.some((places, i) => places >= (strides[i] as number))) {
        throw new ShapeProblem("bad-option", `${name}: output_padding must be smaller than the strides`, {
          param: "output_padding",
          label: `not below ${strides.join(", ")}`,
        });
      }
    },
    shape(params, [x]) {
      const { space } = spaceOf(name, rank, x);
      const shape = [...space.map((dim, i) => lengthAlong(dim, params, i)), params.filters];
      checkActivation(params.activation, shape);
      return { shape, dtype: "float" };
    },
    weights(params, [x]) {
      const { channels } = spaceOf(name, rank, x);
      const shape: Shape = [...params.kernel_size, params.filters, channels];
      return kernelAndBias(params, shape, params.use_bias ? [params.filters] : undefined);
    },
    lower(context) {
      const { g, params, inputs, weights, float } = context;
      const [x] = inputs;
      if (x === undefined || weights.kernel === undefined)
        throw new Error(`${name} is lowered with its kernel`);
      return finishSums(context, convolveBack(g, g.cast(x, float), weights.kernel, params));
    },
    facts: () => ({
      learns: true,
      nonlinear: false,
      mixes: "window",
      activationParam: "activation",
      biasParam: "use_bias",
    }),
    examples,
  });
}

interface Along {
  readonly size: number;
  readonly stride: number;
  readonly dilation: number;
  /** From the first element of a kernel to behind its last. */
  readonly reach: number;
}

function along({ kernel_size, strides, dilation_rate }: Placing, axis: number): Along {
  const [size = 1, stride = 1, dilation = 1] = [kernel_size[axis], strides[axis], dilation_rate[axis]];
  return { size, stride, dilation, reach: dilation * (size - 1) + 1 };
}

/** Keras' rule for the places of the result. */
function lengthAlong(length: Dim, params: Placing, axis: number): Dim {
  const { stride, reach } = along(params, axis);
  const added = params.output_padding?.[axis];
  const between = scaleDim(addDims(length, -1), stride);
  if (params.padding === "valid") return addDims(between, reach + (added ?? Math.max(stride - reach, 0)));
  return added === undefined ? scaleDim(length, stride) : addDims(between, (reach % 2) + added);
}

/** Keras' rule for how many places at the beginning, of all that kernels reach, are not in the result. */
function cutAlong(params: Placing, axis: number): number {
  if (params.padding === "valid") return 0;
  const { stride, reach } = along(params, axis);
  const added = params.output_padding?.[axis];
  const margins = added === undefined ? stride + reach - 2 : reach + (reach % 2) - 2 + added;
  return reach - 1 - Math.min(Math.ceil(margins / 2), reach - 1);
}

/**
 * With a kernel `[window…, filters, channels]`. The places of the result that have one rest by the strides get their sums from
 * the same elements, so all rests are computed by one convolution with that many times the filters, whose results are then laid
 * side by side: nothing is multiplied by 0 but the end of a kernel that the strides do not divide.
 */
function convolveBack(g: Builder, x: Node, kernel: Node, params: Placing): Node {
  const lengths = x.shape.slice(1, -1);
  const filters = kernel.shape.at(-2) as number;
  const plans = lengths.map((length, axis) => {
    const { size, stride, dilation } = along(params, axis);
    const cut = cutAlong(params, axis);
    const places = lengthAlong(length, params, axis) as number;
    const taps = Math.ceil(size / stride);
    const first = Math.floor(cut / stride);
    const steps = Math.ceil((cut + places) / stride) - first;
    const before = (taps - 1) * dilation - first;
    return { size, stride, dilation, cut: cut - first * stride, places, taps, steps, before };
  });
  const rests = plans.map(({ stride }) => stride);
  const sums = g.convolve(x, kernelBack(g, kernel, plans), {
    strides: rests.map(() => 1),
    dilations: plans.map(({ dilation }) => dilation),
    before: plans.map(({ before }) => before),
    after: plans.map(({ taps, dilation, steps, before }, i) => {
      return steps + (taps - 1) * dilation - before - (lengths[i] as number);
    }),
    groups: 1,
  });
  const steps = plans.map(({ steps }) => steps);
  const [batch = 1] = x.shape;
  const apart = g.reshape(sums, [batch, ...steps, ...rests, filters]);
  const rank = rests.length;
  const order = rests.flatMap((_, i) => [1 + i, 1 + rank + i]);
  const beside = g.transpose(apart, [0, ...order, 1 + 2 * rank]);
  const wide = steps.map((count, i) => count * (rests[i] as number));
  const all = g.reshape(beside, [batch, ...wide, filters]);
  const start = plans.map(({ cut }) => cut);
  const size = plans.map(({ places }) => places);
  return g.slice(all, [0, ...start, 0], [batch, ...size, filters]);
}

interface Taps {
  readonly size: number;
  readonly stride: number;
  readonly taps: number;
}

/** `[window…, filters, channels]` as `[taps…, channels, rests… * filters]`, the taps turned around. */
function kernelBack(g: Builder, kernel: Node, plans: readonly Taps[]): Node {
  const rank = plans.length;
  const [filters, channels] = kernel.shape.slice(-2) as [number, number];
  const ends = plans.map(({ size, stride, taps }) => taps * stride - size);
  const none = kernel.shape.map(() => 0);
  const whole = ends.some((end) => end > 0) ? g.pad(kernel, none, [...ends, 0, 0]) : kernel;
  const pairs = plans.flatMap(({ stride, taps }) => [taps, stride]);
  const apart = g.reshape(whole, [...pairs, filters, channels]);
  const order = [...plans.map((_, i) => 2 * i), 2 * rank + 1, ...plans.map((_, i) => 2 * i + 1), 2 * rank];
  const sorted = g.transpose(apart, order);
  const taps = plans.map(({ taps: count }) => count);
  const turned = g.slice(
    sorted,
    sorted.shape.map((_, axis) => (axis < rank ? (taps[axis] as number) - 1 : 0)),
    sorted.shape,
    sorted.shape.map((_, axis) => (axis < rank ? -1 : 1)),
  );
  const rests = plans.reduce((product, { stride }) => product * stride, 1);
  return g.reshape(turned, [...taps, channels, rests * filters]);
}
