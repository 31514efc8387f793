/** Normalisation behind the last layer. */
import type { LayerIR } from "../../model/ir.ts";
import type { CheckContext } from "../check-context.ts";
import { defineRule } from "../rule.ts";
import { removeStage } from "../stage-edits.ts";

export const batchnormPlacement = defineRule({
  name: "batchnorm-placement",
  severity: "hint",
  summary: "The output is normalised: predictions are put on the scale of the batch.",
  overrides: ["crossentropy-unbounded-output", "bounded-regression-output", "relu-output"],
  explain: {
    symptom:
      "A classifier whose probabilities are below 0 or above 1, with a loss that stays high; or a regression that is right about the order of the rows and wrong about their size.",
    cause:
      "Normalisation gives every feature the mean 0 and the deviation 1 over the batch, and then a scale and shift that are learned. Behind softmax or sigmoid that destroys the probabilities: half of them become negative. On the output of a regression, each prediction depends on the other rows of its batch.",
    formula: "y = gamma * (p - mean(p)) / deviation(p) + beta",
    remedy: "Take it away, or put it before the last layer.",
    whenToIgnore:
      "Where the output is a representation that is to be normalised, as in contrastive learning.",
    source: ["Neurarch: rules on normalisation", "NeuraLint (Nikanjam et al., 2021)"],
  },
  proof: { measure: "val_loss", bad: 11.5, fixed: 0.825 },
  visit: {
    output(output, report, context) {
      const last = lastNormalization(output.ir.value, context);
      if (!last || !output.loss) return;
      const { reads, fromLogits, task } = output.loss.facts;
      const isProbability = reads !== "number" && !fromLogits;
      if (!isProbability && task !== "regression") return;
      const removal = removeStage(last);
      report(last.span, {
        severity: isProbability ? "error" : "hint",
        message: isProbability
          ? `${last.id} makes something else of the probabilities`
          : `${last.id} puts the predictions on the scale of the batch`,
        why: isProbability
          ? `${output.loss.name} needs numbers from 0 to 1, and these have the mean 0`
          : "each prediction depends on the other rows of its batch",
        fix: removal
          ? { title: `without ${last.layer.word.name}`, edits: [removal], safe: false }
          : undefined,
        help: "take it away, or put it before the last layer",
        evidence: { layer: last.id, loss: output.loss.name },
      });
    },
  },
  examples: {
    bad: `input x: f32[8]
target kind: class(3)
x -> Dense(16, relu) -> Dense(3, softmax) -> ⟦BatchNormalization()⟧
train { loss = sparse_categorical_crossentropy }
`,
    good: `input x: f32[8]
target kind: class(3)
x -> Dense(16, relu) -> BatchNormalization() -> Dense(3) -> BatchNormalization() -> softmax
train { loss = sparse_categorical_crossentropy }
`,
    fixed: `input x: f32[8]
target kind: class(3)
x -> Dense(16, relu) -> Dense(3, softmax)
train { loss = sparse_categorical_crossentropy }
`,
  },
});

/** A layer that centres features, with nothing behind it but layers that move or drop elements. */
function lastNormalization(value: string, { graph }: CheckContext): LayerIR | undefined {
  for (const layer of graph.chainBefore(value)) {
    const facts = graph.facts(layer);
    if (facts.centersFeatures) return graph.learnsBefore(layer) ? layer : undefined;
    if (!facts.rearranges && !facts.regularizes) return undefined;
  }
  return undefined;
}
