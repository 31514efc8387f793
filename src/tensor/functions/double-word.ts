/**
 * Sums and products with their rounding errors, exactly, without fused operations: the classic transformations of Knuth
 * (two-sum), Dekker (two-product) and Veltkamp (split). A pair stands for the unevaluated sum of its parts.
 */
import type { Arithmetic } from "../arithmetic.ts";
import { byPrecision } from "./by-precision.ts";

export interface DoubleWord<V> {
  readonly high: V;
  readonly low: V;
}

/** `a + b`, for any two. */
export function twoSum<V, M>(m: Arithmetic<V, M>, a: V, b: V): DoubleWord<V> {
  const high = m.add(a, b);
  const b2 = m.subtract(high, a);
  const a2 = m.subtract(high, b2);
  return { high, low: m.add(m.subtract(a, a2), m.subtract(b, b2)) };
}

/** `a + b` where `|a| >= |b|` or a is 0. */
export function fastTwoSum<V, M>(m: Arithmetic<V, M>, a: V, b: V): DoubleWord<V> {
  const high = m.add(a, b);
  return { high, low: m.subtract(b, m.subtract(high, a)) };
}

/** `a * b`, while nothing overflows or underflows: factors up to about 2^100 in f32 and 2^900 in f64. */
export function twoProduct<V, M>(m: Arithmetic<V, M>, a: V, b: V): DoubleWord<V> {
  const high = m.multiply(a, b);
  const x = split(m, a);
  const y = split(m, b);
  const first = m.subtract(m.multiply(x.high, y.high), high);
  const second = m.add(first, m.multiply(x.high, y.low));
  const third = m.add(second, m.multiply(x.low, y.high));
  return { high, low: m.add(third, m.multiply(x.low, y.low)) };
}

const splitter = { f32: 2 ** 12 + 1, f64: 2 ** 27 + 1 } as const;

function split<V, M>(m: Arithmetic<V, M>, a: V): DoubleWord<V> {
  const c = m.multiply(a, m.constant(byPrecision(m, splitter)));
  const high = m.subtract(c, m.subtract(c, a));
  return { high, low: m.subtract(a, high) };
}
