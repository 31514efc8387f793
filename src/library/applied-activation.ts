/** The `activation` argument of layers: always an instance; `none` is linear, as in Keras. */
import type { Shape } from "../base/dim.ts";
import { instanceWithDefaults } from "../words/instance-of.ts";
import type { ParamType } from "../words/param.ts";
import { param } from "../words/param-types.ts";
import { accept, isNone } from "../words/reading.ts";
import type { Instance } from "../words/word.ts";
import type { ActivationDefinition } from "./activation.ts";
import { linear } from "./activations/linear.ts";
import { activationType } from "./instance-types.ts";
import { ShapeProblem } from "./layer.ts";

export const linearInstance: Instance<ActivationDefinition> = instanceWithDefaults(linear);

const activationOrNone: ParamType<Instance<ActivationDefinition>> = {
  ...activationType,
  expects: `${activationType.expects} or none`,
  read: (value, context) => (isNone(value) ? accept(linearInstance) : activationType.read(value, context)),
};

export const activationParam = param(
  activationOrNone,
  "what is applied to each output; none and linear leave it as it is",
  linearInstance,
);

/** Throws ShapeProblem where the activation cannot be applied to a tensor of this shape, or would give it another. */
export function checkActivation(activation: Instance<ActivationDefinition>, shape: Shape): void {
  const { word } = activation;
  if (word.shape === undefined) {
    activatedShape(activation, shape);
    return;
  }
  throw new ShapeProblem("bad-option", `${word.name} changes the shape of what it is applied to`, {
    param: "activation",
    label: "cannot be an argument",
    help: `write it as a stage of its own: … -> ${word.name}`,
  });
}

/** The shape that an activation as a stage makes of this one. Throws ShapeProblem where it cannot be applied. */
export function activatedShape({ word, params }: Instance<ActivationDefinition>, shape: Shape): Shape {
  const problem = word.problem?.(params, shape);
  if (problem !== undefined)
    throw new ShapeProblem("bad-option", `${word.name}: ${problem}`, { param: "activation" });
  return word.shape?.(params, shape) ?? shape;
}
