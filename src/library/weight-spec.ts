/** Weights of layers as their arguments describe them. */
import { isKnown, type Shape } from "../base/dim.ts";
import type { Instance } from "../words/word.ts";
import type { ConstraintDefinition } from "./constraint.ts";
import type { InitializerDefinition } from "./initializer.ts";
import type { WeightSpec } from "./layer.ts";
import type { RegularizerDefinition } from "./regularizer.ts";

/** A trainable weight; `null` for no regularizer and no constraint. */
export function weightSpec(
  shape: Shape,
  initializer: Instance<InitializerDefinition>,
  regularizer: Instance<RegularizerDefinition> | null = null,
  constraint: Instance<ConstraintDefinition> | null = null,
): WeightSpec {
  return {
    shape,
    initializer,
    trainable: true,
    ...(regularizer === null ? {} : { regularizer }),
    ...(constraint === null ? {} : { constraint }),
  };
}

export interface WeightProblem {
  /** The word that cannot serve the weight. */
  readonly instance: Instance;
  readonly message: string;
}

/** Why a weight's initializer, regularizer or constraint cannot serve its shape. Shapes with unknown sizes are not judged. */
export function weightProblem(spec: WeightSpec): WeightProblem | undefined {
  const { shape } = spec;
  if (!shape.every(isKnown)) return undefined;
  for (const instance of [spec.initializer, spec.regularizer, spec.constraint]) {
    const message = instance?.word.problem?.(instance.params, shape);
    if (instance !== undefined && message !== undefined) return { instance, message };
  }
  return undefined;
}
