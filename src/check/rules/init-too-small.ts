/** Weights that start too close to 0, over the depth of the network. */
import { short } from "../data-values.ts";
import { replace } from "../edits.ts";
import { hiddenStacks } from "../hidden-stack.ts";
import { initialGain, usualInitializer } from "../initial-gain.ts";
import { defineRule } from "../rule.ts";

/** A thousandth of the signal, and of the gradient, is left: AlexNet's fixed deviations leave a hundredth and are right. */
const leastGain = 0.001;

/** A def of the file: the library's words have examples. */
function isWritten({ examples }: { readonly examples?: readonly unknown[] }): boolean {
  return examples?.length === 0;
}

export const initTooSmall = defineRule({
  name: "init-too-small",
  severity: "warning",
  summary: "The initial weights are so small that hardly any signal passes the hidden layers.",
  explain: {
    symptom: "The loss stands at that of guessing for many epochs, then suddenly falls, or never does.",
    cause:
      "A layer multiplies the spread of its input by the deviation of its weights times the root of its inputs, on the way forward and about so on the way back. With factors below 1 the signal shrinks with each layer until the output depends on the biases alone.",
    formula: "signal at layer k ~ product of (deviation * sqrt(inputs)) over the layers before",
    remedy:
      "he_normal before relu, glorot_uniform before tanh and sigmoid: their factor is about 1 at every width.",
    whenToIgnore:
      "With batch normalisation between the layers (then the rule is silent), or where a small start is meant for the last layer only.",
    source: ["TheDeepChecker (Ben Braiek and Khomh, 2023)", "Glorot and Bengio (2010)"],
  },
  visit: {
    model(model, report, { graph }) {
      for (const stack of hiddenStacks(model, graph)) {
        const gains = stack.flatMap(({ layer, use }) => {
          const initial = initialGain(layer, graph);
          // What a formula of the file makes of a small sum is its own: sin(30 * x) widens it.
          return initial && !isWritten(use.activation.word) ? [{ layer, ...initial }] : [];
        });
        const left = gains.reduce((product, { gain }) => product * Math.min(1, gain), 1);
        const [weakest] = [...gains].sort((a, b) => a.gain - b.gain);
        if (!weakest || left >= leastGain) continue;
        const better = usualInitializer(weakest.layer, graph);
        report(weakest.span, {
          message: `the initial weights pass on ${short(left)} of the signal`,
          why: `a deviation of ${short(weakest.deviation)} over ${weakest.fanIn} inputs keeps ${short(weakest.gain)} of it`,
          fix: {
            title: better,
            edits: gains.map(({ layer, span }) => replace(span, usualInitializer(layer, graph))),
            safe: false,
          },
          help: `${better} keeps the spread`,
          evidence: { weight: weakest.path, layers: gains.length, left, bound: leastGain },
        });
      }
    },
  },
  examples: {
    bad: `input x: f32[64]
target y: real
x -> Dense(64, relu, kernel_initializer = ⟦RandomNormal(stddev = 0.0001)⟧) -> Dense(1)
train { loss = mse }
`,
    good: `input x: f32[64]
target y: real
x -> Dense(64, relu, kernel_initializer = RandomNormal(stddev = 0.05)) -> Dense(1)
train { loss = mse }
`,
    fixed: `input x: f32[64]
target y: real
x -> Dense(64, relu, kernel_initializer = he_normal) -> Dense(1)
train { loss = mse }
`,
  },
});
