import { axisAttribute, typeAttributes } from "../attributes.ts";
import type { IotaPrimitive } from "../primitive.ts";
import { noInputs } from "../type-rules.ts";

export const iota: IotaPrimitive = {
  kind: "iota",
  name: "iota",
  doc: "The index along one axis, from 0.",
  type: (inputs, attributes) => {
    noInputs(inputs);
    const type = typeAttributes(attributes);
    axisAttribute(attributes, type.shape.length);
    return type;
  },
  gradient: () => [],
  samples: [
    { inputs: [], attributes: { axis: 0, shape: [3, 4], dtype: "f32" }, dtypes: ["f32"] },
    { inputs: [], attributes: { axis: 1, shape: [3, 4], dtype: "i32" }, dtypes: ["i32"] },
    { inputs: [], attributes: { axis: 1, shape: [2, 19, 3], dtype: "f64" }, dtypes: ["f64"] },
  ],
};
