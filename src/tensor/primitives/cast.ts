import { dtypeAttribute } from "../attributes.ts";
import type { Node } from "../node.ts";
import type { CastPrimitive } from "../primitive.ts";
import { listed } from "../samples.ts";
import { floatTypes, onlyInput } from "../type-rules.ts";

export const cast: CastPrimitive = {
  kind: "cast",
  name: "cast",
  doc: "The nearest value of another element type; from a float to i32, cut towards 0 and held in range, NaN to 0.",
  type: (inputs, attributes) => ({ shape: onlyInput(inputs).shape, dtype: dtypeAttribute(attributes) }),
  gradient: (g, dy, [input]) => {
    const x = input as Node;
    return [floatTypes.includes(x.dtype) && floatTypes.includes(dy.dtype) ? g.cast(dy, x.dtype) : undefined];
  },
  samples: [
    { inputs: [listed(0.1, -2.5, 1e-3)], attributes: { dtype: "f64" } },
    { inputs: [listed(0.1, -2.5, 1e30, Number.NaN)], attributes: { dtype: "f32" }, kinked: true },
    {
      inputs: [listed(2.9, -2.9, -0.5, 3e9, -3e9, Number.NaN, Number.POSITIVE_INFINITY)],
      attributes: { dtype: "i32" },
      kinked: true,
    },
    { inputs: [listed(16777217, -3, 2147483647)], attributes: { dtype: "f32" }, dtypes: ["i32"] },
    { inputs: [listed(16777217, -3, 2147483647)], attributes: { dtype: "f64" }, dtypes: ["i32"] },
  ],
};
