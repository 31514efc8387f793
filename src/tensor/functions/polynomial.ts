/** Polynomials by Horner's rule. */
import type { Arithmetic } from "../arithmetic.ts";

/** `c[0] + c[1] x + c[2] x² + …` */
export function polynomial<V, M>(m: Arithmetic<V, M>, x: V, coefficients: readonly number[]): V {
  let sum = m.constant(coefficients[coefficients.length - 1] as number);
  for (let power = coefficients.length - 2; power >= 0; power--) {
    sum = m.add(m.multiply(sum, x), m.constant(coefficients[power] as number));
  }
  return sum;
}
