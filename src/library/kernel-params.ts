/** What layers with one kernel and a bias have in common, in Keras' order: arguments, and the weights that follow from them. */
import type { Shape } from "../base/dim.ts";
import { instanceWithDefaults } from "../words/instance-of.ts";
import type { ParamsOf } from "../words/param.ts";
import { flag, optional, param } from "../words/param-types.ts";
import { activationParam } from "./applied-activation.ts";
import { glorotUniform } from "./initializers/glorot-uniform.ts";
import { zeros } from "./initializers/zeros.ts";
import { constraintType, initializerType, regularizerType } from "./instance-types.ts";
import type { WeightSpec } from "./layer.ts";
import { weightSpec } from "./weight-spec.ts";

const regularizer = optional(regularizerType);
const constraint = optional(constraintType);

const activityRegularizer = param(
  regularizer,
  "penalty on the outputs, divided by the number of rows in the batch",
  null,
);

/** How kernel and bias begin, what is asked of them, and what of the result. */
export const kernelParams = {
  kernel_initializer: param(initializerType, "how the kernel begins", instanceWithDefaults(glorotUniform)),
  bias_initializer: param(initializerType, "how the bias begins", instanceWithDefaults(zeros)),
  kernel_regularizer: param(regularizer, "penalty on the kernel", null),
  bias_regularizer: param(regularizer, "penalty on the bias", null),
  activity_regularizer: activityRegularizer,
  kernel_constraint: param(constraint, "what the kernel is put back to after each update", null),
  bias_constraint: param(constraint, "what the bias is put back to after each update", null),
};

/** The same, after an activation and the question whether there is a bias at all. */
export const activatedKernelParams = {
  activation: activationParam,
  use_bias: param(flag, "whether a bias is added to each output", true),
  ...kernelParams,
};

type KernelParams = Omit<ParamsOf<typeof kernelParams>, "activity_regularizer">;

/** `kernel`, and `bias` where it has a shape. */
export function kernelAndBias(
  params: KernelParams,
  kernel: Shape,
  bias: Shape | undefined,
): Record<string, WeightSpec> {
  const { kernel_initializer, kernel_regularizer, kernel_constraint } = params;
  const { bias_initializer, bias_regularizer, bias_constraint } = params;
  return {
    kernel: weightSpec(kernel, kernel_initializer, kernel_regularizer, kernel_constraint),
    ...(bias === undefined
      ? {}
      : { bias: weightSpec(bias, bias_initializer, bias_regularizer, bias_constraint) }),
  };
}
