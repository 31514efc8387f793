/**
 * `ln gamma(x)` and its derivative digamma for x > 0. Up to 7.5 the argument is brought near 2 (1 and 2 for digamma) by
 * gamma(x + 1) = x gamma(x), and the rest is a polynomial that has the function's own zeros as factors, so that the relative
 * error stays small there too; beyond, Stirling's series. The polynomials are minimax fits made for this project (Remez
 * exchange in 60 digits; relative errors 2^-31 and 2^-27 in f32, 2^-62 and 2^-55 in f64). NaN for negative numbers.
 */
import type { Arithmetic } from "../arithmetic.ts";
import { byPrecision } from "./by-precision.ts";
import { logarithm } from "./logarithm.ts";
import { polynomial } from "./polynomial.ts";

const tables = {
  f32: {
    /** ln gamma(2 + f) / f for |f| up to 1/2. */
    nearTwo: [
      0.422784335, 0.3224670347, -0.06735228225, 0.02058073443, -0.007386158589, 0.002891732174,
      -0.001185959613, 0.0005015195459, -0.0002536180174, 0.0001223588607,
    ],
    /** digamma(x) / (x - root) by powers of x - 3/2, for x from 1 to 2. */
    overRoot: [
      0.9510558756, -0.4236274989, 0.2405426159, -0.1483987856, 0.09498207593, -0.06205707731, 0.04087941949,
      -0.02578101208, 0.01698002886, -0.01638408852, 0.01111926956,
    ],
    root: { high: 1.4616321325302124, low: 1.2438149938918909e-8 },
    terms: 4,
  },
  f64: {
    nearTwo: [
      0.42278433509846713, 0.3224670334241132, -0.06735230105319814, 0.020580808427784925,
      -0.00738555102866841, 0.0028905103307137075, -0.0011927539119904289, 0.0005096695256867251,
      -0.000223154750964029, 9.945749519998148e-5, -4.492634856539127e-5, 2.050740900496848e-5,
      -9.43847601086416e-6, 4.3735031845320504e-6, -2.0448514833795186e-6, 9.610558046859374e-7,
      -4.305028636135323e-7, 1.9666645913822468e-7, -1.3399710853448814e-7, 6.916657090775626e-8,
    ],
    overRoot: [
      0.9510558760318328, -0.4236274212814606, 0.24054248424077398, -0.14840492305389, 0.09498872445497238,
      -0.06192213327469982, 0.04076083381081811, -0.02697579669111147, 0.017907252481286905,
      -0.011908219422179256, 0.007926944019262194, -0.005279946224606763, 0.0035190121236321516,
      -0.0023454210252501456, 0.0015565994415445254, -0.0010368409211027432, 0.0007234368226432332,
      -0.0004847341819012213, 0.00022702511707588496, -0.00014697068088970455, 0.0002598517253283152,
      -0.00017656855383465153,
    ],
    root: { high: 1.4616321449683622, low: 9.549995429965697e-17 },
    terms: 11,
  },
} as const;

/** B(2k) / (2k (2k - 1)), k = 1 … : the terms of Stirling's series over x^(2k - 1). */
const stirling = [
  1 / 12,
  -1 / 360,
  1 / 1260,
  -1 / 1680,
  1 / 1188,
  -691 / 360360,
  1 / 156,
  -3617 / 122400,
  43867 / 244188,
  -174611 / 125400,
  77683 / 5796,
] as const;

/** From here on the series is exact enough. */
const far = 7.5;

export function logGamma<V, M>(m: Arithmetic<V, M>, x: V): V {
  const { nearTwo } = byPrecision(m, tables);
  const near = m.minimum(x, m.constant(far));
  const { f, product, rising } = stepsToTwo(m, near);
  const steps = logarithm(m, product);
  const zero = m.constant(0);
  const moved = m.select(rising, m.negate(steps), steps);
  const small = m.add(m.multiply(f, polynomial(m, f, nearTwo)), moved);
  const value = m.select(m.less(x, m.constant(far)), small, stirlingSum(m, x));
  const infinity = m.constant(Number.POSITIVE_INFINITY);
  const positive = m.select(m.equal(x, infinity), infinity, value);
  const edge = m.select(m.equal(x, zero), infinity, m.constant(Number.NaN));
  return m.select(m.less(zero, x), positive, edge);
}

interface Steps<V, M> {
  /** The distance from 2, within 1/2, exact. */
  readonly f: V;
  /** gamma(x) = gamma(2 + f) times this, or divided by it where the steps went up. */
  readonly product: V;
  readonly rising: M;
}

function stepsToTwo<V, M>(m: Arithmetic<V, M>, x: V): Steps<V, M> {
  const one = m.constant(1);
  let f = m.subtract(x, m.constant(2));
  let product = one;
  for (let k = 1; k <= 5; k++) {
    const beyond = m.less(m.constant(k + 1.5), x);
    const step = m.subtract(x, m.constant(k));
    product = m.multiply(product, m.select(beyond, step, one));
    f = m.select(beyond, m.subtract(x, m.constant(k + 2)), f);
  }
  const rising = m.less(x, m.constant(1.5));
  const twice = m.less(x, m.constant(0.5));
  const up = m.multiply(x, m.select(twice, m.add(x, one), one));
  return {
    f: m.select(twice, x, m.select(rising, m.subtract(x, one), f)),
    product: m.select(rising, up, product),
    rising,
  };
}

/** (x - 1/2) (ln x - 1) + (ln(2 pi) - 1) / 2 + the series. */
function stirlingSum<V, M>(m: Arithmetic<V, M>, x: V): V {
  const { terms } = byPrecision(m, tables);
  const one = m.constant(1);
  const main = m.multiply(m.subtract(x, m.constant(0.5)), m.subtract(logarithm(m, x), one));
  const inverse = m.divide(one, m.maximum(x, m.constant(far)));
  const series = m.multiply(inverse, polynomial(m, m.multiply(inverse, inverse), stirling.slice(0, terms)));
  return m.add(main, m.add(m.constant(0.4189385332046727), series));
}

export function digamma<V, M>(m: Arithmetic<V, M>, x: V): V {
  const { overRoot, root } = byPrecision(m, tables);
  const [zero, one] = [m.constant(0), m.constant(1)];
  const near = m.minimum(x, m.constant(far));
  const below = m.less(near, one);
  // digamma(x + 1) = digamma(x) + 1 / x: one step up to [1, 2), or up to six down.
  let y = m.select(below, m.add(near, one), near);
  let rest = m.select(below, m.negate(m.divide(one, near)), zero);
  for (let k = 6; k >= 1; k--) {
    const beyond = m.less(m.constant(k + 1), near);
    const step = m.subtract(near, m.constant(k));
    const inverse = m.divide(one, m.select(beyond, step, one));
    rest = m.add(rest, m.select(beyond, inverse, zero));
  }
  for (let k = 1; k <= 6; k++) {
    y = m.select(m.less(m.constant(k + 1), near), m.subtract(near, m.constant(k)), y);
  }
  const distance = m.subtract(m.subtract(y, m.constant(root.high)), m.constant(root.low));
  const around = m.multiply(distance, polynomial(m, m.subtract(y, m.constant(1.5)), overRoot));
  const value = m.select(m.less(x, m.constant(far)), m.add(around, rest), asymptote(m, x));
  const edge = m.select(m.equal(x, zero), m.constant(Number.NEGATIVE_INFINITY), m.constant(Number.NaN));
  const infinity = m.constant(Number.POSITIVE_INFINITY);
  return m.select(m.less(zero, x), m.select(m.equal(x, infinity), infinity, value), edge);
}

/** ln x - 1 / (2 x) - the sum of B(2k) / (2k x^2k). */
function asymptote<V, M>(m: Arithmetic<V, M>, x: V): V {
  const { terms } = byPrecision(m, tables);
  const inverse = m.divide(m.constant(1), m.maximum(x, m.constant(far)));
  const square = m.multiply(inverse, inverse);
  const slopes = stirling.slice(0, terms).map((term, i) => term * (2 * i + 1));
  const series = m.multiply(square, polynomial(m, square, slopes));
  return m.subtract(logarithm(m, x), m.add(m.multiply(m.constant(0.5), inverse), series));
}
