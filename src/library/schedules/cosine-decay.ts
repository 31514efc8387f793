import { cosine } from "../../tensor/functions/trigonometric.ts";
import { numberArithmetic } from "../../tensor/number-arithmetic.ts";
import { integer, keywordOnly, number, optional, param } from "../../words/param-types.ts";
import { decaySteps, defineSchedule, initialLearningRate, leftOutOfSchedules } from "../schedule.ts";

export const cosineDecay = defineSchedule({
  name: "CosineDecay",
  doc: "Lowers the rate along half a cosine wave: slowly at first, then faster, and gently at the end. The usual choice for a run of known length: write decay_steps = auto. With warmup_target the rate first climbs in a straight line, which large models with attention need. Formula: Loshchilov and Hutter, SGDR (2017): rate * ((1 - alpha) * (1 + cos(pi t / decay_steps)) / 2 + alpha); the warm-up is that of Goyal and others (2017), and auto is then what the run has left after it.",
  params: {
    initial_learning_rate: initialLearningRate,
    decay_steps: decaySteps,
    alpha: param(number(), "share of the highest rate that is left at the end", 0),
    // In Keras the name stands before them.
    warmup_target: keywordOnly(
      param(optional(number()), "the rate that a warm-up climbs to; none for no warm-up", null),
    ),
    warmup_steps: keywordOnly(param(integer({ min: 0 }), "number of updates of the warm-up", 0)),
  },
  leftOut: leftOutOfSchedules,
  conflict({ warmup_target, warmup_steps }) {
    if (warmup_target !== null || warmup_steps === 0) return undefined;
    return {
      param: "warmup_steps",
      message: "has no effect without warmup_target",
      help: "give the rate that the warm-up climbs to: warmup_target = 0.001",
    };
  },
  rate({ initial_learning_rate, decay_steps, alpha, warmup_target, warmup_steps }, step, totalSteps) {
    const warmup = warmup_target === null ? 0 : warmup_steps;
    if (warmup_target !== null && step < warmup) {
      return (warmup_target - initial_learning_rate) * (step / warmup) + initial_learning_rate;
    }
    const steps = decay_steps === "auto" ? Math.max(totalSteps - warmup, 1) : decay_steps;
    const done = Math.min(step - warmup, steps) / steps;
    const wave = 0.5 * (1 + cosine(numberArithmetic.f64, Math.PI * done));
    return (warmup_target ?? initial_learning_rate) * ((1 - alpha) * wave + alpha);
  },
  facts: ({ initial_learning_rate, warmup_target }) => ({
    initial: initial_learning_rate,
    peak: Math.max(initial_learning_rate, warmup_target ?? Number.NEGATIVE_INFINITY),
  }),
  examples: [
    {
      source: "CosineDecay(0.1, 10)",
      rates: [
        [0, 0.1],
        [1, 0.0975528],
        [5, 0.05],
        [6, 0.0345491],
        [10, 0],
        [25, 0],
      ],
    },
    {
      source: "CosineDecay(0.1, decay_steps = auto)",
      rates: [
        [0, 0.1],
        [10, 0.05],
        [20, 0],
      ],
    },
    {
      source: "CosineDecay(0, 10, warmup_target = 0.1, warmup_steps = 5)",
      rates: [
        [0, 0],
        [1, 0.02],
        [5, 0.1],
        [6, 0.0975528],
        [10, 0.05],
        [15, 0],
      ],
    },
    {
      source: "CosineDecay(0.1, 10, alpha = 0.1)",
      rates: [
        [1, 0.0977975],
        [10, 0.01],
      ],
    },
  ],
});
