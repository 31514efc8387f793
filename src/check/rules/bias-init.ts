/** Hidden biases that do not start at 0. */

import { constantStart } from "../../library/constant-start.ts";
import type { WeightIR } from "../../model/ir.ts";
import { short } from "../data-values.ts";
import { replace } from "../edits.ts";
import { defineRule } from "../rule.ts";

/** 0.01 or 0.1 is a known way to start relu units in their live half. */
const harmless = 0.1;

export const biasInit = defineRule({
  name: "bias-init",
  severity: "hint",
  summary: "Biases of hidden layers start far from 0.",
  explain: {
    symptom: "Units start all on or all off; the first epochs are spent on bringing the biases back.",
    cause:
      "The kernel's random values already make the units differ. A bias shifts the sum of a unit for every row alike: started at 1, it decides before the row is looked at; started at random, it adds noise and nothing else.",
    remedy:
      "Leave bias_initializer out: zeros. On the output a start at the mean of the targets (or the log odds of the classes) is a good idea, and is not reported.",
    whenToIgnore: "For forget gates and the like, where a bias of 1 is meant.",
    source: [
      "NeuraLint rule on biases (Nikanjam et al., 2021)",
      "Goodfellow, Bengio, Courville: Deep Learning, section 8.4",
    ],
  },
  visit: {
    layer(layer, report, { graph }) {
      if (!graph.facts(layer).learns || graph.facts(layer).normalizes || !graph.learnsAfter(layer)) return;
      for (const { path, spec } of layer.weights.filter(isBias)) {
        const { initializer } = spec;
        const span = initializer.span;
        const value = constantStart(spec.initializer);
        if (!span || (value !== undefined && Math.abs(value) <= harmless)) continue;
        report(span, {
          message: `${path} starts ${value === undefined ? "at random" : `at ${short(value)}`}`,
          why:
            value === undefined
              ? "the kernel's random values are enough"
              : "shifts every unit before it has seen a row",
          fix: { title: "zeros", edits: [replace(span, "zeros")], safe: false },
          help: "zeros",
          evidence: { weight: path, initializer: initializer.word.name },
        });
      }
    },
  },
  examples: {
    bad: `input x: f32[8]
target y: real
x -> Dense(16, relu, bias_initializer = ⟦ones⟧) -> Dense(1)
train { loss = mse }
`,
    good: `input x: f32[8]
target y: real
x -> Dense(16, relu, bias_initializer = Constant(0.1)) -> Dense(1)
train { loss = mse }
`,
    fixed: `input x: f32[8]
target y: real
x -> Dense(16, relu, bias_initializer = zeros) -> Dense(1)
train { loss = mse }
`,
  },
});

function isBias({ name, spec }: WeightIR): boolean {
  return name.includes("bias") && spec.trainable && spec.shape.length === 1;
}
