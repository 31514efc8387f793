/** The family of convolution layers: Conv1D to Conv3D share everything but the number of axes and what is said of them. */
import { divideDim, isKnown, showDim } from "../base/dim.ts";
import { size } from "../words/list-types.ts";
import { choice, integer, param } from "../words/param-types.ts";
import { checkActivation } from "./applied-activation.ts";
import { dataFormat, defineSpatialLayer } from "./data-format.ts";
import { finishSums } from "./finish-sums.ts";
import { activatedKernelParams, kernelAndBias } from "./kernel-params.ts";
import { type LayerDefinition, type LayerExample, ShapeProblem } from "./layer.ts";
import { ones, type PaddingRule, paddingFor, perAxis, placesAlong, spaceOf } from "./windows.ts";

interface ConvolutionWording {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly doc: string;
  readonly rank: 1 | 2 | 3;
  readonly examples: readonly LayerExample[];
}

/** Padding before the first step only makes sense where the axis is time: in one dimension. */
export function convolution({ name, aliases, doc, rank, examples }: ConvolutionWording): LayerDefinition {
  const rules: readonly PaddingRule[] = rank === 1 ? ["valid", "same", "causal"] : ["valid", "same"];
  return defineSpatialLayer({
    name,
    aliases,
    doc,
    params: {
      filters: param(size, "number of features computed at every place"),
      kernel_size: param(perAxis(rank), "how far the window reaches along each axis"),
      strides: param(perAxis(rank), "steps from one window to the next", ones(rank)),
      padding: param(
        choice(...rules),
        "zeros around the input: same keeps the size, valid adds none",
        "valid",
      ),
      data_format: dataFormat,
      dilation_rate: param(perAxis(rank), "steps between the elements of a window", ones(rank)),
      groups: param(integer({ min: 1 }), "parts of the channels that are taken apart", 1),
      ...activatedKernelParams,
    },
    check({ filters, groups, strides, dilation_rate }) {
      if (strides.some((stride) => stride > 1) && dilation_rate.some((rate) => rate > 1)) {
        throw new ShapeProblem("bad-option", `${name} takes strides or a dilation rate above 1, not both`, {
          param: "dilation_rate",
        });
      }
      if (divideDim(filters, groups) === undefined) {
        throw new ShapeProblem(
          "bad-option",
          `${name}: ${showDim(filters)} filters do not make ${groups} equal groups`,
          { param: "groups", label: `does not divide ${showDim(filters)}` },
        );
      }
    },
    shape(params, [x]) {
      const { space, channels } = spaceOf(name, rank, x);
      if (isKnown(channels) && channels % params.groups !== 0) {
        throw new ShapeProblem(
          "bad-option",
          `${name}: ${channels} channels do not make ${params.groups} equal groups`,
          {
            param: "groups",
            label: `does not divide ${channels}`,
          },
        );
      }
      const places = placesAlong(name, space, windowsOf(params), params.padding, "kernel_size");
      const shape = [...places, params.filters];
      checkActivation(params.activation, shape);
      return { shape, dtype: "float" };
    },
    weights(params, [x]) {
      const { channels } = spaceOf(name, rank, x);
      const own = divideDim(channels, params.groups);
      if (own === undefined) throw new Error(`${name} has no weights for ${showDim(channels)} channels`);
      const shape = [...params.kernel_size, own, params.filters];
      return kernelAndBias(params, shape, params.use_bias ? [params.filters] : undefined);
    },
    lower(context) {
      const { g, params, inputs, weights, float } = context;
      const [x] = inputs;
      if (x === undefined || weights.kernel === undefined)
        throw new Error(`${name} is lowered with its kernel`);
      const windows = windowsOf(params);
      const padding = paddingFor(x.shape.slice(1, -1), windows, params.padding);
      const options = { ...windows, ...padding, groups: params.groups };
      return finishSums(context, g.convolve(g.cast(x, float), weights.kernel, options));
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

function windowsOf({
  kernel_size,
  strides,
  dilation_rate,
}: {
  readonly kernel_size: readonly number[];
  readonly strides: readonly number[];
  readonly dilation_rate: readonly number[];
}) {
  return { sizes: kernel_size, strides, dilations: dilation_rate };
}
