import { power } from "../functions/power.ts";
import type { Node } from "../node.ts";
import type { PointwisePrimitive } from "../primitive.ts";
import { drawn, listed } from "../samples.ts";
import { floatTypes, pointwiseType } from "../type-rules.ts";

/** ECMAScript says NaN where the size of the base is 1 and the exponent infinite; IEEE 754 says 1. */
function referencePower(x: number, y: number): number {
  return Math.abs(x) === 1 && Math.abs(y) === Number.POSITIVE_INFINITY ? 1 : x ** y;
}

export const pow: PointwisePrimitive = {
  kind: "pointwise",
  name: "pow",
  doc: "x to the power of y. A NaN stays one, but x^0 is 1 for every x; a negative x has integral powers only.",
  arity: 2,
  dtypes: floatTypes,
  type: pointwiseType(2, floatTypes),
  gradient: (g, dy, [x, y], result) => {
    const base = x as Node;
    const exponent = y as Node;
    const never = g.equal(exponent, 0);
    const slope = g.mul(exponent, g.pow(base, g.where(never, 1, g.sub(exponent, 1))));
    // Where x is not positive the power has no derivative along y: 0, as the limit from the right of 0^y.
    const positive = g.less(0, base);
    const logarithm = g.log(g.where(positive, base, 1));
    return [g.mul(dy, g.where(never, 0, slope)), g.mul(dy, g.mul(result, logarithm))];
  },
  reference: referencePower,
  kernel: power,
  ulps: 1.25,
  cost: 150,
  samples: [
    { inputs: [drawn(0.2, 3), drawn(-3, 3)] },
    { inputs: [drawn(-3, -0.2), drawn(2, 2)], kinked: true },
    { inputs: [drawn(0.01, 50, 301), drawn(-20, 20, 301)], kinked: true },
    { inputs: [drawn(0.999, 1.001, 301), drawn(-20000, 20000, 301)], kinked: true },
    {
      inputs: [listed(0, 0, 0, -0, -0, -0, -0, 2, -2, -2, -2), listed(0, 2, -1, 3, 2, -3, -2, 0, 3, 2, 0.5)],
      kinked: true,
    },
    {
      inputs: [
        listed(
          Number.POSITIVE_INFINITY,
          Number.POSITIVE_INFINITY,
          Number.NEGATIVE_INFINITY,
          Number.NEGATIVE_INFINITY,
          Number.NEGATIVE_INFINITY,
          2,
          2,
          0.5,
          1,
          -1,
          Number.NaN,
          Number.NaN,
          1,
          2,
        ),
        listed(
          2,
          -2,
          3,
          2,
          -3,
          Number.POSITIVE_INFINITY,
          Number.NEGATIVE_INFINITY,
          Number.POSITIVE_INFINITY,
          Number.POSITIVE_INFINITY,
          Number.NEGATIVE_INFINITY,
          0,
          1,
          Number.NaN,
          Number.NaN,
        ),
      ],
      kinked: true,
    },
  ],
};
