import type { Builder } from "../builder.ts";
import { digamma as digammaKernel } from "../functions/log-gamma.ts";
import { referenceDigamma } from "../gamma-reference.ts";
import type { Node } from "../node.ts";
import type { PointwisePrimitive } from "../primitive.ts";
import { drawn, edges, listed } from "../samples.ts";
import { floatTypes, pointwiseType } from "../type-rules.ts";

/** Steps up before the asymptotic series is exact enough. */
const steps = 8;

/**
 * The derivative of digamma for x > 0, as a formula of sums and quotients: the sum of 1 / (x + k)^2, then 1 / z + 1 / (2 z^2) +
 * the sum of B(2k) / z^(2k + 1). So derivatives of any order are those of the formula.
 */
function trigamma(g: Builder, x: Node): Node {
  const z = g.add(x, steps);
  const inverse = g.div(1, z);
  const square = g.mul(inverse, inverse);
  const bernoulli = [1 / 6, -1 / 30, 1 / 42, -1 / 30, 5 / 66, -691 / 2730, 7 / 6, -3617 / 510, 43867 / 798];
  let series: Node = g.mul(0, x);
  for (const term of bernoulli.toReversed()) series = g.mul(square, g.add(series, term));
  let sum = g.mul(inverse, g.add(1, g.add(g.mul(0.5, inverse), series)));
  for (let k = steps - 1; k >= 0; k--) {
    const step = g.div(1, g.add(x, k));
    sum = g.add(sum, g.mul(step, step));
  }
  return sum;
}

export const digamma: PointwisePrimitive = {
  kind: "pointwise",
  name: "digamma",
  doc: "The derivative of the logarithm of the gamma function, for numbers above 0.",
  arity: 1,
  dtypes: floatTypes,
  type: pointwiseType(1, floatTypes),
  gradient: (g, dy, [x]) => [g.mul(dy, trigamma(g, x as Node))],
  reference: referenceDigamma,
  kernel: digammaKernel,
  ulps: 5,
  cost: 150,
  samples: [
    { inputs: [drawn(0.05, 1.2)] },
    { inputs: [drawn(1.55, 300)] },
    { inputs: [listed(...edges, 2, 3, 7.5, 0.5, 1e-30, 1e30)], kinked: true },
  ],
};
