/** Rows sorted by their labels, cut or fed in order. */
import type { PlannedTerm } from "../../data/planned.ts";
import type { CheckContext } from "../check-context.ts";
import { exampleTable, nameColumn, numberColumn } from "../example-data.ts";
import { defineRule } from "../rule.ts";
import { replaceIn } from "../section-edits.ts";

export const splitUnshuffled = defineRule({
  name: "split-unshuffled",
  severity: "warning",
  summary: "The rows are sorted by their labels, and they are cut or fed without shuffling.",
  explain: {
    symptom:
      "Validation accuracy near 0 while training accuracy rises; or a loss that saws up and down within each epoch.",
    cause:
      "Tables are often sorted by class. Cut in order, the last rows are of classes that the network has never met, and the measured accuracy says nothing. Fed in order, every batch holds one class, and each undoes what the one before has taught.",
    remedy:
      "Leave `shuffle = false` out: rows are then shuffled by the seed. Where the order is time, sort the rows by time and not by label.",
    whenToIgnore:
      "When the last classes are meant to be new ones, as in a test of what the network does with strangers.",
    source: ["defect4ML (Morovati et al., 2023)", "UMLAUT (Schoop et al., 2021)"],
  },
  visit: {
    data({ split }, report, context) {
      if (!split || split.shuffle || split.by !== undefined) return;
      const label = sortedLabel(context);
      if (!label) return;
      report(split.span, {
        message: `the rows are sorted by ${label.name}, and the split cuts them in order`,
        why: `the ${label.runs} classes stand one behind the other: the last part holds the last of them alone`,
        fix: replaceIn(split.span, /shuffle\s*=\s*false/, "shuffle = true"),
        help: "shuffle = true, or sort the rows by time",
        evidence: { column: label.name, classes: label.runs, rows: label.rows },
      });
    },
    train({ shuffle, span }, report, context) {
      const label = shuffle ? undefined : sortedLabel(context);
      if (!label) return;
      report(span, {
        message: `the rows are sorted by ${label.name}, and every epoch feeds them in order`,
        why: `a batch holds one of the ${label.runs} classes, and the next one undoes what it has taught`,
        fix: replaceIn(span, /shuffle\s*=\s*false/, "shuffle = true"),
        help: "shuffle = true",
        evidence: { column: label.name, classes: label.runs, rows: label.rows },
      });
    },
  },
  examples: {
    header: exampleTable(150, [
      numberColumn("length", 0, 1),
      { ...nameColumn("species", { ash: 50, birch: 50, cedar: 50 }), runs: 3 },
      { ...nameColumn("place", { north: 75, south: 75 }), runs: 71 },
    ]),
    bad: `Dense(16, relu) -> Dense(3, softmax)
data {
  source   = csv("table.csv")
  features = [length]
  target   = species
  split    = ⟦{ train = 0.8, validation = 0.2, shuffle = false }⟧
}
train { loss = sparse_categorical_crossentropy, epochs = 40 }
`,
    good: `Dense(16, relu) -> Dense(1, sigmoid)
data {
  source   = csv("table.csv")
  features = [length]
  target   = place
  split    = { train = 0.8, validation = 0.2, shuffle = false }
}
train { loss = binary_crossentropy, epochs = 40 }
`,
    fixed: `Dense(16, relu) -> Dense(3, softmax)
data {
  source   = csv("table.csv")
  features = [length]
  target   = species
  split    = { train = 0.8, validation = 0.2, shuffle = true }
}
train { loss = sparse_categorical_crossentropy, epochs = 40 }
`,
  },
});

interface SortedLabel {
  readonly name: string;
  readonly runs: number;
  readonly rows: number;
}

/** A target whose classes stand in one block each, of several rows. */
function sortedLabel({ plan, model }: CheckContext): SortedLabel | undefined {
  const classes = model.outputs.filter(({ target }) => target?.kind === "class" || target?.kind === "binary");
  const terms = classes.flatMap(
    ({ name }): readonly PlannedTerm[] => plan?.outputs.find((end) => end.name === name)?.terms ?? [],
  );
  for (const { field } of terms) {
    const { counts, runs, name } = field;
    if (!counts || counts.length < 2 || runs !== counts.length || Math.min(...counts) < 2) continue;
    return { name, runs, rows: counts.reduce((sum, count) => sum + count, 0) };
  }
  return undefined;
}
