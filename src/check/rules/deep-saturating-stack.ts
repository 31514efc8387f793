/** Many layers in a row whose activations are flat at both ends. */
import type { Edit, Fix } from "../../base/diagnostic.ts";
import { setActivation, textAfter } from "../edits.ts";
import { type HiddenLayer, hiddenStacks } from "../hidden-stack.ts";
import { defineRule } from "../rule.ts";
import { deepFrom } from "../saturation.ts";

export const deepSaturatingStack = defineRule({
  name: "deep-saturating-stack",
  severity: "warning",
  summary: "Many sigmoid or tanh layers in a row let the gradient vanish.",
  overrides: ["hidden-sigmoid"],
  explain: {
    symptom:
      "The loss stands at its first value for many epochs. The last layers change, the first ones hardly at all.",
    cause:
      "On its way back the gradient is multiplied by the slope of every activation. The slope of the sigmoid is at most 1/4, and less away from 0; ten layers leave a millionth. The first layers then learn nothing, and the others work on what random first layers give them.",
    formula: "|dL/dz_1| <= product over layers of (|W| * max slope);  sigmoid: (1/4)^5 < 0.001",
    remedy:
      "relu with he_normal; its slope is 1 for active units. Or normalise between the layers (BatchNormalization, LayerNormalization), or lead a skip around them: `Residual(…)`.",
    whenToIgnore:
      "With an initialisation made for it (orthogonal with a gain), when the gradient is seen to arrive.",
    source: [
      "AUTOTRAINER (Zhang et al., 2021)",
      "Glorot and Bengio (2010)",
      "Hochreiter: vanishing gradients (1991)",
    ],
  },
  proof: { measure: "val_loss", bad: 0.622, fixed: 0.536 },
  visit: {
    model(model, report, { graph }) {
      for (const stack of hiddenStacks(model, graph)) {
        const run = longestRun(stack);
        const [first, ...others] = run;
        const bound = first && deepFrom(first.use.facts);
        if (!first || bound === undefined || run.length < bound) continue;
        const name = first.use.activation.word.name;
        report(first.use.span, {
          message: `${run.length} ${name} layers in a row: hardly any gradient reaches the first one`,
          why: `from ${bound} of them on, training usually stalls`,
          related: others.slice(-1).map(({ use }) => ({ span: use.span, text: "the last of them" })),
          fix: reluEverywhere(run),
          help: "relu with he_normal, or a normalisation between the layers",
          evidence: { activation: name, layers: run.length, bound },
        });
      }
    },
  },
  examples: {
    bad: `input x: f32[8]
target sick: binary
x -> Dense(16, ⟦sigmoid⟧) -> Dense(16, sigmoid) -> Dense(16, sigmoid) -> Dense(16, sigmoid) -> Dense(16, sigmoid) -> Dense(1, sigmoid)
train { loss = binary_crossentropy }
`,
    good: `input x: f32[8]
target u: real
x -> Dense(16, tanh) -> Dense(16, tanh) -> Dense(16, tanh) -> Dense(16, tanh) -> Dense(16, tanh) -> Dense(1)
train { loss = mse }
`,
    fixed: `input x: f32[8]
target sick: binary
x -> Dense(16, relu) -> Dense(16, relu) -> Dense(16, relu) -> Dense(16, relu) -> Dense(16, relu) -> Dense(1, sigmoid)
train { loss = binary_crossentropy }
`,
  },
});

function longestRun(stack: readonly HiddenLayer[]): readonly HiddenLayer[] {
  let best: HiddenLayer[] = [];
  let run: HiddenLayer[] = [];
  for (const hidden of stack) {
    const bound = deepFrom(hidden.use.facts);
    const same = run.length === 0 || bound === deepFrom((run[0] as HiddenLayer).use.facts);
    if (bound === undefined || !same) run = [];
    if (bound !== undefined) run.push(hidden);
    if (run.length > best.length) best = run;
  }
  return best;
}

/** A block or a repeat stands once in the text, however many layers come of it. */
function reluEverywhere(run: readonly HiddenLayer[]): Fix | undefined {
  const edits = new Map<number, Edit>();
  for (const { use } of run) {
    if (!use.written) return undefined;
    const edit = setActivation(use, "relu");
    edits.set(edit.span.start, edit);
  }
  const [first] = run;
  const all = [...edits.values()];
  const title = first && `${textAfter(first.use.layer.layer.span ?? first.use.layer.span, all)}, and so on`;
  return title ? { title, edits: all, safe: false } : undefined;
}
