/** Random numbers for initial weights: a stream of its own for each seed and path, the same bits on every machine. */
import { logarithm } from "../tensor/functions/logarithm.ts";
import { cosine, sine } from "../tensor/functions/trigonometric.ts";
import { numberArithmetic } from "../tensor/number-arithmetic.ts";
import { keyOf, uniforms } from "../tensor/random.ts";
import type { RandomStream } from "./initializer.ts";

const f64 = numberArithmetic.f64;

/** Streams of other seeds or other paths are independent. Each call goes on where the last one ended. */
export function randomStream(seed: number, ...path: readonly string[]): RandomStream {
  const key = keyOf(seed, "initial", ...path);
  let calls = 0;
  const uniform = (count: number): Float64Array => Float64Array.from(uniforms(key, calls++, count, "f64"));
  return { uniform, normal: (count) => normals(uniform(count + (count % 2)), count) };
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
