/** A loss that is no number any more. */
import { short } from "../data-values.ts";
import { ratePlace } from "../rate.ts";
import { defineRule } from "../rule.ts";
import type { Watched, WatchedFailure } from "../watched.ts";

export const lossNan = defineRule({
  name: "loss-nan",
  severity: "error",
  summary: "While training, the loss became NaN or infinite.",
  explain: {
    symptom: "The loss is printed as NaN, and from then on every prediction is NaN.",
    cause:
      "A number went beyond what its type can hold (3.4e38 in f32) and became infinite; infinite minus infinite, or times 0, is NaN, and whatever NaN touches becomes NaN, so one update spoils all weights. Mostly the weights have grown from step to step because the learning rate is above what the slope of the loss allows; also a logarithm of 0, a division by 0, an exponential of a large number, or a value that is missing in the data.",
    formula: "inf - inf = NaN;  0 * inf = NaN;  log(0) = -inf;  exp(89) = inf in f32",
    remedy:
      "Training stops at once, keeps the last sound weights, runs the last steps again and names the layer in which the first such number appeared. Lower the learning rate, scale features and targets, clip gradients (clipnorm = 1); where the input is to blame, look at the data.",
    whenToIgnore: "Never.",
    source: ["DeepLocalize (Wardat et al., 2021)", "TheDeepChecker (Ben Braiek and Khomh, 2023)"],
  },
  visit: {
    failure(watched, report) {
      const { failure, train } = watched;
      if (!failure) return;
      const { origin, loss, step } = failure;
      const became = Number.isNaN(loss) ? "NaN" : "infinite";
      report(origin?.layer?.span ?? inputSpan(watched) ?? ratePlace(train), {
        message: `the loss became ${became} at step ${step}, in epoch ${failure.epoch}`,
        why: origin ? sayOrigin(origin) : "where it began could not be traced",
        related:
          origin?.what === "input"
            ? []
            : [{ span: ratePlace(train), text: "a lower rate is the first thing to try" }],
        help:
          origin?.what === "input"
            ? "look at the data: a value is missing or infinite"
            : "lower the learning rate, scale features and targets (zscore), or clip gradients (clipnorm = 1)",
        evidence: {
          step,
          epoch: failure.epoch,
          firstLoss: watched.loss.first,
          lowestLoss: Number(short(watched.loss.lowest)),
          keptStep: failure.keptStep,
          ...(origin ? { origin: origin.name, what: origin.what, originStep: origin.step } : {}),
        },
      });
    },
  },
  examples: {
    bad: `input x: f32[3]
x -> Dense(1)
data { source = csv("models/data/kidiq.csv"), target = kid_score, split = [0.8, 0.2] }
train { loss = mse, optimizer = SGD(⟦0.01⟧), epochs = 10 }
`,
    good: `input x: f32[3]
x -> Dense(1)
data { source = csv("models/data/kidiq.csv"), target = zscore(kid_score), normalize = zscore, split = [0.8, 0.2] }
train { loss = mse, optimizer = Adam(0.01), epochs = 10 }
`,
    fixed: `input x: f32[3]
x -> Dense(1)
data { source = csv("models/data/kidiq.csv"), target = zscore(kid_score), normalize = zscore, split = [0.8, 0.2] }
train { loss = mse, optimizer = SGD(0.01), epochs = 10 }
`,
  },
});

function inputSpan({ model, failure }: Watched) {
  const { origin } = failure ?? {};
  return origin?.what === "input" ? model.inputs.find(({ name }) => name === origin.name)?.span : undefined;
}

function sayOrigin({ what, name, step }: NonNullable<WatchedFailure["origin"]>): string {
  const at = `at step ${step}`;
  switch (what) {
    case "input":
      return `the input ${name} holds a number that is not finite, ${at}`;
    case "value":
      return `the first number that is not finite comes out of ${name}, ${at}`;
    case "loss":
      return `the loss of ${name} is the first number that is not finite, ${at}`;
    case "gradient":
      return `the first number that is not finite is in the gradient of ${name}, ${at}`;
    case "update":
      return `the first number that is not finite is in ${name} after the update of step ${step}`;
  }
}
