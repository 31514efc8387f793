import { errorFunction } from "../functions/error-function.ts";
import type { Node } from "../node.ts";
import type { PointwisePrimitive } from "../primitive.ts";
import { drawn, edges, listed } from "../samples.ts";
import { floatTypes, pointwiseType } from "../type-rules.ts";

/**
 * Up to 1, the sum of 2 x exp(-x²) / sqrt(pi) · (2 x²)^n / (1 · 3 · … · (2n + 1)), whose terms are all positive; beyond,
 * 1 - erfc(x) by the continued fraction exp(-x²) / sqrt(pi) / (x + (1/2) / (x + (2/2) / (x + (3/2) / …))).
 */
function referenceErf(x: number): number {
  const size = Math.abs(x);
  if (size > 6) return Math.sign(x);
  if (size > 1) {
    let fraction = size;
    for (let n = 300; n >= 1; n--) fraction = size + n / 2 / fraction;
    return Math.sign(x) * (1 - Math.exp(-x * x) / Math.sqrt(Math.PI) / fraction);
  }
  let term = 1;
  let sum = 1;
  for (let n = 1; term > sum * 1e-18; n++) {
    term *= (2 * x * x) / (2 * n + 1);
    sum += term;
  }
  return (2 / Math.sqrt(Math.PI)) * x * Math.exp(-x * x) * sum;
}

export const erf: PointwisePrimitive = {
  kind: "pointwise",
  name: "erf",
  doc: "The error function: 2 / sqrt(pi) times the integral of exp(-t²) from 0 to x.",
  arity: 1,
  dtypes: floatTypes,
  type: pointwiseType(1, floatTypes),
  gradient: (g, dy, [x]) => {
    const slope = g.mul(g.exp(g.neg(g.mul(x as Node, x as Node))), 2 / Math.sqrt(Math.PI));
    return [g.mul(dy, slope)];
  },
  reference: referenceErf,
  kernel: errorFunction,
  ulps: 1.5,
  cost: 60,
  samples: [
    { inputs: [drawn(-2, 2)] },
    { inputs: [drawn(-0.001, 0.001)], kinked: true },
    { inputs: [drawn(-7, 7, 301)], kinked: true },
    { inputs: [listed(...edges, 1e-30, 100)], kinked: true },
  ],
};
