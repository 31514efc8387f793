/** SeparableConv1D and 2D: every channel convolved by itself, then features mixed place by place. */
import { multiplyDims } from "../base/dim.ts";
import { instanceWithDefaults } from "../words/instance-of.ts";
import { size } from "../words/list-types.ts";
import { choice, flag, integer, optional, param } from "../words/param-types.ts";
import { activationParam, checkActivation } from "./applied-activation.ts";
import { dataFormat, defineSpatialLayer } from "./data-format.ts";
import { convolveDepthwise } from "./depthwise-convolution.ts";
import { finishSums } from "./finish-sums.ts";
import { glorotUniform } from "./initializers/glorot-uniform.ts";
import { zeros } from "./initializers/zeros.ts";
import { constraintType, initializerType, regularizerType } from "./instance-types.ts";
import type { LayerDefinition, LayerExample } from "./layer.ts";
import { weightSpec } from "./weight-spec.ts";
import { ones, perAxis, placesAlong, spaceOf } from "./windows.ts";

const regularizer = optional(regularizerType);
const constraint = optional(constraintType);
const glorot = instanceWithDefaults(glorotUniform);

interface SeparableWording {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly doc: string;
  readonly rank: 1 | 2;
  readonly examples: readonly LayerExample[];
}

export function separableConvolution({
  name,
  aliases,
  doc,
  rank,
  examples,
}: SeparableWording): LayerDefinition {
  return defineSpatialLayer({
    name,
    aliases,
    doc,
    params: {
      filters: param(size, "number of features computed at every place"),
      kernel_size: param(perAxis(rank), "how far the window reaches along each axis"),
      strides: param(perAxis(rank), "steps from one window to the next", ones(rank)),
      padding: param(choice("valid", "same"), "zeros around the input: same keeps the size", "valid"),
      data_format: dataFormat,
      dilation_rate: param(perAxis(rank), "steps between the elements of a window", ones(rank)),
      depth_multiplier: param(integer({ min: 1 }), "features between, from each channel", 1),
      activation: activationParam,
      use_bias: param(flag, "whether a bias is added to each filter", true),
      depthwise_initializer: param(initializerType, "how the kernel of windows begins", glorot),
      pointwise_initializer: param(initializerType, "how the mixing kernel begins", glorot),
      bias_initializer: param(initializerType, "how the bias begins", instanceWithDefaults(zeros)),
      depthwise_regularizer: param(regularizer, "penalty on the kernel of windows", null),
      pointwise_regularizer: param(regularizer, "penalty on the mixing kernel", null),
      bias_regularizer: param(regularizer, "penalty on the bias", null),
      activity_regularizer: param(
        regularizer,
        "penalty on the outputs, divided by the number of rows in the batch",
        null,
      ),
      depthwise_constraint: param(
        constraint,
        "what the kernel of windows is put back to after each update",
        null,
      ),
      pointwise_constraint: param(
        constraint,
        "what the mixing kernel is put back to after each update",
        null,
      ),
      bias_constraint: param(constraint, "what the bias is put back to after each update", null),
    },
    shape(params, [x]) {
      const { space } = spaceOf(name, rank, x);
      const windows = {
        sizes: params.kernel_size,
        strides: params.strides,
        dilations: params.dilation_rate,
      };
      const shape = [...placesAlong(name, space, windows, params.padding, "kernel_size"), params.filters];
      checkActivation(params.activation, shape);
      return { shape, dtype: "float" };
    },
    weights(params, [x]) {
      const { channels } = spaceOf(name, rank, x);
      const { filters, kernel_size, depth_multiplier } = params;
      const { bias_initializer, bias_regularizer, bias_constraint } = params;
      return {
        depthwise_kernel: weightSpec(
          [...kernel_size, channels, depth_multiplier],
          params.depthwise_initializer,
          params.depthwise_regularizer,
          params.depthwise_constraint,
        ),
        pointwise_kernel: weightSpec(
          [...ones(rank), multiplyDims(channels, depth_multiplier), filters],
          params.pointwise_initializer,
          params.pointwise_regularizer,
          params.pointwise_constraint,
        ),
        ...(params.use_bias
          ? { bias: weightSpec([filters], bias_initializer, bias_regularizer, bias_constraint) }
          : {}),
      };
    },
    lower(context) {
      const { g, params, inputs, weights, float } = context;
      const [x] = inputs;
      const { depthwise_kernel: depthwise, pointwise_kernel: pointwise } = weights;
      if (x === undefined || depthwise === undefined || pointwise === undefined) {
        throw new Error(`${name} is lowered with its kernels`);
      }
      const windows = {
        sizes: params.kernel_size,
        strides: params.strides,
        dilations: params.dilation_rate,
      };
      const features = convolveDepthwise(g, g.cast(x, float), depthwise, windows, params.padding);
      const none = new Array<number>(rank).fill(0);
      const once = { strides: ones(rank), dilations: ones(rank), before: none, after: none, groups: 1 };
      return finishSums(context, g.convolve(features, pointwise, once));
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
