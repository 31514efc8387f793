/**
 * Parameters that every optimizer has after its own. They act around the update, not in it: the programs for training gather
 * and clip the gradient and take the decay off the weights before `update` runs, and average the weights after it.
 */
import type { ParamsOf, ParamTable } from "../words/param.ts";
import { flag, integer, keywordOnly, number, optional, param } from "../words/param-types.ts";
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
  use_ema: param(
    flag,
    "keep a running mean of the weights, which takes their place when training ends",
    false,
  ),
  ema_momentum: param(number({ min: 0, max: 1 }), "share of that mean that is kept in each step", 0.99),
  ema_overwrite_frequency: param(
    optional(integer({ min: 1 })),
    "number of updates after which the mean takes the place of the weights; none for only at the end",
    null,
  ),
  // In Keras loss_scale_factor stands before it.
  gradient_accumulation_steps: keywordOnly(
    param(
      optional(integer({ min: 2 })),
      "number of batches whose mean gradient makes one update; none for one",
      null,
    ),
  ),
} satisfies ParamTable;

export type OptimizerTail = ParamsOf<typeof optimizerTail>;

/** At most one way of clipping, as in Keras, and no argument without effect. */
export function tailConflict(params: OptimizerTail): Conflict | undefined {
  if (params.ema_overwrite_frequency !== null && !params.use_ema) {
    return {
      param: "ema_overwrite_frequency",
      message: "has no effect without use_ema",
      help: "write use_ema = true",
    };
  }
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
  loss_scale_factor: "it is for half precision; training here is in f32 or f64",
  name: "there is one optimizer a model, so it needs no name",
} as const;
