/** What initializers draw. All in f64, with exact arithmetic only. */

import { sizeOf } from "../tensor/types.ts";
import { integer, optional, param } from "../words/param-types.ts";
import type { RandomStream } from "./initializer.ts";

export const seedParam = param(
  optional(integer()),
  "a seed of its own, which gives the same values to every weight it fills; none follows the model's seed",
  null,
);

/** The weight's own stream, or that of an explicit seed. */
export function streamOf(seed: number | null, random: RandomStream): RandomStream {
  return seed === null ? random : random.seeded(seed);
}

export function filled(shape: readonly number[], value: number): Float64Array {
  return new Float64Array(sizeOf(shape)).fill(value);
}

/** Uniform in `[low, high)`. */
export function drawUniform(
  random: RandomStream,
  shape: readonly number[],
  low: number,
  high: number,
): Float64Array {
  return moved(random.uniform(sizeOf(shape)), low, high - low);
}

export function drawNormal(
  random: RandomStream,
  shape: readonly number[],
  mean: number,
  deviation: number,
): Float64Array {
  return moved(random.normal(sizeOf(shape)), mean, deviation);
}

/** In place: what is drawn may be as large as the memory allows. */
function moved(drawn: Float64Array, start: number, factor: number): Float64Array {
  for (let i = 0; i < drawn.length; i++) drawn[i] = start + factor * (drawn[i] as number);
  return drawn;
}

/** Normal numbers farther than two deviations from the mean are drawn again. */
export function drawTruncated(
  random: RandomStream,
  shape: readonly number[],
  mean: number,
  deviation: number,
): Float64Array {
  const result = random.normal(sizeOf(shape));
  let count = 0;
  const keep = (drawn: Float64Array): void => {
    for (let i = 0; i < drawn.length; i++) {
      const z = drawn[i] as number;
      if (z >= -2 && z <= 2) result[count++] = mean + deviation * z;
    }
  };
  // The first numbers move up in their own array: one is written at most where one was read.
  keep(result);
  while (count < result.length) keep(random.normal(result.length - count));
  return result;
}

/** Standard deviation of a standard normal number cut at two: the constant that Keras divides by, in full. */
export const truncatedDeviation = 0.87962566103423978;
