/** Divisions and comparisons of sizes that may be symbols. Symbols stand for positive integers. */
import {
  type Dim,
  divideDim,
  equalDims,
  isKnown,
  scaleDim,
  showDim,
  subtractDims,
  symbol,
} from "../base/dim.ts";

/** Whether the sizes differ whatever positive numbers the symbols stand for. */
export function certainlyUnequal(a: Dim, b: Dim): boolean {
  const difference = subtractDims(a, b);
  if (isKnown(difference)) return difference !== 0;
  const parts = [difference.constant, ...difference.terms.map(([, factor]) => factor)];
  return parts.every((part) => part >= 0) || parts.every((part) => part <= 0);
}

/** `a / b`; undefined where it is certainly not whole. An unknown quotient is a symbol named by what it is. */
export function quotientDim(a: Dim, b: Dim): Dim | undefined {
  if (isKnown(b)) {
    const exact = divideDim(a, b);
    return exact ?? (isKnown(a) ? undefined : symbol(`${showDim(a)}/${b}`));
  }
  const ratio = isKnown(a) ? Number.NaN : (a.terms[0]?.[1] ?? 0) / (b.terms[0]?.[1] ?? 1);
  if (Number.isInteger(ratio) && equalDims(scaleDim(b, ratio), a)) return ratio;
  return symbol(`(${showDim(a)})/(${showDim(b)})`);
}
