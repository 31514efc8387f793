/** Losses that count for nothing. */
import { defineRule } from "../rule.ts";

export const idleLoss = defineRule({
  name: "idle-loss",
  severity: "warning",
  summary: "The loss of an output has the weight 0.",
  explain: {
    symptom: "One output stays at what chance has given it.",
    cause:
      "The total is the sum of the losses times their weights. With 0 an output takes no part in it: its own layers get no gradient at all.",

    remedy: "Give it a weight that brings its loss to the size of the others, or leave the output out.",
    whenToIgnore: "Where the output is wanted for its metrics alone.",
    source: ["Keras: loss_weights"],
  },
  visit: {
    output({ loss, ir }, report, { model }) {
      if (loss?.term.weight !== 0 || model.outputs.length < 2) return;
      report(loss.term.loss.span ?? ir.span, {
        message: `the loss of ${ir.name} has the weight 0`,
        why: "nothing is learned for it",
        related: [{ span: ir.span, text: "this output" }],
        help: "a weight above 0, or without this output",
        evidence: { output: ir.name, weight: 0 },
      });
    },
  },
  examples: {
    bad: `input x: f32[6]
h = x -> Dense(16, relu)
output kind = h -> Dense(3, softmax)
output price = h -> Dense(1)
train { loss = { kind = sparse_categorical_crossentropy, price = 0 * ⟦mse⟧ } }
`,
    good: `input x: f32[6]
h = x -> Dense(16, relu)
output kind = h -> Dense(3, softmax)
output price = h -> Dense(1)
train { loss = { kind = sparse_categorical_crossentropy, price = 0.1 * mse } }
`,
    fixed: `input x: f32[6]
h = x -> Dense(16, relu)
output kind = h -> Dense(3, softmax)
output price = h -> Dense(1)
train { loss = { kind = sparse_categorical_crossentropy, price = 0.2 * mse } }
`,
  },
});
