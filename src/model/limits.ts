/** Limits that protect whoever reads the files of strangers. The parser has its own, for text. */
import type { Report } from "../base/diagnostic.ts";
import { isKnown, productOf, type Shape, showShape } from "../base/dim.ts";
import type { Span } from "../base/source.ts";

export const mostLayers = 100_000;
/** Levels of blocks in blocks. */
export const mostUses = 64;
/** Calls of defs that one value may lead to: defs that call defs double the work at each step. */
export const mostCalls = 100_000;
const mostElements = 2 ** 31;

/** False for a shape of too many elements, which is reported. */
export function isWithinLimits(shape: Shape, span: Span, report: Report): boolean {
  const size = productOf(shape);
  if (!isKnown(size) || size <= mostElements) return true;
  report({
    rule: "limit",
    severity: "error",
    message: `a tensor of shape ${showShape(shape)} has ${size} elements, and the most is 2^31`,
    span,
  });
  return false;
}
