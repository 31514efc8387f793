/** Areas under ROC and precision-recall curves, from counts at a row of thresholds. */
import { logarithm } from "../tensor/functions/logarithm.ts";
import { numberArithmetic } from "../tensor/number-arithmetic.ts";

export interface CurveOptions {
  readonly curve: "ROC" | "PR";
  readonly summation_method: "interpolation" | "minoring" | "majoring";
}

/** What was above each threshold, thresholds rising, and how many there were in all. */
export interface Counts {
  readonly truePositives: ArrayLike<number>;
  readonly falsePositives: ArrayLike<number>;
  readonly positives: number;
  readonly negatives: number;
}

/** Just below 0 and just above 1, so that the curve reaches both ends, and evenly between; or the thresholds given. */
export function thresholdsOf(count: number, given: readonly number[] | null): readonly number[] {
  const inner = given === null ? even(count) : [...given].sort((a, b) => a - b);
  return [-1e-7, ...inner, 1 + 1e-7];
}

function even(count: number): readonly number[] {
  return Array.from({ length: count - 2 }, (_, i) => (i + 1) / (count - 1));
}

/** Riemann sum over the curve; PR by interpolation follows Davis and Goadrich (2006), as Keras does. 0 / 0 counts as 0. */
export function areaUnderCurve(counts: Counts, options: CurveOptions): number {
  if (options.curve === "PR" && options.summation_method === "interpolation") return interpolatedArea(counts);
  const points = Array.from(counts.truePositives, (_, i) => pointAt(counts, options, i));
  let area = 0;
  for (let i = 0; i + 1 < points.length; i++) {
    const [a, b] = [points[i] as Point, points[i + 1] as Point];
    area += (a.x - b.x) * height(a.y, b.y, options.summation_method);
  }
  return area;
}

interface Point {
  readonly x: number;
  readonly y: number;
}

function pointAt(counts: Counts, { curve }: CurveOptions, i: number): Point {
  const hits = counts.truePositives[i] as number;
  const alarms = counts.falsePositives[i] as number;
  const recall = ratio(hits, counts.positives);
  if (curve === "ROC") return { x: ratio(alarms, counts.negatives), y: recall };
  return { x: recall, y: ratio(hits, hits + alarms) };
}

function height(a: number, b: number, method: CurveOptions["summation_method"]): number {
  if (method === "interpolation") return (a + b) / 2;
  return method === "minoring" ? Math.min(a, b) : Math.max(a, b);
}

/** Between two thresholds true positives grow in proportion to all positives: the integral has a closed form with a logarithm. */
function interpolatedArea({ truePositives, falsePositives, positives }: Counts): number {
  let area = 0;
  for (let i = 0; i + 1 < truePositives.length; i++) {
    const [hits, nextHits] = [truePositives[i] as number, truePositives[i + 1] as number];
    const [above, nextAbove] = [
      hits + (falsePositives[i] as number),
      nextHits + (falsePositives[i + 1] as number),
    ];
    const gained = hits - nextHits;
    const slope = ratio(gained, Math.max(above - nextAbove, 0));
    const intercept = nextHits - slope * nextAbove;
    const growth = above > 0 && nextAbove > 0 ? above / nextAbove : 1;
    area += ratio(slope * (gained + intercept * logarithm(numberArithmetic.f64, growth)), positives);
  }
  return area;
}

function ratio(a: number, b: number): number {
  return b === 0 ? 0 : a / b;
}
