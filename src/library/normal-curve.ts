/** The standard normal distribution: draws, the area below a value, and the value above an area. */
import type { Builder } from "../tensor/builder.ts";
import { errorFunction } from "../tensor/functions/error-function.ts";
import type { Node } from "../tensor/node.ts";
import { numberArithmetic } from "../tensor/number-arithmetic.ts";
import type { Draw } from "./distribution.ts";
import { normalNoise } from "./normal-noise.ts";

export const halfLogTwoPi = 0.9189385332046727;

export function drawNormal({ g, random }: Draw, purpose: string, shape: readonly number[]): Node {
  return normalNoise({ g, random }, purpose, shape);
}

export function normalCdf(g: Builder, z: Node): Node {
  return g.mul(0.5, g.add(1, g.erf(g.mul(z, Math.SQRT1_2))));
}

/** By halving an interval, with the arithmetic that is the same everywhere. */
export function normalQuantile(level: number): number {
  const below = (z: number): number => 0.5 * (1 + errorFunction(numberArithmetic.f64, z * Math.SQRT1_2));
  let [low, high] = [-8, 8];
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (below(middle) < level) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
