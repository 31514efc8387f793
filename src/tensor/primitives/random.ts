import { integersAttribute, typeAttributes } from "../attributes.ts";
import { GraphError, type RandomPrimitive } from "../primitive.ts";
import { floatTypes, requireDType } from "../type-rules.ts";
import { showType } from "../types.ts";

export const random: RandomPrimitive = {
  kind: "random",
  name: "random",
  doc: "Uniform numbers in [0, 1), a function of key, step and index alone.",
  type: (inputs, attributes) => {
    if (inputs.length !== 1 && inputs.length !== 4) {
      throw new GraphError(`takes 1 input or 4, not ${inputs.length}`);
    }
    for (const input of inputs) {
      if (input.dtype !== "i32" || input.shape.length > 0) {
        throw new GraphError(`takes i32 scalars, not ${showType(input)}`);
      }
    }
    if (inputs.length === 1) integersAttribute(attributes, "key", 2);
    const type = typeAttributes(attributes);
    requireDType(type, floatTypes);
    return type;
  },
  gradient: (_g, _dy, inputs) => inputs.map(() => undefined),
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
    ...floatTypes.map((dtype) => ({
      inputs: [3, -4, -1, 2].map((word) => ({ shape: [], values: [word], dtype: "i32" as const })),
      attributes: { shape: [3, 5], dtype },
      dtypes: [dtype],
    })),
  ],
};
