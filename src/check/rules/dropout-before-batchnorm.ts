/** Dropout in front of batch normalisation. */
import { dropRate } from "../drop-rate.ts";
import { defineRule } from "../rule.ts";

export const dropoutBeforeBatchnorm = defineRule({
  name: "dropout-before-batchnorm",
  severity: "hint",
  summary: "Dropout before batch normalisation makes it learn statistics that prediction does not have.",
  explain: {
    symptom:
      "Validation and prediction are worse than the training loss promises, and differ from run to run.",
    cause:
      "Dropout keeps the mean of a feature but widens it: at rate r the mean square grows by 1 / (1 - r). Batch normalisation learns that width while training. When the network predicts, nothing is dropped, the features are narrower, and what comes out has another scale than the layers behind it were trained on.",
    formula: "E[y^2] = x^2 / (1 - r) while training, x^2 when predicting",
    remedy:
      "Normalise first and drop afterwards: … -> BatchNormalization() -> relu -> Dropout(0.3); or do without one of the two.",
    whenToIgnore: "With small rates the shift is small too: 0.1 widens by 5 %.",
    source: [
      "Li et al.: Understanding the disharmony between dropout and batch normalization by variance shift (2019)",
      "NeuraLint (Nikanjam et al., 2021)",
    ],
  },
  visit: {
    layer(layer, report, { graph }) {
      const rate = dropRate(layer, graph);
      if (rate === undefined || rate >= 1) return;
      for (let next = graph.consumers(layer.id); next.length === 1; ) {
        const [one] = next;
        if (!one) return;
        const facts = graph.facts(one);
        if (facts.centersFeatures) {
          report(layer.span, {
            message: `dropout before ${one.id}`,
            why: `while training the features are ${Math.round(100 * (1 / Math.sqrt(1 - rate) - 1))} % wider than when predicting`,
            related: [{ span: one.span, text: "learns their width" }],
            help: "put the dropout behind the normalisation",
            evidence: { rate, normalization: one.id },
          });
          return;
        }
        // A kernel mixes many features, and what was dropped from single ones averages out.
        if (facts.learns) return;
        next = graph.consumers(one.id);
      }
    },
  },
  examples: {
    bad: `input x: f32[8]
target sick: binary
x -> Dense(16, relu) -> ⟦Dropout(0.3)⟧ -> BatchNormalization() -> Dense(1, sigmoid)
train { loss = binary_crossentropy }
`,
    good: `input x: f32[8]
target sick: binary
x -> Dropout(0.3) -> Dense(16, relu) -> BatchNormalization() -> Dense(1, sigmoid)
train { loss = binary_crossentropy }
`,
    fixed: `input x: f32[8]
target sick: binary
x -> Dense(16, relu) -> BatchNormalization() -> Dropout(0.3) -> Dense(1, sigmoid)
train { loss = binary_crossentropy }
`,
  },
});
