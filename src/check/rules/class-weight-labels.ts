/** Class weights that do not meet the classes. */
import { suggest } from "../../base/suggest.ts";
import { classNames } from "../../data/target-kind-of.ts";
import { targetTerms } from "../data-values.ts";
import { exampleTable, nameColumn, numberColumn } from "../example-data.ts";
import { defineRule } from "../rule.ts";

export const classWeightLabels = defineRule({
  name: "class-weight-labels",
  severity: "warning",
  summary: "class_weight names a class that the data has not, or leaves one out.",
  explain: {
    symptom: "Weights seem to do nothing, or one class is learned less than the others.",
    cause:
      "Weights are found by the names of the classes as they stand in the data: `Yes` is not `yes`. A class that is left out keeps the weight 1, which is much beside weights of 0.2, and little beside 50.",
    remedy: "Give each class a weight by its own name, or write class_weight = balanced.",
    whenToIgnore: "Where 1 is meant for the classes that are left out: say so, `no = 1`.",
    source: ["Keras: class_weight of fit", "Questions on Stack Overflow about class_weight"],
  },
  visit: {
    train(train, report, context) {
      const span = train.spans.class_weight;
      if (!span) return;
      for (const [output, weights] of Object.entries(train.classWeight)) {
        const [term, ...more] = targetTerms(context, output);
        const declared = context.model.outputs.find(({ name }) => name === output)?.target;
        if (weights === "balanced" || !term || more.length > 0 || declared?.kind === "real") continue;
        const classes = classNames(term.field);
        if (classes.length === 0) continue;
        const strange = Object.keys(weights).find((name) => !classes.includes(name));
        const left = classes.filter((name) => !Object.hasOwn(weights, name));
        const evidence = { output, classes: classes.join(", "), given: Object.keys(weights).join(", ") };
        if (strange !== undefined) {
          const near = suggest(strange, classes);
          report(span, {
            severity: "error",
            message: `class_weight names ${strange}, and ${term.field.name} has no such class`,
            why: `its classes are ${classes.slice(0, 5).join(", ")}${classes.length > 5 ? ", …" : ""}`,
            help: near === undefined ? "name the classes as the data does" : `did you mean ${near}?`,
            evidence,
          });
        } else if (left.length > 0 && Object.keys(weights).length > 0) {
          report(span, {
            message: `class_weight leaves ${left.slice(0, 3).join(", ")}${left.length > 3 ? ", …" : ""} out`,
            why: "a class without a weight counts once",
            help: `give it one too: ${left[0]} = 1`,
            evidence,
          });
        }
      }
    },
  },
  examples: {
    header: exampleTable(500, [
      numberColumn("rooms", -2, 2),
      nameColumn("kind", { flat: 200, house: 200, hut: 100 }),
    ]),
    bad: `Dense(16, relu) -> Dense(3, softmax)
data { source = csv("table.csv"), features = [rooms], target = kind, split = [0.8, 0.2] }
train { loss = sparse_categorical_crossentropy, epochs = 40, class_weight = ⟦{ flat = 1, hut = 2 }⟧ }
`,
    good: `Dense(16, relu) -> Dense(3, softmax)
data { source = csv("table.csv"), features = [rooms], target = kind, split = [0.8, 0.2] }
train { loss = sparse_categorical_crossentropy, epochs = 40, class_weight = balanced }
`,
    fixed: `Dense(16, relu) -> Dense(3, softmax)
data { source = csv("table.csv"), features = [rooms], target = kind, split = [0.8, 0.2] }
train { loss = sparse_categorical_crossentropy, epochs = 40, class_weight = { flat = 1, house = 1, hut = 2 } }
`,
  },
});
