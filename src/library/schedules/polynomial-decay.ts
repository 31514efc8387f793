import { power as powerOf } from "../../tensor/functions/power.ts";
import { numberArithmetic } from "../../tensor/number-arithmetic.ts";
import { flag, number, param } from "../../words/param-types.ts";
import { decaySteps, defineSchedule, initialLearningRate, leftOutOfSchedules } from "../schedule.ts";

export const polynomialDecay = defineSchedule({
  name: "PolynomialDecay",
  doc: "Lowers the rate to end_learning_rate along a power of the time that is left: (initial - end) * (1 - t / decay_steps)^power + end. With power 1 a straight line, the usual choice for tuning transformers; with cycle it starts again, each time over a stretch one decay_steps longer.",
  params: {
    initial_learning_rate: initialLearningRate,
    decay_steps: decaySteps,
    end_learning_rate: param(number(), "the rate at the end", 0.0001),
    power: param(number({ min: 0, aboveMin: true }), "power of the share of time that is left", 1),
    cycle: param(flag, "start again when the end is reached", false),
  },
  leftOut: leftOutOfSchedules,
  rate({ initial_learning_rate, decay_steps, end_learning_rate, power, cycle }, step, totalSteps) {
    const period = decay_steps === "auto" ? totalSteps : decay_steps;
    const length = cycle ? period * Math.max(1, Math.ceil(step / period)) : period;
    const left = 1 - Math.min(step, length) / length;
    const share = powerOf(numberArithmetic.f64, left, power);
    return (initial_learning_rate - end_learning_rate) * share + end_learning_rate;
  },
  facts: ({ initial_learning_rate, end_learning_rate }) => ({
    initial: initial_learning_rate,
    peak: Math.max(initial_learning_rate, end_learning_rate),
  }),
  examples: [
    {
      source: "PolynomialDecay(0.1, 10)",
      rates: [
        [0, 0.1],
        [1, 0.09001],
        [6, 0.04006],
        [10, 0.0001],
        [25, 0.0001],
      ],
    },
    {
      source: "PolynomialDecay(0.1, 10, power = 2, cycle = true)",
      rates: [
        [1, 0.081019],
        [6, 0.016084],
        [10, 0.0001],
        [15, 0.00634375],
        [25, 0.002875],
      ],
    },
  ],
});
