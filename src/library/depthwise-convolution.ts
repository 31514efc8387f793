/** DepthwiseConv1D and 2D: every channel is convolved by itself, with kernels of its own. */
import { multiplyDims } from "../base/dim.ts";
import type { Builder, Windows } from "../tensor/builder.ts";
import type { Node } from "../tensor/node.ts";
import { instanceWithDefaults } from "../words/instance-of.ts";
import { choice, flag, integer, optional, param } from "../words/param-types.ts";
import { activationParam, checkActivation } from "./applied-activation.ts";
import { dataFormat, defineSpatialLayer } from "./data-format.ts";
import { finishSums } from "./finish-sums.ts";
import { glorotUniform } from "./initializers/glorot-uniform.ts";
import { zeros } from "./initializers/zeros.ts";
import { constraintType, initializerType, regularizerType } from "./instance-types.ts";
import type { LayerDefinition, LayerExample } from "./layer.ts";
import { weightSpec } from "./weight-spec.ts";
import { ones, type PaddingRule, paddingFor, perAxis, placesAlong, spaceOf } from "./windows.ts";

const regularizer = optional(regularizerType);
const constraint = optional(constraintType);

interface DepthwiseWording {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly doc: string;
  readonly rank: 1 | 2;
  readonly examples: readonly LayerExample[];
}

export function depthwiseConvolution({
  name,
  aliases,
  doc,
  rank,
  examples,
}: DepthwiseWording): LayerDefinition {
  return defineSpatialLayer({
    name,
    aliases,
    doc,
    params: {
      kernel_size: param(perAxis(rank), "how far the window reaches along each axis"),
      strides: param(perAxis(rank), "steps from one window to the next", ones(rank)),
      padding: param(choice("valid", "same"), "zeros around the input: same keeps the size", "valid"),
      depth_multiplier: param(integer({ min: 1 }), "features computed from each channel", 1),
      data_format: dataFormat,
      dilation_rate: param(perAxis(rank), "steps between the elements of a window", ones(rank)),
      activation: activationParam,
      use_bias: param(flag, "whether a bias is added to each feature", true),
      depthwise_initializer: param(
        initializerType,
        "how the kernel begins",
        instanceWithDefaults(glorotUniform),
      ),
      bias_initializer: param(initializerType, "how the bias begins", instanceWithDefaults(zeros)),
      depthwise_regularizer: param(regularizer, "penalty on the kernel", null),
      bias_regularizer: param(regularizer, "penalty on the bias", null),
      activity_regularizer: param(
        regularizer,
        "penalty on the outputs, divided by the number of rows in the batch",
        null,
      ),
      depthwise_constraint: param(constraint, "what the kernel is put back to after each update", null),
      bias_constraint: param(constraint, "what the bias is put back to after each update", null),
    },
    shape(params, [x]) {
      const { space, channels } = spaceOf(name, rank, x);
      const windows = {
        sizes: params.kernel_size,
        strides: params.strides,
        dilations: params.dilation_rate,
      };
      const places = placesAlong(name, space, windows, params.padding, "kernel_size");
      const shape = [...places, multiplyDims(channels, params.depth_multiplier)];
      checkActivation(params.activation, shape);
      return { shape, dtype: "float" };
    },
    weights(params, [x]) {
      const { channels } = spaceOf(name, rank, x);
      const { depth_multiplier, depthwise_initializer, depthwise_regularizer, depthwise_constraint } = params;
      const { bias_initializer, bias_regularizer, bias_constraint } = params;
      const shape = [...params.kernel_size, channels, depth_multiplier];
      const features = [multiplyDims(channels, depth_multiplier)];
      return {
        kernel: weightSpec(shape, depthwise_initializer, depthwise_regularizer, depthwise_constraint),
        ...(params.use_bias
          ? { bias: weightSpec(features, bias_initializer, bias_regularizer, bias_constraint) }
          : {}),
      };
    },
    lower(context) {
      const { g, params, inputs, weights, float } = context;
      const [x] = inputs;
      if (x === undefined || weights.kernel === undefined)
        throw new Error(`${name} is lowered with its kernel`);
      const windows = {
        sizes: params.kernel_size,
        strides: params.strides,
        dilations: params.dilation_rate,
      };
      return finishSums(
        context,
        convolveDepthwise(g, g.cast(x, float), weights.kernel, windows, params.padding),
      );
    },
    facts: () => ({
      learns: true,
      nonlinear: false,
      mixes: "window",
      separate: true,
      activationParam: "activation",
      biasParam: "use_bias",
    }),
    examples,
  });
}

/** With a kernel `[window…, channels, multiplier]`; the features of one channel stay together. */
export function convolveDepthwise(
  g: Builder,
  x: Node,
  kernel: Node,
  windows: Windows,
  rule: PaddingRule,
): Node {
  const channels = x.shape.at(-1) as number;
  const multiplier = kernel.shape.at(-1) as number;
  const padding = paddingFor(x.shape.slice(1, -1), windows, rule);
  const grouped = g.reshape(kernel, [...windows.sizes, 1, channels * multiplier]);
  return g.convolve(x, grouped, { ...windows, ...padding, groups: channels });
}
