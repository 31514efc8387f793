/** Which elements of its parameters a kernel touches, counted from where each begins. */
import { affineRange } from "./affine.ts";
import { inputsOf } from "./expr-tree.ts";
import type { Access, Expr, Kernel } from "./kernel.ts";
import { loopSizes } from "./loop-sizes.ts";

export interface ElementRange {
  /** The first and the last element. */
  readonly low: number;
  readonly high: number;
}

/** One range a parameter; undefined for one that is never touched. */
export function kernelRanges(kernel: Kernel): (ElementRange | undefined)[] {
  const sizes = loopSizes(kernel);
  const ranges: (ElementRange | undefined)[] = kernel.buffers.map(() => undefined);
  const touch = ({ buffer, at }: Access, further = 0): void => {
    const [low, high] = affineRange(at, sizes);
    const known = ranges[buffer];
    ranges[buffer] = {
      low: Math.min(low, known?.low ?? low),
      high: Math.max(high + further, known?.high ?? high),
    };
  };
  const seen = new Set<Expr>();
  const visit = (expr: Expr): void => {
    if (seen.has(expr)) return;
    seen.add(expr);
    if (expr.kind === "load") touch(expr.access);
    if (expr.kind === "gather") touch(expr.access, (expr.rows - 1) * expr.stride);
    inputsOf(expr).forEach(visit);
  };
  for (const { access, value } of kernel.stores) {
    touch(access);
    visit(value);
  }
  if (kernel.kind === "reduce") visit(kernel.value);
  if (kernel.kind === "contract") for (const access of [kernel.a, kernel.b]) touch(access);
  if (kernel.kind === "scatter") {
    touch(kernel.target, (kernel.rows - 1) * kernel.stride);
    [kernel.index, kernel.value].forEach(visit);
  }
  return ranges;
}
