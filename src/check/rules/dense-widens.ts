/** Dense layers that grow towards a small output. */
import { isKnown } from "../../base/dim.ts";
import type { LayerIR } from "../../model/ir.ts";
import type { CheckContext } from "../check-context.ts";
import { layerFix } from "../edits.ts";
import { defineRule } from "../rule.ts";
import { setUnits } from "../units.ts";

/** Below twice the width, a layer that widens is a matter of taste. */
const growth = 2;

export const denseWidens = defineRule({
  name: "dense-widens",
  severity: "hint",
  summary: "A hidden layer is more than twice as wide as the hidden layer before it.",
  explain: {
    symptom: "None by itself; many weights that hold no more than the narrow layer before lets through.",
    cause:
      "All that a layer knows of a row is what the layer before it says. A wide layer behind a narrow one can bend these few numbers in more ways, but cannot bring back what the narrow one has thrown away. From features to a few outputs, layers usually keep their width or get narrower.",
    formula: "weights = units before * units;  information <= units before",
    remedy: "Equal widths, or falling ones (128, 64, 32).",
    whenToIgnore:
      "In auto-encoders and other networks with a bottleneck on purpose; the first hidden layer may be as wide as you like.",
    source: ["NeuraLint (Nikanjam et al., 2021)"],
  },
  visit: {
    layer(layer, report, context) {
      const { graph, model } = context;
      if (!isHiddenMap(layer)) return;
      const before = nearestLearner(layer, context);
      if (!before || !isHiddenMap(before)) return;
      const [narrow, wide] = [before.type.shape.at(-1), layer.type.shape.at(-1)];
      if (narrow === undefined || wide === undefined || !isKnown(narrow) || !isKnown(wide)) return;
      if (
        wide <= growth * narrow ||
        Math.max(...model.outputs.map(({ type }) => sizeOfLast(type.shape))) > narrow
      )
        return;
      const edit = setUnits(layer, narrow);
      report(layer.span, {
        message: `${wide} units behind ${narrow}`,
        why: `they know no more of a row than ${narrow} numbers`,
        related: [{ span: before.span, text: `lets ${narrow} numbers through` }],
        fix: edit ? layerFix(layer, [edit], false) : undefined,
        help: "equal widths, or falling ones",
        evidence: { layer: layer.id, units: wide, before: narrow, bound: growth },
      });
      function isHiddenMap(one: LayerIR): boolean {
        const { learns, mixes } = graph.facts(one);
        return (
          learns &&
          mixes === "features" &&
          one.type.shape.length === 1 &&
          graph.bends(one) &&
          graph.learnsAfter(one)
        );
      }
    },
  },
  examples: {
    bad: `input x: f32[30]
target sick: binary
x -> Dense(16, relu) -> ⟦Dense(64, relu)⟧ -> Dense(1, sigmoid)
train { loss = binary_crossentropy }
`,
    good: `input x: f32[30]
target sick: binary
x -> Dense(64, relu) -> Dense(16, relu) -> Dense(1, sigmoid)
train { loss = binary_crossentropy }
`,
    fixed: `input x: f32[30]
target sick: binary
x -> Dense(16, relu) -> Dense(16, relu) -> Dense(1, sigmoid)
train { loss = binary_crossentropy }
`,
  },
});

/** Looks no further than it has to: chains may be thousands of layers long. */
function nearestLearner(layer: LayerIR, { graph }: CheckContext): LayerIR | undefined {
  for (const one of graph.chainBefore(layer.inputs[0] as string)) if (graph.facts(one).learns) return one;
  return undefined;
}

function sizeOfLast(shape: readonly unknown[]): number {
  const last = shape.at(-1);
  return typeof last === "number" ? last : 1;
}
