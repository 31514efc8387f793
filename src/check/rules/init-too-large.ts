/** Weights that start too far from 0. */
import { short } from "../data-values.ts";
import { replace } from "../edits.ts";
import { initialGain, usualInitializer } from "../initial-gain.ts";
import { defineRule } from "../rule.ts";

/** Sums of this deviation saturate a sigmoid for most rows (its slope at 5 is 0.007), and grow again in each layer. */
const largestGain = 5;

export const initTooLarge = defineRule({
  name: "init-too-large",
  severity: "warning",
  summary: "The initial weights are so large that sums leave the range in which a layer learns.",
  explain: {
    symptom:
      "The first loss is huge, far above that of guessing; sigmoid and tanh units are all 0 or 1 (or -1) and do not move; relu networks give NaN after a few steps.",
    cause:
      "A weighted sum of n inputs has a deviation of about that of one weight times the root of n. If each layer multiplies the spread by 8, four layers multiply it by 4,000. The initialisers of Glorot and He choose the deviation so that the factor is about 1, whatever the width.",
    formula:
      "deviation of the sums = deviation of the weights * sqrt(inputs);  Glorot: sqrt(2 / (in + out)), He: sqrt(2 / in)",
    remedy:
      "Leave the initialiser out (glorot_uniform), or take he_normal before relu. A fixed deviation of 0.05 fits layers of a few hundred inputs.",
    whenToIgnore: "When a normalisation follows at once.",
    source: ["TheDeepChecker (Ben Braiek and Khomh, 2023)", "He et al.: Delving deep into rectifiers (2015)"],
  },
  proof: { measure: "val_loss", bad: 103, fixed: 0.52 },
  visit: {
    layer(layer, report, { graph }) {
      const initial = initialGain(layer, graph);
      if (!initial || initial.gain < largestGain) return;
      if (graph.consumers(layer.id).some((next) => graph.facts(next).normalizes)) return;
      const { gain, deviation, fanIn, path, span } = initial;
      const better = usualInitializer(layer, graph);
      report(span, {
        message: `${path} starts ${short(gain)} times as wide as its input`,
        why: `a deviation of ${short(deviation)} over ${fanIn} inputs`,
        fix: { title: better, edits: [replace(span, better)], safe: false },
        help: `${better} keeps the spread`,
        evidence: { weight: path, deviation, fanIn, gain, bound: largestGain },
      });
    },
  },
  examples: {
    bad: `input x: f32[64]
target y: real
x -> Dense(64, relu, kernel_initializer = ⟦RandomNormal(stddev = 1)⟧) -> Dense(1)
train { loss = mse }
`,
    good: `input x: f32[64]
target y: real
x -> Dense(64, relu, kernel_initializer = RandomNormal(stddev = 0.05)) -> Dense(1)
train { loss = mse }
`,
    fixed: `input x: f32[64]
target y: real
x -> Dense(64, relu, kernel_initializer = he_normal) -> Dense(1)
train { loss = mse }
`,
  },
});
