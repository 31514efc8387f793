/** Odd functions are computed for |x| and get their sign back here. */
import type { Arithmetic } from "../arithmetic.ts";

/** `magnitude` with the sign of x; x itself where that is 0, -0 or NaN. */
export function withSignOf<V, M>(m: Arithmetic<V, M>, magnitude: V, x: V): V {
  const zero = m.constant(0);
  const notNegative = m.select(m.less(zero, x), magnitude, x);
  return m.select(m.less(x, zero), m.negate(magnitude), notNegative);
}
