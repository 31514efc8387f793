/** Weights of cells: a kernel that reads the input, one that reads the state, and a bias; gates lie side by side in each. */
import type { Shape } from "../base/dim.ts";
import type { ParamsOf } from "../words/param.ts";
import type { WeightSpec } from "./layer.ts";
import type { initialParams, limitParams, penaltyParams } from "./recurrent-params.ts";
import { weightSpec } from "./weight-spec.ts";

type Weighted = ParamsOf<typeof initialParams & typeof penaltyParams & typeof limitParams>;

export function cellWeights(
  p: Weighted,
  shapes: { readonly kernel: Shape; readonly recurrent: Shape; readonly bias: Shape },
  biasInitializer = p.bias_initializer,
): Readonly<Record<string, WeightSpec>> {
  return {
    kernel: weightSpec(shapes.kernel, p.kernel_initializer, p.kernel_regularizer, p.kernel_constraint),
    recurrent_kernel: weightSpec(
      shapes.recurrent,
      p.recurrent_initializer,
      p.recurrent_regularizer,
      p.recurrent_constraint,
    ),
    ...(p.use_bias
      ? { bias: weightSpec(shapes.bias, biasInitializer, p.bias_regularizer, p.bias_constraint) }
      : {}),
  };
}
