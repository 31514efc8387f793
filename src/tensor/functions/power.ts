/**
 * `x^y = exp(y ln |x|)`, with ln |x| and its product with y carried in two words: an error of one unit in the last place
 * of the exponent would be a hundred units of the result. Edges are those of IEEE 754, but that a NaN is never hidden:
 * x^0 = 1 for every x that is a number, and pow(1, NaN) = NaN.
 */
import type { Arithmetic } from "../arithmetic.ts";
import { byPrecision } from "./by-precision.ts";
import { type DoubleWord, fastTwoSum, twoProduct, twoSum } from "./double-word.ts";
import { exponentialOfSum, ln2 } from "./exponential.ts";
import { splitNumber } from "./logarithm.ts";
import { polynomial } from "./polynomial.ts";

/**
 * 2 atanh(s) = 2s + s z (2/3 + z P(z)) with z = s². P is a minimax fit made for this project; with z² before it, its error
 * is below 2^-43 in f32 and 2^-72 in f64.
 */
const tables = {
  f32: {
    twoThirds: { high: 0.6666666865348816, low: -1.9868215517249155e-8 },
    terms: [0.3999999762, 0.285718739, 0.2218500823, 0.1946794987],
    /** No |ln x| but 0 is below the last place of 1: with y beyond this every result is 0, 1 or Infinity. */
    largestPower: 2 ** 32,
  },
  f64: {
    twoThirds: { high: 0.6666666666666666, low: 3.700743415417188e-17 },
    terms: [
      0.3999999999999998, 0.2857142857144511, 0.2222222221753641, 0.1818181887032273, 0.1538455687039801,
      0.13336317443034243, 0.11674818011086344, 0.1198901732324367,
    ],
    largestPower: 2 ** 64,
  },
} as const;

export function power<V, M>(m: Arithmetic<V, M>, x: V, y: V): V {
  const zero = m.constant(0);
  const one = m.constant(1);
  const size = m.abs(x);
  const largest = byPrecision(m, tables).largestPower;
  const bounded = m.minimum(m.maximum(y, m.constant(-largest)), m.constant(largest));
  const regular = regularPower(m, size, bounded);
  const magnitude = edges(m, size, y, regular);
  const half = m.multiply(y, m.constant(0.5));
  const integral = m.equal(m.floor(y), y);
  const odd = m.and(integral, m.not(m.equal(m.floor(half), half)));
  const negative = m.or(m.less(x, zero), m.less(m.divide(one, x), zero));
  const signed = m.select(m.and(negative, odd), m.negate(magnitude), magnitude);
  // A finite negative base has no real power but integral ones; that of -Infinity is a limit of its size.
  const real = m.or(
    m.not(m.less(x, zero)),
    m.or(integral, m.equal(size, m.constant(Number.POSITIVE_INFINITY))),
  );
  const known = m.and(m.equal(x, x), m.equal(y, y));
  const result = m.select(m.and(known, real), signed, m.constant(Number.NaN));
  return m.select(m.equal(y, zero), one, result);
}

/** 0 and Infinity as base. */
function edges<V, M>(m: Arithmetic<V, M>, size: V, y: V, regular: V): V {
  const zero = m.constant(0);
  const infinity = m.constant(Number.POSITIVE_INFINITY);
  const down = m.less(y, zero);
  const ofZero = m.select(down, infinity, zero);
  const ofInfinity = m.select(down, zero, infinity);
  return m.select(m.equal(size, zero), ofZero, m.select(m.equal(size, infinity), ofInfinity, regular));
}

function regularPower<V, M>(m: Arithmetic<V, M>, size: V, y: V): V {
  const ln = preciseLogarithm(m, size);
  const product = twoProduct(m, y, ln.high);
  const low = m.add(product.low, m.multiply(y, ln.low));
  // Far outside the range of exp the low part is no longer small, and does not matter.
  const inRange = m.less(m.abs(product.high), m.constant(2048));
  return exponentialOfSum(m, product.high, m.select(inRange, low, m.constant(0)));
}

/** `ln x` in two words, for positive finite x: about 10 bits more than one word holds. */
function preciseLogarithm<V, M>(m: Arithmetic<V, M>, x: V): DoubleWord<V> {
  const { twoThirds, terms } = byPrecision(m, tables);
  const parts = byPrecision(m, ln2);
  const { exponent, fraction } = splitNumber(m, x);
  const s = quotient(m, fraction, twoSum(m, m.constant(2), fraction));
  const z = product(m, s, s);
  const sum = fastTwoSum(m, m.constant(twoThirds.high), m.multiply(z.high, polynomial(m, z.high, terms)));
  const bracket = { high: sum.high, low: m.add(sum.low, m.constant(twoThirds.low)) };
  const cubic = product(m, s, product(m, z, bracket));
  const two = m.constant(2);
  const ln = fastTwoSum(m, m.multiply(two, s.high), cubic.high);
  const lnLow = m.add(ln.low, m.add(m.multiply(two, s.low), cubic.low));
  const total = fastTwoSum(m, m.multiply(exponent, m.constant(parts.high)), ln.high);
  const low = m.add(m.add(total.low, m.multiply(exponent, m.constant(parts.low))), lnLow);
  return fastTwoSum(m, total.high, low);
}

function product<V, M>(m: Arithmetic<V, M>, a: DoubleWord<V>, b: DoubleWord<V>): DoubleWord<V> {
  const main = twoProduct(m, a.high, b.high);
  const cross = m.add(m.multiply(a.high, b.low), m.multiply(a.low, b.high));
  return { high: main.high, low: m.add(main.low, cross) };
}

function quotient<V, M>(m: Arithmetic<V, M>, a: V, b: DoubleWord<V>): DoubleWord<V> {
  const high = m.divide(a, b.high);
  const back = twoProduct(m, high, b.high);
  const rest = m.subtract(m.subtract(m.subtract(a, back.high), back.low), m.multiply(high, b.low));
  return { high, low: m.divide(rest, b.high) };
}
