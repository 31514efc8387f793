/** Recurrent layers whose state nothing bounds. */
import { isKnown } from "../../base/dim.ts";
import type { ActivationDefinition } from "../../library/activation.ts";
import type { LayerIR } from "../../model/ir.ts";
import type { Instance } from "../../words/word.ts";
import type { CheckContext } from "../check-context.ts";
import { layerFix, removeArgument } from "../edits.ts";
import { defineRule } from "../rule.ts";

/** From so many steps on, a growth of a tenth a step is one of a hundred. */
const manySteps = 50;

export const recurrentUnbounded = defineRule({
  name: "recurrent-unbounded",
  severity: "hint",
  summary: "The activation of a recurrent layer has no upper end, and its state can grow from step to step.",
  explain: {
    symptom: "The loss is NaN after some batches, the sooner the longer the sequences are.",
    cause:
      "A recurrent layer multiplies its state by the same matrix in every step. tanh keeps the state between -1 and 1 whatever the matrix does; with relu a matrix that stretches by 1.1 makes 14,000 of 1 in a hundred steps.",

    remedy: "Leave the activation out: tanh is the default. Or cut the gradients: Adam(clipnorm = 1).",
    whenToIgnore: "Over few steps, or with initial weights near the identity.",
    source: [
      "Le et al.: A simple way to initialize recurrent networks of rectified linear units (2015)",
      "Pascanu et al.: On the difficulty of training recurrent neural networks (2013)",
    ],
  },
  visit: {
    layer(layer, report, context) {
      const { graph } = context;
      const { stateParam, wraps } = graph.facts(layer);
      if (stateParam === undefined) return;
      const { params, given } = wraps ?? layer.layer;
      const state = params[stateParam] as Instance<ActivationDefinition> | null | undefined;
      const place = given[stateParam];
      if (!state || !place || Number.isFinite(state.word.facts(state.params).range[1])) return;
      const length = stepsOf(layer, context);
      const edit = removeArgument(wraps ?? layer.layer, stateParam);
      const long = length !== undefined && length >= manySteps && !clips(context);
      report(place, {
        severity: long ? "warning" : "hint",
        message: `${state.word.name} lets the state of ${layer.id} grow without end`,
        why: length === undefined ? "from step to step" : `over ${length} steps`,
        fix: edit ? layerFix(layer, [edit], false) : undefined,
        help: "tanh, the default, bounds it; or clipnorm = 1 in the optimizer",
        evidence: { layer: layer.id, activation: state.word.name, steps: length ?? 0 },
      });
    },
  },
  examples: {
    bad: `input x: f32[100, 8]
x -> LSTM(64, activation = ⟦relu⟧) -> Dense(1)
train { loss = mse }
`,
    good: `input x: f32[100, 8]
x -> LSTM(64) -> Dense(1)
train { loss = mse }
`,
    fixed: `input x: f32[100, 8]
x -> LSTM(64) -> Dense(1)
train { loss = mse }
`,
  },
});

function stepsOf({ inputs }: LayerIR, { graph, model }: CheckContext): number | undefined {
  const source = inputs[0] as string;
  const [length] = (graph.producer(source) ?? model.inputs.find(({ id }) => id === source))?.type.shape ?? [];
  return length !== undefined && isKnown(length) ? length : undefined;
}

function clips({ model: { train } }: CheckContext): boolean {
  const { clipnorm, global_clipnorm, clipvalue } = train?.optimizer.params ?? {};
  return [clipnorm, global_clipnorm, clipvalue].some((value) => typeof value === "number");
}
