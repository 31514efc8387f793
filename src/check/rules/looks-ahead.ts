/** Networks that are asked for the next word and see it. */
import type { LayerIR, TensorId } from "../../model/ir.ts";
import type { ModelGraph } from "../model-graph.ts";
import { defineRule } from "../rule.ts";

export const looksAhead = defineRule({
  name: "looks-ahead",
  severity: "hint",
  summary:
    "Each step is asked for one of the same words that come in, and a layer sees the steps that follow.",
  explain: {
    symptom:
      "The loss falls to nearly 0 within an epoch, and text that is written word after word makes no sense.",
    cause:
      "To predict the next word, a network may look at the words before it. A bidirectional layer and attention without a causal mask look at those behind as well, and the next word is one of them: it is copied, not predicted.",

    remedy: "use_causal_mask = true for attention; a recurrent layer that reads forward alone.",
    whenToIgnore:
      "Where the targets are other marks of the same words (parts of speech), or words that are hidden in the input.",
    source: [
      "Radford et al.: Improving language understanding by generative pre-training (2018)",
      "Keras: text generation with a miniature GPT",
    ],
  },
  visit: {
    output(output, report, { graph }) {
      const { target } = output.ir;
      if (target?.kind !== "class" || target.shape.length !== 1) return;
      const behind = allBefore(output.ir.value, graph);
      const looking = behind.find((layer) => graph.facts(layer).looksAhead);
      const table = behind.find((layer) => {
        const rows = graph.facts(layer).looksUp?.rows;
        return rows !== undefined && rows === target.classes && layer.type.shape[0] === target.shape[0];
      });
      if (!looking || !table) return;
      report(looking.span, {
        message: `${looking.id} sees the steps that follow, and each step is asked for a word`,
        why: "if the next one is asked, it can be copied",
        related: [{ span: table.span, text: "the same words come in" }],
        help: "use_causal_mask = true, or a layer that reads forward alone",
        evidence: { layer: looking.id, table: table.id },
      });
    },
  },
  examples: {
    bad: `input words: i32[60]
target next: class(800)[60]
words -> Embedding(800, 64) -> ⟦Bidirectional(LSTM(64, return_sequences = true))⟧ -> Dense(800, softmax)
train { loss = sparse_categorical_crossentropy }
`,
    good: `input words: i32[60]
target kind: class(12)[60]
words -> Embedding(800, 64) -> Bidirectional(LSTM(64, return_sequences = true)) -> Dense(12, softmax)
train { loss = sparse_categorical_crossentropy }
`,
    fixed: `input words: i32[60]
target next: class(800)[60]
words -> Embedding(800, 64) -> LSTM(64, return_sequences = true) -> Dense(800, softmax)
train { loss = sparse_categorical_crossentropy }
`,
  },
});

function allBefore(end: TensorId, graph: ModelGraph): readonly LayerIR[] {
  const found = new Set<LayerIR>();
  const waiting = [end];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    const layer = graph.producer(id);
    if (!layer || found.has(layer)) continue;
    found.add(layer);
    waiting.push(...layer.inputs);
  }
  return [...found];
}
