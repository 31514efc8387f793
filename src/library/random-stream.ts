/** Random numbers for initial weights: a stream of its own for each seed and path, the same bits on every machine. */
import { logarithm } from "../tensor/functions/logarithm.ts";
import { cosine, sine } from "../tensor/functions/trigonometric.ts";
import { numberArithmetic } from "../tensor/number-arithmetic.ts";
import { type Key, keyOf, uniforms } from "../tensor/random.ts";
import type { RandomStream } from "./initializer.ts";

const f64 = numberArithmetic.f64;

/** Draws the numbers of one call under a key. All sources give the same bits. */
export interface NumberSource {
  uniform(key: Key, call: number, count: number): Float64Array;
  normal(key: Key, call: number, count: number): Float64Array;
}

/** One number after another: at once there, and fast enough for what most networks begin with. */
export const plainNumbers: NumberSource = {
  uniform: (key, call, count) => uniforms(key, call, count, "f64") as Float64Array,
  normal: (key, call, count) => normals(plainNumbers.uniform(key, call, count + (count % 2)), count),
};

/** Streams of other seeds or other paths are independent. Each call goes on where the last one ended. */
export function randomStream(seed: number, ...path: readonly string[]): RandomStream {
  return streamFrom(plainNumbers, seed, ...path);
}

export function streamFrom(numbers: NumberSource, seed: number, ...path: readonly string[]): RandomStream {
  const key = keyOf(seed, "initial", ...path);
  let calls = 0;
  return {
    uniform: (count) => numbers.uniform(key, calls++, count),
    normal: (count) => numbers.normal(key, calls++, count),
    seeded: (other) => streamFrom(numbers, other),
  };
}

/** Box and Muller, A note on the generation of random normal deviates (1958): each pair of uniform numbers makes two. */
function normals(uniform: Float64Array, count: number): Float64Array {
  const result = new Float64Array(count);
  for (let i = 0; i < count; i += 2) {
    // 1 - u lies in (0, 1], so its logarithm is finite.
    const radius = Math.sqrt(-2 * logarithm(f64, 1 - (uniform[i] as number)));
    const angle = 2 * Math.PI * (uniform[i + 1] as number);
    result[i] = radius * cosine(f64, angle);
    if (i + 1 < count) result[i + 1] = radius * sine(f64, angle);
  }
  return result;
}
