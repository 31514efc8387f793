/** Learning rates of 0 or less. */
import { peakRate, ratePlace, usualRateFix } from "../rate.ts";
import { defineRule } from "../rule.ts";

export const lrSign = defineRule({
  name: "lr-sign",
  severity: "error",
  summary: "A learning rate of 0 changes nothing, and one below 0 makes the loss grow.",
  explain: {
    symptom: "The loss is the same in every epoch (0), or grows without end (below 0).",
    cause:
      "Each step takes the rate times the gradient away from the weights. With 0 nothing changes; with a rate below 0 the step goes uphill.",
    formula: "w = w - rate * dL/dw",
    remedy: "A positive rate: the optimizer's default is a good start.",
    whenToIgnore: "Never. To freeze layers, say so at the layers.",
    source: ["UMLAUT (Schoop et al., 2021)"],
  },
  visit: {
    train(train, report) {
      const { optimizer } = train;
      const rate = peakRate(optimizer.params.learning_rate);
      if (rate === undefined || rate > 0) return;
      report(ratePlace(train), {
        message: `a learning rate of ${rate} ${rate === 0 ? "changes no weight" : "climbs the loss"}`,
        why: rate === 0 ? "every step is 0" : "every step goes uphill",
        fix: usualRateFix(optimizer),
        help: "a positive rate",
        evidence: { optimizer: optimizer.word.name, rate },
      });
    },
  },
  examples: {
    bad: `input x: f32[8]
target y: real
x -> Dense(16, relu) -> Dense(1)
train { loss = mse, optimizer = SGD(⟦-0.01⟧) }
`,
    good: `input x: f32[8]
target y: real
x -> Dense(16, relu) -> Dense(1)
train { loss = mse, optimizer = SGD(0.1) }
`,
    fixed: `input x: f32[8]
target y: real
x -> Dense(16, relu) -> Dense(1)
train { loss = mse, optimizer = SGD(0.01) }
`,
  },
});
