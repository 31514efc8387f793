import { nameAttribute, typeAttributes } from "../attributes.ts";
import type { SourcePrimitive } from "../primitive.ts";
import { noInputs } from "../type-rules.ts";

export const input: SourcePrimitive = {
  kind: "source",
  role: "input",
  name: "input",
  doc: "A tensor that is fed before each run.",
  type: (inputs, attributes) => {
    noInputs(inputs);
    nameAttribute(attributes, "name");
    return typeAttributes(attributes);
  },
  gradient: () => [],
  samples: [
    { inputs: [], attributes: { name: "x", shape: [2, 3], dtype: "f32" }, dtypes: ["f32"] },
    { inputs: [], attributes: { name: "labels", shape: [5], dtype: "i32" }, dtypes: ["i32"] },
  ],
};
