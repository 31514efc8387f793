/** Very many layers in a row without a way around. */
import { hiddenStacks } from "../hidden-stack.ts";
import { defineRule } from "../rule.ts";

/** Hidden layers: VGG had 18 and was trained in stages; 20 are trained in books; of 32 and 54 the deeper was the worse. */
const tooDeep = 25;

export const plainDepth = defineRule({
  name: "plain-depth",
  severity: "warning",
  summary:
    "So many layers follow each other, without normalisation and without a way around, that training stalls.",
  explain: {
    symptom: "The training loss itself stays higher than that of a network half as deep.",
    cause:
      "Each layer hands on what the one before has made, a little distorted, and the gradient comes back the same way. In a plain row of dozens neither arrives; deeper plain networks learn the training rows worse than shallower ones.",

    remedy:
      "Residual(…) around every two layers, BatchNormalization or LayerNormalization between them, or fewer layers.",
    whenToIgnore: "With selu and LeCun initial weights, which keep mean and variance (not reported).",
    source: [
      "He et al.: Deep residual learning for image recognition (2015)",
      "Glorot and Bengio: Understanding the difficulty of training deep feedforward neural networks (2010)",
    ],
  },
  visit: {
    model(model, report, { graph }) {
      for (const stack of hiddenStacks(model, graph)) {
        const [first] = stack;
        if (!first || stack.length < tooDeep || stack.some(({ use }) => use.facts.initializer === "lecun"))
          continue;
        report(first.layer.span, {
          message: `${stack.length} layers in a row without a way around them`,
          why: `from about ${tooDeep} on, more of them learn less`,
          help: "Residual(…) around every two of them, or a normalisation between them",
          evidence: { layers: stack.length, bound: tooDeep },
        });
      }
    },
  },
  examples: {
    bad: `input x: f32[32]
x -> repeat 30 { ⟦Dense(64, relu)⟧ } -> Dense(1)
train { loss = mse }
`,
    good: `input x: f32[32]
x -> repeat 15 { Dense(64, relu) -> Dense(64, relu) -> LayerNormalization() } -> Dense(1)
train { loss = mse }
`,
    fixed: `input x: f32[32]
x -> Dense(64, relu) -> repeat 15 { Residual(Dense(64, relu) -> Dense(64)) } -> Dense(1)
train { loss = mse }
`,
  },
});
