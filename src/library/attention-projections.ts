/** The projections of attention with heads: arguments, weights and sums of each. */
import type { Shape } from "../base/dim.ts";
import type { Builder } from "../tensor/builder.ts";
import type { Node } from "../tensor/node.ts";
import { sizeOf } from "../tensor/types.ts";
import { instanceWithDefaults } from "../words/instance-of.ts";
import type { ParamsOf } from "../words/param.ts";
import { keywordOnly, optional, param } from "../words/param-types.ts";
import { glorotUniform } from "./initializers/glorot-uniform.ts";
import { zeros } from "./initializers/zeros.ts";
import { constraintType, initializerType, regularizerType } from "./instance-types.ts";
import { kernelAndBias } from "./kernel-params.ts";
import type { WeightSpec } from "./layer.ts";
import { withFanAxes } from "./variance-scaling.ts";
import { weightedSum } from "./weighted-sum.ts";

const regularizer = optional(regularizerType);
const constraint = optional(constraintType);

export const projectionParams = {
  kernel_initializer: keywordOnly(
    param(initializerType, "how the kernels begin", instanceWithDefaults(glorotUniform)),
  ),
  bias_initializer: keywordOnly(param(initializerType, "how the biases begin", instanceWithDefaults(zeros))),
  kernel_regularizer: keywordOnly(param(regularizer, "penalty on the kernels", null)),
  bias_regularizer: keywordOnly(param(regularizer, "penalty on the biases", null)),
  kernel_constraint: keywordOnly(
    param(constraint, "what the kernels are put back to after each update", null),
  ),
  bias_constraint: keywordOnly(param(constraint, "what the biases are put back to after each update", null)),
};

/** Weights of a projection by its name, from some axes of features to others: `query/kernel`, `query/bias`. */
export function projectionWeights(params: ParamsOf<typeof projectionParams>, useBias: boolean) {
  return (name: string, from: Shape, to: Shape): Record<string, WeightSpec> => {
    const inputAxes = from.map((_, axis) => axis);
    const outputAxes = to.map((_, axis) => from.length + axis);
    const kernel_initializer = withFanAxes(params.kernel_initializer, inputAxes, outputAxes);
    const own = kernelAndBias({ ...params, kernel_initializer }, [...from, ...to], useBias ? to : undefined);
    return Object.fromEntries(Object.entries(own).map(([weight, spec]) => [`${name}/${weight}`, spec]));
  };
}

/** `[batch, places…, from…]` times `[from…, to…]` as `[batch, places, to…]`; the last `inner` axes of x are `from`. */
export function projected(
  g: Builder,
  x: Node,
  weights: Readonly<Record<string, Node>>,
  name: string,
  inner: number,
): Node {
  const kernel = weights[`${name}/kernel`];
  const bias = weights[`${name}/bias`];
  if (kernel === undefined) throw new Error(`a projection is lowered with its kernel: ${name}`);
  const [batch = 1] = x.shape;
  const to = kernel.shape.slice(inner);
  const from = sizeOf(kernel.shape.slice(0, inner));
  const places = sizeOf(x.shape.slice(1, -inner));
  const sums = weightedSum(g, g.reshape(x, [batch, places, from]), g.reshape(kernel, [from, sizeOf(to)]));
  const shaped = g.reshape(sums, [batch, places, ...to]);
  return bias === undefined ? shaped : g.add(shaped, bias);
}
