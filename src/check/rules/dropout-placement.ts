/** Dropout that is doubled, or that sits on a layer too small for it. */

import type { Fix } from "../../base/diagnostic.ts";
import { isKnown } from "../../base/dim.ts";
import type { LayerIR } from "../../model/ir.ts";
import { dropRate } from "../drop-rate.ts";
import type { ModelGraph } from "../model-graph.ts";
import { defineRule } from "../rule.ts";
import { removeStage } from "../stage-edits.ts";

/** With fewer units than this, dropping one changes the whole of what the layer says. */
const tiny = 8;
/** Of raw features; a tenth or two is a usual way of making an input noisy. */
const muchOfInput = 0.3;

export const dropoutPlacement = defineRule({
  name: "dropout-placement",
  severity: "hint",
  summary: "Dropout is doubled, or sits on a very small layer.",
  explain: {
    symptom:
      "The network underfits: training loss stays above what the same network reaches without dropout.",
    cause:
      "Two dropouts in a row drop more than either rate says: 0.5 twice leaves a quarter. On a layer of a few units each one matters, and dropping it takes away something that the others cannot say.",
    formula: "rates p and q in a row drop 1 - (1 - p) * (1 - q)",
    remedy: "Keep one of the two; leave dropout out of narrow layers.",
    whenToIgnore: "When a sum of rates is what you want.",
    source: ["NeuraLint rules on dropout (Nikanjam et al., 2021)"],
  },
  visit: {
    layer(layer, report, { graph }) {
      const rate = dropRate(layer, graph);
      if (rate === undefined) return;
      const before = graph.producer(layer.inputs[0] as string);
      const first = before && dropRate(before, graph);
      const width = layer.type.shape.at(-1);
      const narrow = width !== undefined && isKnown(width) && width < tiny && layer.type.shape.length === 1;
      if (before && first !== undefined) {
        const both = Number((1 - (1 - first) * (1 - rate)).toPrecision(3));
        report(layer.span, {
          message: `two dropouts in a row drop ${both}`,
          why: `drops ${rate} of what the first one has left`,
          related: [{ span: before.span, text: `drops ${first}` }],
          fix: removal(layer),
          help: "keep one of the two",
          evidence: { first, second: rate, together: both },
        });
      } else if (narrow && rate >= muchOfInput && !graph.learnsBefore(layer)) {
        report(layer.span, {
          message: `dropout of ${rate} on ${width} features`,
          why: "most rows are learned from without the features that tell them apart",
          fix: removal(layer),
          help: "leave it out, or drop 0.1 at most",
          evidence: { units: width, rate },
        });
      } else if (before && normalizesItself(before, graph) && !graph.facts(layer).keepsMoments) {
        report(layer.span, {
          message: "dropout behind selu",
          why: "selu keeps mean and variance from layer to layer, and dropout changes both",
          help: "AlphaDropout keeps them",
          evidence: { rate },
        });
      } else if (graph.learnsBefore(layer) && width !== undefined && isKnown(width) && width < tiny) {
        report(layer.span, {
          message: `dropout on a layer of ${width} units`,
          why: "each of so few units matters",
          fix: removal(layer),
          help: "leave it out, or widen the layer",
          evidence: { units: width, rate },
        });
      }
    },
  },
  examples: {
    bad: `input x: f32[8]
target sick: binary
x -> Dense(64, relu) -> Dropout(0.3) -> ⟦Dropout(0.3)⟧ -> Dense(1, sigmoid)
train { loss = binary_crossentropy }
`,
    good: `input x: f32[8]
target sick: binary
x -> Dense(64, relu) -> Dropout(0.3) -> Dense(32, relu) -> Dropout(0.3) -> Dense(1, sigmoid)
train { loss = binary_crossentropy }
`,
    fixed: `input x: f32[8]
target sick: binary
x -> Dense(64, relu) -> Dropout(0.3) -> Dense(1, sigmoid)
train { loss = binary_crossentropy }
`,
  },
});

/** The activation was made for LeCun's initial weights: it keeps mean and variance by itself. */
function normalizesItself(layer: LayerIR, graph: ModelGraph): boolean {
  return graph.activation(layer)?.facts.initializer === "lecun";
}

function removal(layer: LayerIR): Fix | undefined {
  const edit = removeStage(layer);
  return edit ? { title: "without this stage", edits: [edit], safe: false } : undefined;
}
