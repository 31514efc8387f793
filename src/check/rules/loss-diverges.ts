/** A loss that grows. */
import { short } from "../data-values.ts";
import { ratePlace } from "../rate.ts";
import { defineRule } from "../rule.ts";

/** Of the lowest that the mean of about twenty batches has been, and of the first batch. */
const growth = 3;
/** The running mean needs as many steps to mean something. */
const leastSteps = 20;

export const lossDiverges = defineRule({
  name: "loss-diverges",
  severity: "warning",
  summary: "While training, the loss grows instead of falling.",
  explain: {
    symptom: "The loss is many times what it was at the beginning, and grows further; often it ends as NaN.",
    cause:
      "Each update follows the slope of the loss at one point. If it is longer than twice the inverse of the curvature, it lands higher on the other side, where the slope is steeper, and the next one goes higher still. The curvature grows with the square of the inputs, so data that is not scaled needs a far smaller rate.",
    formula: "gradient descent on a valley of curvature c diverges for rate > 2 / c",
    remedy: "Divide the learning rate by 10, scale features and targets, or clip gradients: clipnorm = 1.",
    whenToIgnore: "When the loss has a part that is meant to grow.",
    source: ["AUTOTRAINER (Zhang et al., 2021)", "Goodfellow, Bengio, Courville: Deep Learning, section 8.2"],
  },
  visit: {
    reading({ loss, train, step }, report) {
      const { first, smoothed, lowest } = loss;
      if (step < leastSteps || lowest <= 0 || smoothed < growth * lowest || smoothed < growth * first) return;
      report(ratePlace(train), {
        message: `the loss has grown from ${short(first)} to ${short(smoothed)}`,
        why: `${short(smoothed / lowest)} times the lowest there has been, after ${step} steps`,
        help: "divide the learning rate by 10, scale features and targets (zscore), or clip gradients (clipnorm = 1)",
        evidence: { step, first, lowest, now: smoothed, bound: growth },
      });
    },
  },
  examples: {
    bad: `input x: f32[3]
x -> Dense(32, relu) -> Dense(32, relu) -> Dense(1)
data { source = csv("models/data/kidiq.csv"), target = kid_score, split = [0.8, 0.2] }
train { loss = mse, optimizer = SGD(⟦0.01⟧), epochs = 10 }
`,
    good: `input x: f32[3]
x -> Dense(32, relu) -> Dense(32, relu) -> Dense(1)
data { source = csv("models/data/kidiq.csv"), target = zscore(kid_score), normalize = zscore, split = [0.8, 0.2] }
train { loss = mse, optimizer = Adam(0.001), epochs = 10 }
`,
    fixed: `input x: f32[3]
x -> Dense(32, relu) -> Dense(32, relu) -> Dense(1)
data { source = csv("models/data/kidiq.csv"), target = zscore(kid_score), normalize = zscore, split = [0.8, 0.2] }
train { loss = mse, optimizer = SGD(0.01), epochs = 10 }
`,
  },
});
