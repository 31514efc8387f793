/** Learning rates with which the weights hardly move. */
import { updateCount } from "../data-size.ts";
import { short } from "../data-values.ts";
import { ratePlace, usualRateFix } from "../rate.ts";
import { defineRule } from "../rule.ts";

/** All steps together, each as long as the rate: less than this is a tenth of what initial weights are. */
const leastWay = 0.01;

export const lrLow = defineRule({
  name: "lr-low",
  severity: "warning",
  summary: "The learning rate is so small that the weights hardly move.",
  explain: {
    symptom: "The loss falls in a straight line, very slowly, and is still falling when training ends.",
    cause:
      "A step is the rate times the gradient (or about the rate itself, for optimizers that divide by the gradient's size). Initial weights are of size 0.1; if all steps together are much shorter than that, training ends near its random start. Adadelta chooses its own step size, and its rate is meant to be 1.",
    formula: "way of a weight <= rate * updates / (1 - momentum)",
    remedy: "The optimizer's default rate (Adam 0.001, SGD 0.01, Adadelta 1.0), or more epochs.",
    whenToIgnore: "When weights that are trained already are only to be touched up.",
    source: [
      "UMLAUT (Schoop et al., 2021)",
      "DeepCrime, operator on learning rates (Humbatova et al., 2021)",
    ],
  },
  proof: { measure: "val_loss", bad: 0.811, fixed: 0.494 },
  visit: {
    train(train, report, context) {
      const { optimizer } = train;
      const rate = optimizer.params.learning_rate;
      if (typeof rate !== "number" || rate <= 0) return;
      const { rateLow, momentum, usualRate } = optimizer.word.facts(optimizer.params);
      const name = optimizer.word.name;
      const effective = rate / (1 - momentum);
      if (effective <= rateLow) {
        report(ratePlace(train), {
          message: `learning rate ${rate} is too low for ${name}`,
          why: `at ${rateLow} and below, weights hardly move in any number of epochs that people wait for`,
          fix: usualRateFix(optimizer),
          help: usualRate === undefined ? "start from the default" : `${name} is run at ${usualRate}`,
          evidence: { optimizer: name, rate, bound: rateLow },
        });
        return;
      }
      const updates = updateCount(context);
      if (updates === undefined || (rate * updates) / (1 - momentum) >= leastWay) return;
      const way = (rate * updates) / (1 - momentum);
      report(ratePlace(train), {
        severity: "hint",
        message: `${updates} updates at ${rate} move a weight by about ${short(way)}`,
        why: "less than a tenth of what initial weights are",
        fix: usualRateFix(optimizer),
        help: "a higher rate, or more epochs",
        evidence: { optimizer: name, rate, updates, way },
      });
    },
  },
  examples: {
    bad: `input x: f32[8]
target y: real
x -> Dense(16, relu) -> Dense(1)
train { loss = mse, optimizer = Adam(⟦1e-8⟧) }
`,
    good: `input x: f32[8]
target y: real
x -> Dense(16, relu) -> Dense(1)
train { loss = mse, optimizer = Adam(1e-5) }
`,
    fixed: `input x: f32[8]
target y: real
x -> Dense(16, relu) -> Dense(1)
train { loss = mse, optimizer = Adam(0.001) }
`,
  },
});
