/** An input that no feature of the data goes into. */
import { exampleTable, nameColumn, numberColumn } from "../example-data.ts";
import { defineRule } from "../rule.ts";

export const inputWithoutData = defineRule({
  name: "input-without-data",
  severity: "error",
  summary: "The data section gives nothing for one of the inputs.",
  explain: {
    symptom: "Training does not begin: it has rows for some inputs and none for another.",
    cause:
      "A network with several inputs gets its features by their names. An input that no entry of `features` names has no value, and a size of it that is written as a name (`f32[T, 3]`) stays unknown.",
    remedy:
      "Name its columns: `features = { image = pixels, facts = [age, weight] }`. Or take the input away.",
    whenToIgnore: "Never.",
    source: ["Keras: a model with named inputs wants a value for each"],
  },
  visit: {
    input({ name, span }, report, { model, plan }) {
      const { data } = model;
      if (!data || !plan || plan.inputs.some((end) => end.name === name)) return;
      // What is wrong with an entry of its own has been told, and a written one without a name is told where it stands.
      const entries = Object.entries(data.features).filter(([key, { span }]) => key !== "" || span);
      const names = entries.map(([key]) => key);
      if (names.includes(name) || names.includes("")) return;
      const others = model.inputs.map((input) => input.name);
      // Without entries one input takes all columns, and of several the first speaks for all.
      if (names.length === 0 && (others.length === 1 || name !== others[0])) return;
      const wanted = names.length === 0 ? others : [name];
      report(span, {
        message: `the data gives nothing for the input ${name}`,
        why:
          names.length === 0
            ? `which columns enter ${others.join(" and which ")} is not said`
            : "no entry of features has its name",
        related: [
          {
            span: entries[0]?.[1].span ?? data.source.span,
            text: names.length === 0 ? "all columns of this" : `has features for ${names.join(", ")}`,
          },
        ],
        help: `name the columns: features = { ${wanted.map((each) => `${each} = [ … ]`).join(", ")} }`,
        evidence: { input: name, features: names.join(", ") },
      });
    },
  },
  examples: {
    header: exampleTable(500, [
      numberColumn("rooms", 0, 5),
      numberColumn("age", 0, 9),
      nameColumn("kind", { flat: 250, house: 250 }),
    ]),
    bad: `input size: f32[1]
⟦input age: f32[1]⟧
[size, age] -> Concatenate() -> Dense(16, relu) -> Dense(1, sigmoid)
data { source = csv("table.csv"), features = { size = [rooms] }, target = kind, split = [0.8, 0.2] }
train { loss = binary_crossentropy, epochs = 40 }
`,
    good: `input size: f32[1]
size -> Dense(16, relu) -> Dense(1, sigmoid)
data { source = csv("table.csv"), features = [rooms], target = kind, split = [0.8, 0.2] }
train { loss = binary_crossentropy, epochs = 40 }
`,
    fixed: `input size: f32[1]
input age: f32[1]
[size, age] -> Concatenate() -> Dense(16, relu) -> Dense(1, sigmoid)
data { source = csv("table.csv"), features = { size = [rooms], age = [age] }, target = kind, split = [0.8, 0.2] }
train { loss = binary_crossentropy, epochs = 40 }
`,
  },
});
