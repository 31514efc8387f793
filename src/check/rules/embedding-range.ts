/** Indices for which a table has no row. */
import { isKnown } from "../../base/dim.ts";
import { classesOf } from "../../data/categories.ts";
import type { InputIR } from "../../model/ir.ts";
import type { CheckContext } from "../check-context.ts";
import { layerFix, setArgument } from "../edits.ts";
import { defineRule } from "../rule.ts";

export const embeddingRange = defineRule({
  name: "embedding-range",
  severity: "error",
  summary: "A table of vectors or effects has fewer rows than there are indices.",
  explain: {
    symptom:
      "Keras stops with an index that is out of range, or reads zeros on some machines; the words or categories beyond the end are never learned.",
    cause:
      "An Embedding keeps a vector for each index from 0 to input_dim - 1. The vocabulary of `tokens` counts the index that fills up and the one of unknown words; a column of numbers needs one row more than its largest number. A RandomEffect keeps an effect for each group in the same way, and takes those beyond the end for groups that it has never seen.",
    formula: "rows of the table >= largest index + 1",
    remedy: "Take the number from one place: `param vocab = 8_000` for both, or `categories(column)`.",
    whenToIgnore: "Never.",
    source: ["Shape faults in deep learning programs (Wu et al., 2021)"],
  },
  visit: {
    layer(layer, report, context) {
      const size = context.graph.facts(layer).looksUp;
      const input = context.model.inputs.find(({ id }) => id === layer.inputs[0]);
      if (!size || !input || !isKnown(size.rows)) return;
      const wanted = indicesOf(input, context);
      if (!wanted || wanted.count <= size.rows) return;
      report(layer.layer.given[size.param] ?? layer.span, {
        message: `${wanted.name} has indices from 0 to ${wanted.count - 1}, and the table ends at ${size.rows - 1}`,
        why: `${wanted.count - size.rows} of them have no row`,
        fix: layerFix(layer, [setArgument(layer, size.param, String(wanted.count))], false),
        help: `${size.param} = ${wanted.count}`,
        evidence: { rows: size.rows, indices: wanted.count, of: wanted.name },
      });
    },
  },
  examples: {
    bad: `input words: i32[40]
words -> Embedding(⟦500⟧, 16) -> GlobalAveragePooling1D() -> Dense(1, sigmoid)
data { source = csv("mails.csv"), features = tokens(body, vocabulary = 1000), target = spam, split = [0.8, 0.2] }
train { loss = binary_crossentropy }
`,
    good: `param vocab = 1000
input words: i32[40]
words -> Embedding(vocab, 16) -> GlobalAveragePooling1D() -> Dense(1, sigmoid)
data { source = csv("mails.csv"), features = tokens(body, vocabulary = vocab), target = spam, split = [0.8, 0.2] }
train { loss = binary_crossentropy }
`,
    fixed: `input words: i32[40]
words -> Embedding(1000, 16) -> GlobalAveragePooling1D() -> Dense(1, sigmoid)
data { source = csv("mails.csv"), features = tokens(body, vocabulary = 1000), target = spam, split = [0.8, 0.2] }
train { loss = binary_crossentropy }
`,
  },
});

interface Indices {
  readonly count: number;
  readonly name: string;
}

/** By the section, by the data, or as declared. */
function indicesOf(input: InputIR, { model, plan }: CheckContext): Indices | undefined {
  const spec = model.data?.features;
  const written = spec?.[input.name] ?? (model.inputs.length === 1 ? spec?.[""] : undefined);
  const [first] = written && written.terms !== "all" ? written.terms : [];
  if (first?.transform?.word.takes === "text") {
    return { count: first.transform.word.classes(first.transform.params), name: first.field };
  }
  const terms = plan?.inputs.find(({ name }) => name === input.name)?.terms;
  const counts = terms?.flatMap(({ field, transform, categorical }): readonly Indices[] => {
    if (transform) return [];
    if (categorical) return [{ count: classesOf(field.categories ?? []).length, name: field.name }];
    return field.statistics ? [{ count: field.statistics.maximum + 1, name: field.name }] : [];
  });
  const most = counts?.reduce<Indices | undefined>((a, b) => (a && a.count >= b.count ? a : b), undefined);
  if (most || terms || !input.range) return most;
  return { count: Math.floor(input.range[1]) + 1, name: `input ${input.name}` };
}
