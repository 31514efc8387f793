/** What initializers draw. All in f64, with exact arithmetic only. */

import { sizeOf } from "../tensor/types.ts";
import { integer, optional, param } from "../words/param-types.ts";
import type { RandomStream } from "./initializer.ts";
import { randomStream } from "./random-stream.ts";

export const seedParam = param(
  optional(integer()),
  "a seed of its own, which gives the same values to every weight it fills; none follows the model's seed",
  null,
);

/** The weight's own stream, or that of an explicit seed. */
export function streamOf(seed: number | null, random: RandomStream): RandomStream {
  return seed === null ? random : randomStream(seed);
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
  return random.uniform(sizeOf(shape)).map((u) => low + (high - low) * u);
}

export function drawNormal(
  random: RandomStream,
  shape: readonly number[],
  mean: number,
  deviation: number,
): Float64Array {
  return random.normal(sizeOf(shape)).map((z) => mean + deviation * z);
}

/** Normal numbers farther than two deviations from the mean are drawn again. */
export function drawTruncated(
  random: RandomStream,
  shape: readonly number[],
  mean: number,
  deviation: number,
): Float64Array {
  const result = new Float64Array(sizeOf(shape));
  let count = 0;
  while (count < result.length) {
    for (const z of random.normal(result.length - count)) {
      if (z >= -2 && z <= 2) result[count++] = mean + deviation * z;
    }
  }
  return result;
}

/** Standard deviation of a standard normal number cut at two: the constant that Keras divides by, in full. */
export const truncatedDeviation = 0.87962566103423978;
