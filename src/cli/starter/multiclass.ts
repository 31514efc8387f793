/** `nnet new --task multiclass`. */
import { blindAccuracy, rareClass } from "./rare-class.ts";
import { listed, shown } from "./shown.ts";
import type { TableTask } from "./starter-task.ts";

/** More names than this say nothing in a comment. */
const namedClasses = 8;

export const multiclass: TableTask = {
  kind: "table",
  name: "multiclass",
  summary: "one of several kinds",
  placeholder: { column: "kind" },
  output(facts) {
    const units = facts?.classes.length;
    const count =
      units === undefined
        ? "a unit for each kind, as many as the data has"
        : `${units} units, one for each class`;
    return {
      text: `${units ?? "categories(kind)"}, softmax`,
      units: units ?? 1,
      why: `The last layer has ${count}, and softmax turns their numbers into probabilities that add up to 1: the kinds exclude each other. (Where several may hold at once, sigmoid and binary_crossentropy are right.)`,
    };
  },
  target(facts) {
    if (!facts) {
      return {
        text: "kind",
        why: "The column that holds the kind: names, or whole numbers. They become 0, 1, 2 … in sorted order.",
      };
    }
    const { column, classes, written } = facts;
    const counts = listed(
      classes.map(({ name, count }) => `${shown(name)} ${count}`),
      namedClasses,
    );
    const numbers =
      facts.deviation === undefined
        ? ""
        : ` They are taken as mere names of classes; if they are amounts, nnet new --task regression is right.`;
    return {
      text: written,
      why: `Rows by ${shown(column)}: ${counts}. The classes become 0, 1, 2 … in sorted order.${numbers}`,
    };
  },
  loss: {
    text: "sparse_categorical_crossentropy",
    why: "The loss that belongs to softmax where the target is the number of a class: it looks at the probability of the right one. (categorical_crossentropy reads one-hot vectors instead.)",
  },
  metrics(facts) {
    const rare = facts && rareClass(facts);
    const why = "The share of rows whose most probable class is the right one.";
    return { text: "accuracy", why: rare ? `${why} ${blindAccuracy(rare)}` : why };
  },
  stratify: true,
};
