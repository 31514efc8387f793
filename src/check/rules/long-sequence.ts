/** Recurrent layers over very many steps. */
import { isKnown } from "../../base/dim.ts";
import { defineRule } from "../rule.ts";

/** Of steps. Texts of 200 to 400 words are read by LSTM layers in many books. */
const veryMany = 500;

export const longSequence = defineRule({
  name: "long-sequence",
  severity: "hint",
  summary: "A recurrent layer reads so many steps that hardly any gradient reaches the first ones.",
  explain: {
    symptom: "The network learns from the end of the sequences alone, slowly, and an epoch takes long.",
    cause:
      "The gradient goes back through every step, and each multiplies it by the same matrix and a slope below 1. Gates of LSTM and GRU carry it over some hundred steps, a simple layer over some ten.",

    remedy: "Shorten the sequence first, by a convolution with strides or by pooling; or use attention.",
    whenToIgnore: "Where each step has a target of its own, or only the end of the sequence matters.",
    source: [
      "Bengio et al.: Learning long-term dependencies with gradient descent is difficult (1994)",
      "Chollet: Deep learning with Python, on sequences",
    ],
  },
  visit: {
    layer(layer, report, { graph, model }) {
      const { steps, mixes } = graph.facts(layer);
      if (steps?.gives !== "last" || mixes !== "sequence") return;
      const source = layer.inputs[0] as string;
      const before = graph.producer(source);
      const [length] = (before ?? model.inputs.find(({ id }) => id === source))?.type.shape ?? [];
      if (
        length === undefined ||
        !isKnown(length) ||
        length <= veryMany ||
        layer.layer.params.units === undefined
      )
        return;
      report(layer.span, {
        message: `${layer.id} reads ${length} steps, and gives an answer after the last`,
        why: "hardly any gradient reaches the first ones",
        help: "shorten the sequence first: Conv1D with strides, or pooling",
        evidence: { layer: layer.id, steps: length, bound: veryMany },
      });
    },
  },
  examples: {
    bad: `input x: f32[1000, 2]
x -> ⟦GRU(32)⟧ -> Dense(1)
train { loss = mse }
`,
    good: `input x: f32[1000, 2]
x -> Conv1D(16, 8, strides = 4, activation = relu) -> GRU(32) -> Dense(1)
train { loss = mse }
`,
    fixed: `input x: f32[1000, 2]
x -> AveragePooling1D(10) -> GRU(32) -> Dense(1)
train { loss = mse }
`,
  },
});
