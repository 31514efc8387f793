/** Networks of narrow relu layers that are dead from the start. */
import { isKnown } from "../../base/dim.ts";
import { layerFix, setActivation } from "../edits.ts";
import { type HiddenLayer, hiddenStacks } from "../hidden-stack.ts";
import type { ModelGraph } from "../model-graph.ts";
import { defineRule } from "../rule.ts";

/** Below this chance of a start with gradient the network is dead more often than not. */
const leastChance = 0.5;

export const narrowDeepRelu = defineRule({
  name: "narrow-deep-relu",
  severity: "warning",
  summary: "Narrow relu layers in a row are likely to start with all units off.",
  explain: {
    symptom:
      "All predictions are the same number and the loss does not change at all; with another seed the same network learns.",
    cause:
      "A relu unit is off where its weighted sum is below 0, which at the start is a matter of chance: one in two. If all units of one layer are off, everything behind sees zeros, and no gradient comes back: the network is born dead. With n units that happens in 2^-n of the starts, per layer. Narrow layers make it likely, and depth repeats the draw.",
    formula: "chance of a living start = product over layers of (1 - 2^(-width))",
    remedy:
      "Wider layers, leaky_relu or elu (which have a slope below 0), or a normalisation between the layers.",
    whenToIgnore: "Never, if another seed is not to change everything.",
    source: [
      "Lu, Shin, Su, Karniadakis: Dying ReLU and initialization (2020)",
      "AUTOTRAINER (Zhang et al., 2021)",
    ],
  },
  proof: { measure: "val_loss", bad: 0.65, fixed: 0.537 },
  visit: {
    model(model, report, { graph }) {
      for (const stack of hiddenStacks(model, graph)) {
        const widths = stack.flatMap((hidden) => widthOf(hidden, graph) ?? []);
        const chance = widths.reduce((product, { width }) => product * (1 - 0.5 ** width), 1);
        const [first] = [...widths].sort((a, b) => a.width - b.width);
        if (!first || chance >= leastChance) continue;
        const { use } = first.hidden;
        const percent = Math.round(100 * chance);
        report(use.span, {
          message: `${widths.length} narrow ${use.activation.word.name} layers: only ${percent} % of the starts can learn`,
          why: `all ${first.width} units are off in one of ${2 ** first.width} starts, and then nothing passes`,
          fix: layerFix(use.layer, [setActivation(use, "leaky_relu")], false),
          help: "wider layers, or leaky_relu",
          evidence: { layers: widths.length, narrowest: first.width, chance },
        });
      }
    },
  },
  examples: {
    bad: `input x: f32[8]
target y: real
x -> Dense(8, relu) -> Dense(1, ⟦relu⟧) -> Dense(8, relu) -> Dense(1)
train { loss = mse }
`,
    good: `input x: f32[8]
target y: real
x -> Dense(8, relu) -> Dense(2, relu) -> Dense(8, relu) -> Dense(1)
train { loss = mse }
`,
    fixed: `input x: f32[8]
target y: real
x -> Dense(8, relu) -> Dense(1, leaky_relu) -> Dense(8, relu) -> Dense(1)
train { loss = mse }
`,
  },
});

/** Windows slide over many places, of which each is a draw of its own: only maps of features are counted. */
function widthOf(hidden: HiddenLayer, graph: ModelGraph) {
  const { layer, use } = hidden;
  const width = layer.type.shape.length === 1 ? layer.type.shape[0] : undefined;
  if (!use.facts.dies || graph.facts(layer).mixes !== "features") return undefined;
  return width !== undefined && isKnown(width) ? { hidden, width } : undefined;
}
