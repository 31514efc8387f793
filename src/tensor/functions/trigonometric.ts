/**
 * `sin` and `cos` of an angle in radians. The angle is brought to [-pi/4, pi/4] by subtracting k pi/2 in parts (Cody and
 * Waite), of which the first are so short that their products with k are exact; the rounding error of the others is kept
 * as a tail. Good to 2 units in the last place for |x| up to 100,000 in f32 and 1,600,000 in f64. Further out the angle is
 * wrong, though the result stays within [-1, 1]; infinities give NaN. The polynomials are minimax fits made for this
 * project (Remez exchange in 60 digits; relative errors below 2^-32 in f32 and 2^-57 in f64).
 */
import type { Arithmetic } from "../arithmetic.ts";
import { byPrecision } from "./by-precision.ts";
import { polynomial } from "./polynomial.ts";

const tables = {
  f32: {
    /** pi/2 as a sum: parts whose multiples are subtracted exactly, then parts that round. */
    exact: [1.5703125, 0.0004825592041015625],
    rounded: [1.2665987014770508e-6, 9.89530235528946e-10, 2.5633440682570896e-12],
    sine: [-0.1666666716, 0.008333329111, -0.0001983916736, 2.716723657e-6],
    cosine: [0.04166664556, -0.001388723496, 2.442305231e-5],
  },
  f64: {
    exact: [1.5707963267341256],
    rounded: [6.077100506303966e-11, 2.0222662487959506e-21],
    sine: [
      -0.16666666666666632, 0.008333333333322316, -0.00019841269829725346, 2.7557313662094935e-6,
      -2.50507532692798e-8, 1.5896505178497676e-10,
    ],
    cosine: [
      0.0416666666666666, -0.001388888888887399, 2.480158728939495e-5, -2.755731432602047e-7,
      2.0875719555529986e-9, -1.1359448444202634e-11,
    ],
  },
} as const;

export function sine<V, M>(m: Arithmetic<V, M>, x: V): V {
  return m.select(m.equal(x, m.constant(0)), x, quarterTurns(m, x, 0));
}

export function cosine<V, M>(m: Arithmetic<V, M>, x: V): V {
  return quarterTurns(m, x, 1);
}

/** `sin(x + turns * pi/2)`. */
function quarterTurns<V, M>(m: Arithmetic<V, M>, x: V, turns: number): V {
  const { k, angle, tail } = reduceAngle(m, x);
  const turned = m.add(k, m.constant(turns));
  const quadrant = m.subtract(
    turned,
    m.multiply(m.constant(4), m.floor(m.multiply(turned, m.constant(0.25)))),
  );
  const odd = m.or(m.equal(quadrant, m.constant(1)), m.equal(quadrant, m.constant(3)));
  const value = m.select(odd, cosineNearZero(m, angle, tail), sineNearZero(m, angle, tail));
  return m.select(m.less(m.constant(1), quadrant), m.negate(value), value);
}

function reduceAngle<V, M>(m: Arithmetic<V, M>, x: V): { k: V; angle: V; tail: V } {
  const { exact, rounded } = byPrecision(m, tables);
  const k = m.floor(m.add(m.multiply(x, m.constant(2 / Math.PI)), m.constant(0.5)));
  let rest = x;
  for (const part of exact) rest = m.subtract(rest, m.multiply(k, m.constant(part)));
  let tail = m.constant(0);
  for (const part of rounded) {
    const step = m.multiply(k, m.constant(part));
    const next = m.subtract(rest, step);
    tail = m.add(tail, m.subtract(m.subtract(rest, next), step));
    rest = next;
  }
  // Only an angle far out of range is changed here.
  const angle = m.minimum(m.maximum(rest, m.constant(-0.8)), m.constant(0.8));
  return { k, angle, tail: m.minimum(m.maximum(tail, m.constant(-1e-7)), m.constant(1e-7)) };
}

/** sin(r + t) = r + (r³ S(r²) + t (1 - r²/2)), for a tail t far below r. */
function sineNearZero<V, M>(m: Arithmetic<V, M>, r: V, t: V): V {
  const z = m.multiply(r, r);
  const cubic = m.multiply(m.multiply(z, r), polynomial(m, z, byPrecision(m, tables).sine));
  const linear = m.multiply(t, m.subtract(m.constant(1), m.multiply(z, m.constant(0.5))));
  return m.add(r, m.add(cubic, linear));
}

/** cos(r + t) = 1 - r²/2 + (r⁴ C(r²) - r t), with the rounding error of 1 - r²/2 put back. */
function cosineNearZero<V, M>(m: Arithmetic<V, M>, r: V, t: V): V {
  const one = m.constant(1);
  const z = m.multiply(r, r);
  const half = m.multiply(z, m.constant(0.5));
  const main = m.subtract(one, half);
  const lost = m.subtract(m.subtract(one, main), half);
  const quartic = m.multiply(m.multiply(z, z), polynomial(m, z, byPrecision(m, tables).cosine));
  return m.add(main, m.add(lost, m.subtract(quartic, m.multiply(r, t))));
}
