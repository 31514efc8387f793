import { integerAttribute } from "../attributes.ts";
import type { Attributes } from "../node.ts";
import { GraphError, type ViewPrimitive } from "../primitive.ts";
import { drawn } from "../samples.ts";
import { onlyInput } from "../type-rules.ts";

interface Shear {
  readonly axis: number;
  readonly by: number;
  readonly factor: number;
  readonly offset: number;
  readonly size: number;
}

function shearOf(rank: number, attributes: Attributes): Shear {
  const read = (name: string): number => integerAttribute(attributes, name);
  const shear = {
    axis: read("axis"),
    by: read("by"),
    factor: read("factor"),
    offset: read("offset"),
    size: read("size"),
  };
  const known = (axis: number): boolean => axis >= 0 && axis < rank;
  if (known(shear.axis) && known(shear.by) && shear.axis !== shear.by && shear.size > 0) return shear;
  throw new GraphError(`axis ${shear.axis} cannot be shifted by the index along ${shear.by}`);
}

export const shear: ViewPrimitive = {
  kind: "view",
  name: "shear",
  doc: "Shifted along one axis by the index along another: element i is that at i + factor * (other index) + offset, or 0.",
  type: (inputs, attributes) => {
    const { shape, dtype } = onlyInput(inputs);
    const { axis, size } = shearOf(shape.length, attributes);
    return { shape: shape.with(axis, size), dtype };
  },
  maps: (inputs, attributes) => {
    const { shape } = onlyInput(inputs);
    const { axis: sheared, by, factor, offset } = shearOf(shape.length, attributes);
    return [
      shape.map((_, axis) =>
        axis === sheared
          ? { axis, factor: 1, offset, also: { axis: by, factor } }
          : { axis, factor: 1, offset: 0 },
      ),
    ];
  },
  fill: () => 0,
  gradient: (g, dy, inputs, _, attributes) => {
    const { shape } = onlyInput(inputs);
    const { axis, by, factor, offset } = shearOf(shape.length, attributes);
    return [g.shear(dy, { axis, by, factor: 0 - factor, offset: 0 - offset, size: shape[axis] as number })];
  },
  samples: [
    { inputs: [drawn(-1, 1, 5, 3)], attributes: { axis: 0, by: 1, factor: 1, offset: 0, size: 3 } },
    { inputs: [drawn(-1, 1, 5, 3)], attributes: { axis: 0, by: 1, factor: -2, offset: 2, size: 7 } },
    { inputs: [drawn(-1, 1, 3, 2, 4)], attributes: { axis: 2, by: 0, factor: 2, offset: -1, size: 5 } },
    {
      inputs: [drawn(-9, 9, 2, 6)],
      attributes: { axis: 1, by: 0, factor: 3, offset: 0, size: 3 },
      dtypes: ["i32"],
    },
  ],
};
