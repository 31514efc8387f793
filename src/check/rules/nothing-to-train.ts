/** A training that can change nothing. */
import { defineRule } from "../rule.ts";

export const nothingToTrain = defineRule({
  name: "nothing-to-train",
  severity: "error",
  summary: "No weight of the network may change, so training it does nothing.",
  explain: {
    symptom: "The loss is the same in every epoch, to the last digit.",
    cause:
      "Either every layer says trainable = false, or the network has no layer with weights at all. A loss without weights has no gradient to follow.",
    remedy: "Let the last layers learn: freeze only those whose weights are loaded from elsewhere.",
    whenToIgnore: "Never: to measure a network without training it, use nnet eval.",
    source: ["TheDeepChecker (Ben Braiek and Khomh, 2023): unchanged weights"],
  },
  visit: {
    train(train, report, { model }) {
      const weights = model.layers.flatMap(({ weights, trainable }) =>
        weights.map(({ spec }) => trainable && spec.trainable),
      );
      if (weights.some((moves) => moves) || model.layers.length === 0 || !train.spans.loss) return;
      const frozen = model.layers.find(({ weights }) => weights.length > 0);
      report(train.spans.loss, {
        message: "this training changes no weight",
        why: frozen ? "every layer is frozen" : "no layer has weights",
        related: frozen ? [{ span: frozen.span, text: "is frozen: trainable = false" }] : [],
        help: frozen ? "let the last layers learn" : "add a layer that learns: Dense(…)",
        evidence: { weights: weights.length },
      });
    },
  },
  examples: {
    bad: `input x: f32[8]
target kind: class(3)
x -> Dense(64, relu, trainable = false) -> Dense(3, softmax, trainable = false)
train { loss = ⟦sparse_categorical_crossentropy⟧ }
`,
    good: `input x: f32[8]
target kind: class(3)
x -> Dense(64, relu, trainable = false) -> Dense(3, softmax)
train { loss = sparse_categorical_crossentropy }
`,
    fixed: `input x: f32[8]
target kind: class(3)
x -> Dense(64, relu) -> Dense(3, softmax)
train { loss = sparse_categorical_crossentropy }
`,
  },
});
