/**
 * `exp(x)` and `exp(x) - 1`, by the usual reduction: x = n ln 2 + r with |r| <= ln 2 / 2, a polynomial for exp(r) - 1,
 * then a scaling by 2^n. The coefficients are a minimax fit of (exp(r) - 1 - r) / r², made for this project (Remez
 * exchange in 60 digits): its error relative to exp(r) - 1 is 2^-31 in f32 and 2^-61 in f64.
 */
import type { Arithmetic } from "../arithmetic.ts";
import { byPrecision } from "./by-precision.ts";
import { polynomial } from "./polynomial.ts";

/** ln 2 as a sum; the first part is short enough that its product with any exponent is exact. */
export const ln2 = {
  f32: { high: 0.693145751953125, low: 1.428606765330187e-6 },
  f64: { high: 0.6931471803691238, low: 1.9082149292705877e-10 },
} as const;

const tables = {
  f32: {
    /** Beyond these the result is 0 or Infinity, or -1 for `expm1`. */
    low: -104,
    high: 89,
    terms: [0.5, 0.1666666716, 0.0416662395, 0.00833328627, 0.001394861494, 0.0001990760938],
  },
  f64: {
    low: -746,
    high: 710,
    terms: [
      0.5, 0.16666666666666677, 0.0416666666666667, 0.008333333333321598, 0.00138888888888668,
      0.0001984126988620958, 2.480158736063504e-5, 2.7557244125123768e-6, 2.755724269130891e-7,
      2.510906642613599e-8, 2.092446449049514e-9,
    ],
  },
} as const;

/** `exp(x)`; results below the smallest normal number are rounded to subnormal ones. */
export function exponential<V, M>(m: Arithmetic<V, M>, x: V): V {
  return exponentialOfSum(m, x, m.constant(0));
}

/** `exp(x + tail)` for a tail too small to change x by much. */
export function exponentialOfSum<V, M>(m: Arithmetic<V, M>, x: V, tail: V): V {
  const { exponent, remainder } = reduce(m, notAbove(m, notBelow(m, x)), tail);
  const first = m.minimum(m.maximum(exponent, m.constant(-64)), m.constant(64));
  return scale(m, reducedExponential(m, remainder), first, exponent);
}

/** The bits of `exponential` for x that is not above 0, in fewer steps. */
export function exponentialOfNegative<V, M>(m: Arithmetic<V, M>, x: V): V {
  const { exponent, remainder } = reduce(m, notBelow(m, x), m.constant(0));
  return scale(m, reducedExponential(m, remainder), m.maximum(exponent, m.constant(-64)), exponent);
}

/**
 * `exp(x) - 1 = 2^n (1 + r + q) - 1` with q = exp(r) - 1 - r. The large parts are added first, with their rounding error,
 * and everything at half its size: 2^n alone would overflow for the largest n.
 */
export function exponentialMinusOne<V, M>(m: Arithmetic<V, M>, x: V): V {
  const zero = m.constant(0);
  const { exponent, remainder, q } = reduceBeyond(m, notAbove(m, notBelow(m, x)));
  const half = m.powerOfTwo(m.subtract(m.maximum(m.constant(-64), exponent), m.constant(1)));
  const far = m.multiply(m.constant(2), growth(m, half, 0.5, remainder, q));
  const result = m.select(m.equal(exponent, zero), m.add(remainder, q), far);
  return m.select(m.equal(x, zero), x, result);
}

/** The bits of `exponentialMinusOne` for x from 0 up to where 2^n is far from overflowing, in fewer steps. */
export function exponentialMinusOneOfPositive<V, M>(m: Arithmetic<V, M>, x: V): V {
  const { exponent, remainder, q } = reduceBeyond(m, x);
  return growth(m, m.powerOfTwo(exponent), 1, remainder, q);
}

/** `power (1 + r + q) - one`. */
function growth<V, M>(m: Arithmetic<V, M>, power: V, one: number, r: V, q: V): V {
  const whole = m.subtract(power, m.constant(one));
  const linear = m.multiply(power, r);
  const sum = m.add(whole, linear);
  const error = m.subtract(linear, m.subtract(sum, whole));
  return m.add(sum, m.add(error, m.multiply(power, q)));
}

function notBelow<V, M>(m: Arithmetic<V, M>, x: V): V {
  return m.maximum(x, m.constant(byPrecision(m, tables).low));
}

function notAbove<V, M>(m: Arithmetic<V, M>, x: V): V {
  return m.minimum(x, m.constant(byPrecision(m, tables).high));
}

/** `x + tail = exponent * ln 2 + remainder + lost`, where the last is the rounding error of the one before. */
function reduce<V, M>(m: Arithmetic<V, M>, x: V, tail: V): { exponent: V; remainder: V; lost: () => V } {
  const parts = byPrecision(m, ln2);
  const exponent = m.floor(m.add(m.multiply(x, m.constant(Math.LOG2E)), m.constant(0.5)));
  const rest = m.subtract(x, m.multiply(exponent, m.constant(parts.high)));
  const step = m.subtract(m.multiply(exponent, m.constant(parts.low)), tail);
  const remainder = m.subtract(rest, step);
  return { exponent, remainder, lost: () => m.subtract(m.subtract(rest, remainder), step) };
}

/** The same with q = exp(r) - 1 - r for the exact remainder r. */
function reduceBeyond<V, M>(m: Arithmetic<V, M>, x: V): { exponent: V; remainder: V; q: V } {
  const { exponent, remainder, lost } = reduce(m, x, m.constant(0));
  return { exponent, remainder, q: m.add(beyondLinear(m, remainder), lost()) };
}

/** `exp(r) - 1 - r` for a reduced r. */
function beyondLinear<V, M>(m: Arithmetic<V, M>, r: V): V {
  return m.multiply(m.multiply(r, r), polynomial(m, r, byPrecision(m, tables).terms));
}

function reducedExponential<V, M>(m: Arithmetic<V, M>, r: V): V {
  return m.add(m.constant(1), m.add(r, beyondLinear(m, r)));
}

/** `x * 2^n` in two steps, as 2^n itself need not be a normal number. `first` is the part of n that is exact. */
function scale<V, M>(m: Arithmetic<V, M>, x: V, first: V, n: V): V {
  return m.multiply(m.multiply(x, m.powerOfTwo(first)), m.powerOfTwo(m.subtract(n, first)));
}
