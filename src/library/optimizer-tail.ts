/**
 * Parameters that every optimizer has after its own. They act around the update, not in it: the programs for training clip
 * the gradient and take the decay off the weights before `update` runs.
 */
import type { ParamsOf, ParamTable } from "../words/param.ts";
import { number, optional, param } from "../words/param-types.ts";
import type { Conflict } from "../words/word.ts";

const positive = optional(number({ min: 0, aboveMin: true }));

export const optimizerTail = {
  weight_decay: param(
    optional(number({ min: 0 })),
    "before each update, w becomes w - learning_rate * weight_decay * w (decoupled, Loshchilov and Hutter 2019)",
    null,
  ),
  clipnorm: param(
    positive,
    "greatest length of the gradient of each weight by itself; longer ones are scaled down",
    null,
  ),
  clipvalue: param(positive, "greatest size of each element of a gradient; larger ones are cut", null),
  global_clipnorm: param(positive, "greatest length of the gradient of all weights together", null),
} satisfies ParamTable;

export type OptimizerTail = ParamsOf<typeof optimizerTail>;

/** At most one way of clipping, as in Keras. */
export function tailConflict(params: OptimizerTail): Conflict | undefined {
  const clips = (["clipnorm", "clipvalue", "global_clipnorm"] as const).filter(
    (name) => params[name] !== null,
  );
  if (clips.length < 2) return undefined;
  return {
    param: clips[1] as string,
    message: `cannot go together with ${clips[0]}`,
    help: "keep one way of clipping",
  };
}

export const leftOutOfOptimizers = {
  use_ema: "averages of weights are not kept while training",
  ema_momentum: "it goes with use_ema, which is not here",
  ema_overwrite_frequency: "it goes with use_ema, which is not here",
  loss_scale_factor: "it is for half precision; training here is in f32 or f64",
  gradient_accumulation_steps: "write a larger batch_size: memory is planned once for the whole batch",
  name: "there is one optimizer a model, so it needs no name",
} as const;
