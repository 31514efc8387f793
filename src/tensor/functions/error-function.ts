/**
 * `erf(x)`: x + x P(x²) up to 1; beyond, 1 - exp(Q(|x| - 1)) where Q fits ln erfc. Both are minimax fits made for this
 * project (Remez exchange in 60 digits), weighted for the relative error of erf: 2^-29 and 2^-35 in f32, 2^-62 in f64.
 */
import type { Arithmetic } from "../arithmetic.ts";
import { byPrecision } from "./by-precision.ts";
import { exponential } from "./exponential.ts";
import { polynomial } from "./polynomial.ts";

const tables = {
  f32: {
    near: [
      0.1283791661, -0.3761262596, 0.1128360033, -0.0268544443, 0.005189535208, -0.0008020841633,
      7.889119297e-5,
    ],
    far: [
      -1.84960556, -2.63896751, -0.843107045, -0.0415635519, 0.0100465892, -0.00201209844, 0.000289589108,
      -2.16975623e-5,
    ],
    /** From here on the nearest number is 1. */
    one: 4,
  },
  f64: {
    near: [
      0.1283791670955126, -0.3761263890318375, 0.11283791670954885, -0.026866170645077868,
      0.0052239776248283855, -0.000854832698142344, 0.00012055331132894142, -1.4925595771013368e-5,
      1.6461008463502942e-6, -1.6350396112649645e-7, 1.4660328227506534e-8, -1.1374954664835615e-9,
      5.960684792692471e-11,
    ],
    far: [
      -1.8496055099332482, -2.6389675142347913, -0.8431072563584859, -0.04156109804650711,
      0.010033825434064846, -0.00197790301951977, 0.00023732470339782205, 2.627036041134586e-5,
      -2.714096183935354e-5, 9.576751804292317e-6, -2.0172526583106325e-6, 1.0039885766224151e-7,
      1.297849742840784e-7, -7.06319047575328e-8, 2.3016818398811605e-8, -5.500663776262804e-9,
      9.94049467442724e-10, -1.331894153464036e-10, 1.2505673155079122e-11, -7.33661713595947e-13,
      2.019211717053659e-14,
    ],
    one: 6,
  },
} as const;

export function errorFunction<V, M>(m: Arithmetic<V, M>, x: V): V {
  const { near, far, one } = byPrecision(m, tables);
  const size = m.abs(x);
  const small = m.add(size, m.multiply(size, polynomial(m, m.multiply(size, size), near)));
  const past = m.subtract(m.minimum(size, m.constant(one)), m.constant(1));
  const large = m.subtract(m.constant(1), exponential(m, polynomial(m, past, far)));
  return m.copySign(m.select(m.less(size, m.constant(1)), small, large), x);
}
