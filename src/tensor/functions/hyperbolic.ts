/** `tanh` and the logistic sigmoid, from exponentials that cannot overflow. */
import type { Arithmetic } from "../arithmetic.ts";
import { byPrecision } from "./by-precision.ts";
import { exponentialMinusOneOfPositive, exponentialOfNegative } from "./exponential.ts";

/** From here on the nearest number to tanh is 1. */
const saturated = { f32: 10, f64: 22 } as const;

/** With t = exp(2|x|) - 1: t / (t + 2) for small x, and 1 - 2 / (t + 2), which rounds better, for larger. */
export function hyperbolicTangent<V, M>(m: Arithmetic<V, M>, x: V): V {
  const two = m.constant(2);
  const size = m.minimum(m.abs(x), m.constant(byPrecision(m, saturated)));
  const t = exponentialMinusOneOfPositive(m, m.multiply(two, size));
  const small = m.less(size, m.constant(0.55));
  const quotient = m.divide(m.select(small, t, two), m.add(t, two));
  return m.copySign(m.select(small, quotient, m.subtract(m.constant(1), quotient)), x);
}

/** 1 / (1 + exp(-x)): with e = exp(-|x|), 1 / (1 + e) or e / (1 + e). */
export function logistic<V, M>(m: Arithmetic<V, M>, x: V): V {
  const one = m.constant(1);
  const e = exponentialOfNegative(m, m.negate(m.abs(x)));
  return m.divide(m.select(m.less(x, m.constant(0)), e, one), m.add(one, e));
}
