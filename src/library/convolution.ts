/** The family of convolution layers: Conv1D to Conv3D share everything but the number of axes and what is said of them. */
import { divideDim, isKnown, showDim } from "../base/dim.ts";
import { instanceWithDefaults } from "../words/instance-of.ts";
import { size } from "../words/list-types.ts";
import { choice, flag, integer, keywordOnly, optional, param } from "../words/param-types.ts";
import { activationParam, checkActivation } from "./applied-activation.ts";
import { finishSums } from "./finish-sums.ts";
import { glorotUniform } from "./initializers/glorot-uniform.ts";
import { zeros } from "./initializers/zeros.ts";
import { constraintType, initializerType, regularizerType } from "./instance-types.ts";
import { defineLayer, type LayerDefinition, type LayerExample, ShapeProblem } from "./layer.ts";
import { weightSpec } from "./weight-spec.ts";
import {
  dataFormatLeftOut,
  ones,
  type PaddingRule,
  paddingFor,
  perAxis,
  placesAlong,
  spaceOf,
} from "./windows.ts";

const regularizer = optional(regularizerType);
const constraint = optional(constraintType);

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
  return defineLayer({
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
      dilation_rate: keywordOnly(param(perAxis(rank), "steps between the elements of a window", ones(rank))),
      groups: keywordOnly(param(integer({ min: 1 }), "parts of the channels that are taken apart", 1)),
      activation: keywordOnly(activationParam),
      use_bias: keywordOnly(param(flag, "whether a bias is added to each filter", true)),
      kernel_initializer: keywordOnly(
        param(initializerType, "how the kernel begins", instanceWithDefaults(glorotUniform)),
      ),
      bias_initializer: keywordOnly(
        param(initializerType, "how the bias begins", instanceWithDefaults(zeros)),
      ),
      kernel_regularizer: keywordOnly(param(regularizer, "penalty on the kernel", null)),
      bias_regularizer: keywordOnly(param(regularizer, "penalty on the bias", null)),
      activity_regularizer: keywordOnly(
        param(regularizer, "penalty on the outputs, divided by the number of rows in the batch", null),
      ),
      kernel_constraint: keywordOnly(
        param(constraint, "what the kernel is put back to after each update", null),
      ),
      bias_constraint: keywordOnly(param(constraint, "what the bias is put back to after each update", null)),
    },
    leftOut: dataFormatLeftOut,
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
      const { filters, kernel_initializer, kernel_regularizer, kernel_constraint } = params;
      const { bias_initializer, bias_regularizer, bias_constraint } = params;
      const shape = [...params.kernel_size, own, filters];
      return {
        kernel: weightSpec(shape, kernel_initializer, kernel_regularizer, kernel_constraint),
        ...(params.use_bias
          ? { bias: weightSpec([filters], bias_initializer, bias_regularizer, bias_constraint) }
          : {}),
      };
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
    facts: () => ({ learns: true, nonlinear: false, mixes: "window", activationParam: "activation" }),
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
