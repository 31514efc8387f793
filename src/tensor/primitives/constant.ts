import { numbersAttribute, typeAttributes } from "../attributes.ts";
import { GraphError, type SourcePrimitive } from "../primitive.ts";
import { noInputs } from "../type-rules.ts";
import { showType, sizeOf } from "../types.ts";

export const constant: SourcePrimitive = {
  kind: "source",
  role: "constant",
  name: "constant",
  doc: "Values that are part of the program, in row-major order.",
  type: (inputs, attributes) => {
    noInputs(inputs);
    const type = typeAttributes(attributes);
    const values = numbersAttribute(attributes, "values");
    if (values.length === sizeOf(type.shape)) return type;
    throw new GraphError(`${values.length} values do not fill ${showType(type)}`);
  },
  gradient: () => [],
  samples: [
    { inputs: [], attributes: { values: [0.1, -0, 1e30], shape: [3], dtype: "f32" }, dtypes: ["f32"] },
    { inputs: [], attributes: { values: [0.1], shape: [], dtype: "f64" }, dtypes: ["f64"] },
    { inputs: [], attributes: { values: [1, -2, 3, 4], shape: [2, 2], dtype: "i32" }, dtypes: ["i32"] },
  ],
};
