/** Weights of layers as their arguments describe them. */
import type { Shape } from "../base/dim.ts";
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
