/**
 * ln gamma and digamma by `Math.*`, as references in tests. Near 2 by their power series (NIST Handbook of Mathematical
 * Functions, 5.7), whose coefficients are those of the zeta function; elsewhere by recurrence, or by Stirling's series.
 */

const oneMinusEuler = 1 - 0.5772156649015329;
const far = 30;

export function referenceLogGamma(x: number): number {
  if (!(x > 0)) return x === 0 ? Number.POSITIVE_INFINITY : Number.NaN;
  if (x === Number.POSITIVE_INFINITY) return x;
  if (x >= far) {
    const z = 1 / (x * x);
    const series = (1 / 12 - z * (1 / 360 - z * (1 / 1260 - z / 1680))) / x;
    return (x - 0.5) * (Math.log(x) - 1) + (0.5 * Math.log(2 * Math.PI) - 0.5) + series;
  }
  const { f, steps, up } = distanceFromTwo(x);
  let sum = oneMinusEuler * f;
  for (let k = 2; k < 60; k++) sum += (zetaMinusOne(k) * (-f) ** k) / k;
  const product = steps.reduce((all, step) => all * step, 1);
  return up ? sum - Math.log(product) : sum + Math.log(product);
}

export function referenceDigamma(x: number): number {
  if (!(x > 0)) return x === 0 ? Number.NEGATIVE_INFINITY : Number.NaN;
  if (x === Number.POSITIVE_INFINITY) return x;
  if (x >= far) {
    const z = 1 / (x * x);
    return Math.log(x) - 0.5 / x - z * (1 / 12 - z * (1 / 120 - z * (1 / 252 - z / 240)));
  }
  const { f, steps, up } = distanceFromTwo(x);
  let sum = oneMinusEuler;
  for (let k = 2; k < 60; k++) sum -= zetaMinusOne(k) * (-f) ** (k - 1);
  return steps.reduceRight((all, step) => (up ? all - 1 / step : all + 1 / step), sum);
}

/** The steps of gamma(x + 1) = x gamma(x) that lead to 2 + f with |f| at most 1/2. */
function distanceFromTwo(x: number): {
  readonly f: number;
  readonly steps: readonly number[];
  readonly up: boolean;
} {
  if (x < 0.5) return { f: x, steps: [x, x + 1], up: true };
  if (x < 1.5) return { f: x - 1, steps: [x], up: true };
  const count = Math.max(0, Math.round(x) - 2);
  return { f: x - 2 - count, steps: Array.from({ length: count }, (_, k) => x - k - 1), up: false };
}

const zetas: number[] = [];

function zetaMinusOne(k: number): number {
  zetas[k] ??= sumOfPowers(k);
  return zetas[k];
}

/** zeta(k) - 1, by Euler and Maclaurin's sum behind the first 200 terms. */
function sumOfPowers(k: number): number {
  const n = 200;
  let tail = n ** (1 - k) / (k - 1) + n ** -k / 2 + (k * n ** (-k - 1)) / 12;
  tail -= (k * (k + 1) * (k + 2) * n ** (-k - 3)) / 720;
  for (let i = n - 1; i >= 2; i--) tail += i ** -k;
  return tail;
}
