import { integersAttribute, typeAttributes } from "../attributes.ts";
import { GraphError, type RandomPrimitive } from "../primitive.ts";
import { floatTypes, onlyInput, requireDType } from "../type-rules.ts";
import { showType } from "../types.ts";

export const random: RandomPrimitive = {
  kind: "random",
  name: "random",
  doc: "Uniform numbers in [0, 1), a function of key, step and index alone.",
  type: (inputs, attributes) => {
    const step = onlyInput(inputs);
    if (step.dtype !== "i32" || step.shape.length > 0) {
      throw new GraphError(`counts steps in an i32 scalar, not in ${showType(step)}`);
    }
    integersAttribute(attributes, "key", 2);
    const type = typeAttributes(attributes);
    requireDType(type, floatTypes);
    return type;
  },
  gradient: () => [undefined],
  samples: [
    {
      inputs: [{ shape: [], values: [3], dtype: "i32" }],
      attributes: { key: [1, 2], shape: [5, 7], dtype: "f32" },
      dtypes: ["f32"],
    },
    {
      inputs: [{ shape: [], values: [-1], dtype: "i32" }],
      attributes: { key: [0xffffffff, 0], shape: [9], dtype: "f64" },
      dtypes: ["f64"],
    },
  ],
};
