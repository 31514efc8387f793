import { power } from "../../tensor/functions/power.ts";
import { cosine } from "../../tensor/functions/trigonometric.ts";
import { numberArithmetic } from "../../tensor/number-arithmetic.ts";
import { number, param } from "../../words/param-types.ts";
import { defineSchedule, initialLearningRate, leftOutOfSchedules } from "../schedule.ts";

const f64 = numberArithmetic.f64;

export const cosineDecayRestarts = defineSchedule({
  name: "CosineDecayRestarts",
  doc: "Lowers the rate along half a cosine wave, starts again at the top, and so on, each wave longer than the last. For runs that may be stopped at the end of any wave, and to leave poor valleys. Formula: Loshchilov and Hutter, SGDR: stochastic gradient descent with warm restarts (2017), with (1 - alpha) m_mul^i (1 + cos(pi t / T_i)) / 2 + alpha in wave i, as in Keras.",
  params: {
    initial_learning_rate: initialLearningRate,
    first_decay_steps: param(number({ min: 0, aboveMin: true }), "number of updates of the first wave"),
    t_mul: param(number({ min: 1 }), "how many times longer each wave is than the one before", 2),
    m_mul: param(number({ min: 0 }), "what the height of each wave is multiplied by", 1),
    alpha: param(number(), "share of the initial rate that is left at the end of a wave", 0),
  },
  leftOut: leftOutOfSchedules,
  rate({ initial_learning_rate, first_decay_steps, t_mul, m_mul, alpha }, step) {
    const { index, done } = waveAt(step / first_decay_steps, t_mul);
    const height = 0.5 * power(f64, m_mul, index);
    const wave = height * (1 + cosine(f64, Math.PI * done));
    return initial_learning_rate * ((1 - alpha) * wave + alpha);
  },
  facts: ({ initial_learning_rate, m_mul }) => ({
    initial: initial_learning_rate,
    peak: initial_learning_rate * Math.max(1, m_mul),
  }),
  examples: [
    {
      source: "CosineDecayRestarts(0.1, 10)",
      rates: [
        [0, 0.1],
        [1, 0.0975528],
        [5, 0.05],
        [10, 0.1],
        [15, 0.0853553],
        [25, 0.0146447],
        [30, 0.1],
      ],
    },
    {
      source: "CosineDecayRestarts(0.1, 10, t_mul = 1, m_mul = 0.5)",
      rates: [
        [0, 0.1],
        [10, 0.05],
        [25, 0.0125],
      ],
    },
  ],
});

/** Which wave is under way, and what share of it is done, after `time` lengths of the first. Exact where waves begin. */
function waveAt(time: number, longer: number): { readonly index: number; readonly done: number } {
  if (longer === 1) return { index: Math.floor(time), done: time - Math.floor(time) };
  let index = 0;
  let begin = 0;
  let length = 1;
  while (time >= begin + length) {
    begin += length;
    length *= longer;
    index++;
  }
  return { index, done: (time - begin) / length };
}
