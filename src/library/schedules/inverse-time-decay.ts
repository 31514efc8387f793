import { flag, number, param } from "../../words/param-types.ts";
import { decaySteps, defineSchedule, initialLearningRate, leftOutOfSchedules } from "../schedule.ts";

export const inverseTimeDecay = defineSchedule({
  name: "InverseTimeDecay",
  doc: "Divides the rate by a number that grows with time: initial_learning_rate / (1 + decay_rate * t / decay_steps). Falls ever more slowly, as the theory of stochastic approximation asks for; with staircase it falls in steps. Formula: Robbins and Monro, A stochastic approximation method (1951).",
  params: {
    initial_learning_rate: initialLearningRate,
    decay_steps: decaySteps,
    decay_rate: param(number({ min: 0 }), "what the divisor grows by over decay_steps"),
    staircase: param(flag, "fall at once after every decay_steps instead of little by little", false),
  },
  leftOut: leftOutOfSchedules,
  rate({ initial_learning_rate, decay_steps, decay_rate, staircase }, step, totalSteps) {
    const periods = step / (decay_steps === "auto" ? totalSteps : decay_steps);
    return initial_learning_rate / (1 + decay_rate * (staircase ? Math.floor(periods) : periods));
  },
  facts: ({ initial_learning_rate }) => ({ initial: initial_learning_rate, peak: initial_learning_rate }),
  examples: [
    {
      source: "InverseTimeDecay(0.1, 10, 0.5)",
      rates: [
        [0, 0.1],
        [1, 0.0952381],
        [5, 0.08],
        [10, 0.0666667],
        [25, 0.0444444],
      ],
    },
  ],
});
