/** Masks that end before anything heeds them. */
import type { LayerIR } from "../../model/ir.ts";
import { removeArgument } from "../edits.ts";
import type { ModelGraph } from "../model-graph.ts";
import { defineRule } from "../rule.ts";

export const maskLost = defineRule({
  name: "mask-lost",
  severity: "warning",
  summary: "mask_zero is asked for, and the next layer ends the mask.",
  explain: {
    symptom:
      "Short texts are judged by their padding: the same text with more zeros behind it gives another prediction.",
    cause:
      "A mask says which steps only fill up. It travels with its tensor to the layers that know of it: recurrent ones, attention, averages. A layer that moves or mixes steps (Flatten, a convolution) takes all of them, and behind it there is no mask any more.",

    remedy: "Use a layer that heeds the mask (GlobalAveragePooling1D, LSTM), or leave mask_zero out.",
    whenToIgnore: "Where the file says for later what the layer could do.",
    source: ["Keras guide: understanding masking and padding"],
  },
  visit: {
    layer(layer, report, { graph }) {
      const given = layer.layer.given.mask_zero;
      if (!given || layer.layer.params.mask_zero !== true) return;
      const end = endOfMask(layer, graph);
      if (!end) return;
      const edit = removeArgument(layer.layer, "mask_zero");
      report(given, {
        message: `the mask ends at ${end.id}, and nothing has heeded it`,
        why: "zeros that fill up count like words",
        related: [{ span: end.span, text: "takes all steps alike" }],
        fix: edit ? { title: "without mask_zero", edits: [edit], safe: false } : undefined,
        help: "GlobalAveragePooling1D and recurrent layers heed it",
        evidence: { table: layer.id, ends: end.id },
      });
    },
  },
  examples: {
    bad: `input words: i32[40]
words -> Embedding(1000, 16, mask_zero = ⟦true⟧) -> Flatten() -> Dense(1, sigmoid)
train { loss = binary_crossentropy }
`,
    good: `input words: i32[40]
words -> Embedding(1000, 16, mask_zero = true) -> GlobalAveragePooling1D() -> Dense(1, sigmoid)
train { loss = binary_crossentropy }
`,
    fixed: `input words: i32[40]
words -> Embedding(1000, 16) -> Flatten() -> Dense(1, sigmoid)
train { loss = binary_crossentropy }
`,
  },
});

/** Along a single way: the layer that moves or mixes steps and hands no mask on. */
function endOfMask(table: LayerIR, graph: ModelGraph): LayerIR | undefined {
  for (let layer = table; ; ) {
    const [next, ...others] = graph.consumers(layer.id);
    if (!next || others.length > 0 || next.inputs.length !== 1) return undefined;
    const { rearranges, mixes } = graph.facts(next);
    if (next.layer.word.mask === undefined) return rearranges || mixes === "window" ? next : undefined;
    if (next.layer.word.mask !== "keep") return undefined;
    layer = next;
  }
}
