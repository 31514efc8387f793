/**
 * `ln x` and `ln(1 + x)`: x = 2^k (1 + f) with 1 + f in [sqrt(1/2), sqrt(2)), s = f / (2 + f), and
 * ln(1 + f) = 2 atanh(s) = f - (f²/2 - s (f²/2 + R(s²))). R is a minimax fit made for this project (Remez exchange in 60
 * digits; relative error 2^-36 in f32, 2^-58 in f64).
 */
import type { Arithmetic } from "../arithmetic.ts";
import { byPrecision } from "./by-precision.ts";
import { ln2 } from "./exponential.ts";
import { polynomial } from "./polynomial.ts";

const terms = {
  f32: [0.6666666269, 0.4000033438, 0.2853730321, 0.2358228564],
  f64: [
    0.6666666666666734, 0.39999999999414326, 0.2857142874247384, 0.22222198563570503, 0.18183564862737672,
    0.1531403592627113, 0.1479610463708048,
  ],
} as const;

/** Numbers below 1 are lifted by this power of two, so that subnormal ones become normal. */
const lift = { f32: 26, f64: 54 } as const;

export function logarithm<V, M>(m: Arithmetic<V, M>, x: V): V {
  const { exponent, fraction } = splitNumber(m, x);
  return logarithmEdges(m, x, x, combine(m, exponent, fraction, m.constant(0)));
}

/** `ln(1 + x)`. The part of x that 1 + x rounds away comes in as a correction: ln(u + c) = ln u + c / u. */
export function logarithmOnePlus<V, M>(m: Arithmetic<V, M>, x: V): V {
  const one = m.constant(1);
  const zero = m.constant(0);
  const u = m.add(one, x);
  const { exponent, fraction } = splitNumber(m, u);
  const lost = m.select(m.less(one, x), m.subtract(one, m.subtract(u, x)), m.subtract(x, m.subtract(u, one)));
  const near = m.equal(exponent, zero);
  const f = m.select(near, x, fraction);
  const correction = m.select(near, zero, m.divide(lost, u));
  const result = logarithmEdges(m, u, x, combine(m, exponent, f, correction));
  return m.select(m.equal(x, zero), x, result);
}

/** `x = 2^exponent (1 + fraction)`, for positive finite x; both exact. */
export function splitNumber<V, M>(m: Arithmetic<V, M>, x: V): { exponent: V; fraction: V } {
  const one = m.constant(1);
  const bits = byPrecision(m, lift);
  // Large numbers are lowered a little: the power that takes the largest exponent to 0 would be subnormal.
  const small = m.less(x, one);
  const lifted = m.multiply(x, m.select(small, m.constant(2 ** bits), m.constant(0.25)));
  const raw = m.exponentOf(lifted);
  const mantissa = m.multiply(lifted, m.powerOfTwo(m.negate(raw)));
  const high = m.less(m.constant(Math.SQRT2), mantissa);
  const halved = m.select(high, m.multiply(mantissa, m.constant(0.5)), mantissa);
  const shift = m.select(small, m.constant(-bits), m.constant(2));
  const exponent = m.add(m.add(raw, shift), m.select(high, one, m.constant(0)));
  return { exponent, fraction: m.subtract(halved, one) };
}

/** `k ln 2 + ln(1 + f) + correction`. */
function combine<V, M>(m: Arithmetic<V, M>, k: V, f: V, correction: V): V {
  const parts = byPrecision(m, ln2);
  const s = m.divide(f, m.add(m.constant(2), f));
  const z = m.multiply(s, s);
  const rest = m.multiply(z, polynomial(m, z, byPrecision(m, terms)));
  const halfSquare = m.multiply(m.constant(0.5), m.multiply(f, f));
  const low = m.add(m.multiply(k, m.constant(parts.low)), correction);
  const tail = m.subtract(halfSquare, m.add(m.multiply(s, m.add(halfSquare, rest)), low));
  return m.subtract(m.multiply(k, m.constant(parts.high)), m.subtract(tail, f));
}

/** Infinity at Infinity, -Infinity at 0 and NaN below, where `argument` is what the logarithm is taken of. */
function logarithmEdges<V, M>(m: Arithmetic<V, M>, argument: V, x: V, result: V): V {
  const infinity = m.constant(Number.POSITIVE_INFINITY);
  const zero = m.constant(0);
  const atOrBelow = m.select(
    m.equal(argument, zero),
    m.constant(Number.NEGATIVE_INFINITY),
    m.constant(Number.NaN),
  );
  const finite = m.select(m.equal(x, infinity), infinity, result);
  return m.select(m.less(zero, argument), finite, atOrBelow);
}
