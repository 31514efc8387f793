/** Tables that are asked for a row by an amount. */
import type { LayerIR } from "../../model/ir.ts";
import type { ModelGraph } from "../model-graph.ts";
import { defineRule } from "../rule.ts";

export const embeddingOfAmounts = defineRule({
  name: "embedding-of-amounts",
  severity: "error",
  summary: "What a table looks up is the result of a layer, and no number of a row.",
  explain: {
    symptom: "The loss stands still, or training stops because there is no such row.",
    cause:
      "An embedding takes the row whose number comes in. The result of a layer is a fraction that is cut to a whole number, most often 0, and the row that is chosen has no slope by it: nothing before the table learns.",

    remedy:
      "Give the table indices as they come from the data: categories, words. Amounts need no table, Dense takes them.",
    whenToIgnore: "Where the layer really gives whole numbers from 0 on.",
    source: ["Keras: Embedding", "Shape faults in deep learning programs (Wu et al., 2021)"],
  },
  visit: {
    layer(layer, report, { graph }) {
      if (!graph.facts(layer).looksUp) return;
      const maker = makerOf(layer, graph);
      if (!maker) return;
      report(layer.span, {
        message: `${layer.id} looks up rows by what ${maker.id} gives`,
        why: "these are amounts, and no numbers of rows",
        related: [{ span: maker.span, text: "comes from here" }],
        help: "put the table first, on indices of the data; amounts enter Dense",
        evidence: { table: layer.id, from: maker.id },
      });
    },
  },
  examples: {
    bad: `input x: f32[40]
x -> Dense(20, relu) -> ⟦Embedding(1000, 16)⟧ -> Flatten() -> Dense(1, sigmoid)
train { loss = binary_crossentropy }
`,
    good: `input x: i32[40]
x -> Embedding(1000, 16) -> Flatten() -> Dense(20, relu) -> Dense(1, sigmoid)
train { loss = binary_crossentropy }
`,
    fixed: `input x: f32[40]
x -> Dense(20, relu) -> Dense(1, sigmoid)
train { loss = binary_crossentropy }
`,
  },
});

/** The first layer before that makes numbers of its own. */
function makerOf(layer: LayerIR, graph: ModelGraph): LayerIR | undefined {
  for (const before of graph.chainBefore(layer.inputs[0] as string)) {
    const facts = graph.facts(before);
    if (facts.learns || facts.normalizes || facts.affine || graph.activation(before)?.facts.nonlinear)
      return before;
    if (!facts.rearranges) return undefined;
  }
  return undefined;
}
