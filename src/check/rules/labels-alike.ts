/** Names that differ only in how they are written. */
import { exampleTable, nameColumn, numberColumn } from "../example-data.ts";
import { defineRule } from "../rule.ts";

export const labelsAlike = defineRule({
  name: "labels-alike",
  severity: "warning",
  summary: "Two values of a column differ only in capitals or spaces.",
  explain: {
    symptom: "One class more than there should be, and rows of two classes that nothing tells apart.",
    cause:
      "`Cat`, `cat` and `cat ` are three texts, so they are three classes (or three columns of a one-hot code). The network is taught that equal things are different, and no accuracy can come near 1.",
    remedy: "Write the values in one way in the file.",
    whenToIgnore: "Where capitals mean something, as in codes of blood groups or genes.",
    source: ["Questions on Stack Overflow about an unexpected number of classes"],
  },
  visit: {
    data(_, report, { plan }) {
      if (!plan) return;
      const ends = [...plan.outputs, ...plan.inputs];
      for (const { field, categorical, span } of ends.flatMap(({ terms }) => terms)) {
        const pair = categorical && field.categories && alike(field.categories);
        if (!pair) continue;
        const [first, second] = pair;
        report(span, {
          message: `${field.name} holds ${JSON.stringify(first)} and ${JSON.stringify(second)}`,
          why: "they count as two different things",
          help: "write them in one way in the data",
          evidence: { column: field.name, first, second },
        });
      }
    },
  },
  examples: {
    header: exampleTable(500, [
      numberColumn("rooms", -2, 2),
      nameColumn("kind", { Cat: 100, cat: 200, dog: 200 }),
      nameColumn("size", { big: 250, small: 250 }),
    ]),
    bad: `Dense(16, relu) -> Dense(3, softmax)
data { source = csv("table.csv"), features = [rooms], target = ⟦kind⟧, split = [0.8, 0.2] }
train { loss = sparse_categorical_crossentropy, epochs = 40 }
`,
    good: `Dense(16, relu) -> Dense(1, sigmoid)
data { source = csv("table.csv"), features = [rooms], target = size, split = [0.8, 0.2] }
train { loss = binary_crossentropy, epochs = 40 }
`,
    fixed: `Dense(16, relu) -> Dense(1, sigmoid)
data { source = csv("table.csv"), features = [rooms], target = size, split = [0.8, 0.2] }
train { loss = binary_crossentropy, epochs = 40 }
`,
  },
});

function alike(categories: readonly string[]): readonly [string, string] | undefined {
  const seen = new Map<string, string>();
  for (const category of categories) {
    const plain = category
      .trim()
      .replace(/[\s_-]+/g, " ")
      .toLowerCase();
    const other = seen.get(plain);
    if (other !== undefined) return [other, category];
    seen.set(plain, category);
  }
  return undefined;
}
