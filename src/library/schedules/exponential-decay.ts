import { power } from "../../tensor/functions/power.ts";
import { numberArithmetic } from "../../tensor/number-arithmetic.ts";
import { flag, number, param } from "../../words/param-types.ts";
import { decaySteps, defineSchedule, initialLearningRate, leftOutOfSchedules } from "../schedule.ts";

export const exponentialDecay = defineSchedule({
  name: "ExponentialDecay",
  doc: "Multiplies the rate by decay_rate over every decay_steps updates: initial_learning_rate * decay_rate^(t / decay_steps). For runs of open length, because it never reaches 0; with staircase the rate falls in steps.",
  params: {
    initial_learning_rate: initialLearningRate,
    decay_steps: decaySteps,
    decay_rate: param(number({ min: 0, aboveMin: true }), "what the rate is multiplied by over decay_steps"),
    staircase: param(flag, "fall at once after every decay_steps instead of little by little", false),
  },
  leftOut: leftOutOfSchedules,
  rate({ initial_learning_rate, decay_steps, decay_rate, staircase }, step, totalSteps) {
    const periods = step / (decay_steps === "auto" ? totalSteps : decay_steps);
    const exponent = staircase ? Math.floor(periods) : periods;
    return initial_learning_rate * power(numberArithmetic.f64, decay_rate, exponent);
  },
  facts: ({ initial_learning_rate, decay_rate }) => ({
    initial: initial_learning_rate,
    peak: initial_learning_rate * Math.max(1, decay_rate),
  }),
  examples: [
    {
      source: "ExponentialDecay(0.1, 10, 0.5)",
      rates: [
        [0, 0.1],
        [1, 0.0933033],
        [5, 0.0707107],
        [10, 0.05],
        [25, 0.0176777],
      ],
    },
    {
      source: "ExponentialDecay(0.1, 10, decay_rate = 0.5, staircase = true)",
      rates: [
        [6, 0.1],
        [10, 0.05],
        [25, 0.025],
      ],
    },
  ],
});
