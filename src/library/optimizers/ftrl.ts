import { learningRate } from "../../words/instance-of.ts";
import { number, param } from "../../words/param-types.ts";
import { defineOptimizer } from "../optimizer.ts";
import { leftOutOfOptimizers, optimizerTail, tailConflict } from "../optimizer-tail.ts";

export const ftrl = defineOptimizer({
  name: "Ftrl",
  doc: "Follow the regularised leader: weights are computed anew from the sum of all gradients, and l1 makes many of them exactly 0. For wide linear models over sparse features. It takes weights to have begun at 0: initial values count for nothing after the first update. Formula: McMahan and others, Ad click prediction: a view from the trenches (2013), as in Keras.",
  params: {
    learning_rate: param(learningRate, "size of a step, or a schedule of sizes", 0.001),
    learning_rate_power: param(
      number({ max: 0 }),
      "how the rate of a weight falls with its sum of squares; 0 for a fixed rate",
      -0.5,
    ),
    initial_accumulator_value: param(number({ min: 0 }), "what the sums of squares begin with", 0.1),
    l1_regularization_strength: param(number({ min: 0 }), "penalty on absolute weights", 0),
    l2_regularization_strength: param(number({ min: 0 }), "penalty on squared weights", 0),
    l2_shrinkage_regularization_strength: param(
      number({ min: 0 }),
      "penalty on squared weights that acts through the gradient",
      0,
    ),
    beta: param(number({ min: 0 }), "lowers the first rates, as the paper's beta does", 0),
    ...optimizerTail,
  },
  leftOut: leftOutOfOptimizers,
  conflict: (params) => tailConflict(params),
  slots: ({ initial_accumulator_value }) => ({ accumulator: initial_accumulator_value, linear: 0 }),
  update({ g, params, weights, gradient, learningRate, slots: { accumulator, linear } }) {
    if (accumulator === undefined || linear === undefined) throw new Error("Ftrl keeps two sums");
    const { l1_regularization_strength: l1, l2_regularization_strength: l2 } = params;
    const shrinkage = 2 * params.l2_shrinkage_regularization_strength;
    const shrunk = shrinkage === 0 ? gradient : g.add(gradient, g.mul(shrinkage, weights));
    const sum = g.add(accumulator, g.mul(gradient, gradient));
    const powerOf = (squares: typeof sum) => g.pow(squares, -params.learning_rate_power);
    const newPower = powerOf(sum);
    const gained = g.div(g.sub(newPower, powerOf(accumulator)), learningRate);
    const pull = g.add(linear, g.sub(shrunk, g.mul(gained, weights)));
    const ridge = g.add(2 * l2, g.div(params.beta, learningRate));
    const quadratic = g.add(g.div(newPower, learningRate), ridge);
    const cut = g.max(g.min(pull, l1), -l1);
    return {
      weights: g.div(g.sub(cut, pull), quadratic),
      slots: { accumulator: sum, linear: pull },
    };
  },
  // As for Adagrad, which it is without penalties.
  facts: () => ({ momentum: 0, rateHigh: { warning: 0.5, error: 1 }, rateLow: 1e-5, forgetsStart: true }),
  examples: [
    {
      source: "Ftrl(0.1)",
      weights: [
        [0.380962, -1.489584],
        [0.294896, -1.400531],
        [0.215839, -1.320484],
      ],
    },
    {
      source: "Ftrl(0.2)",
      weights: [
        [0.296447, -1.391733],
        [0.124314, -1.213637],
        [-0.0338, -1.053535],
      ],
    },
  ],
});
