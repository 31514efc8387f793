import { nameAttribute, typeAttributes } from "../attributes.ts";
import type { SourcePrimitive } from "../primitive.ts";
import { noInputs } from "../type-rules.ts";

export const state: SourcePrimitive = {
  kind: "source",
  role: "state",
  name: "state",
  doc: "A tensor that is kept between runs: weights, slots of an optimizer, counters.",
  type: (inputs, attributes) => {
    noInputs(inputs);
    nameAttribute(attributes, "name");
    return typeAttributes(attributes);
  },
  gradient: () => [],
  samples: [
    { inputs: [], attributes: { name: "dense/kernel", shape: [2, 3], dtype: "f32" }, dtypes: ["f32"] },
    { inputs: [], attributes: { name: "step", shape: [], dtype: "i32" }, dtypes: ["i32"] },
  ],
};
