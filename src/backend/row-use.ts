/** What a kernel touches at each index of its first loop: whether it can run for a part of them, and which data goes with them. */
import { affineRange } from "./affine.ts";
import type { Access, Kernel } from "./kernel.ts";
import { loopSizes } from "./loop-sizes.ts";
import { expressionsIn } from "./loops/rewrite-expression.ts";

export interface RowUse {
  /** How often the first loop turns. */
  readonly size: number;
  /** One for each of the kernel's buffers. */
  readonly parameters: readonly ParameterUse[];
}

export interface ParameterUse {
  readonly written: boolean;
  /** Elements from one index of the first loop to the next: 0 for what all share. */
  readonly stride: number;
  /** How many are touched in all, at most. */
  readonly elements: number;
}

/** Undefined for a kernel whose first loop is summed over, or asks for its index other than to find an element. */
export function rowUse(kernel: Kernel): RowUse | undefined {
  if (kernel.kind === "scatter" || (kernel.kind === "reduce" && kernel.kept.length === 0)) return undefined;
  const sizes = loopSizes(kernel);
  const accesses: { readonly access: Access; readonly further: number }[] = [];
  const add = (access: Access, further = 0): void => {
    accesses.push({ access, further });
  };
  const values = kernel.stores.map(({ value }) => value);
  for (const expr of expressionsIn(kernel.kind === "reduce" ? [kernel.value, ...values] : values)) {
    if (expr.kind === "load") add(expr.access);
    else if (expr.kind === "gather") add(expr.access, (expr.rows - 1) * expr.stride);
    else if (expr.kind === "index" && expr.value.strides[0] !== 0) return undefined;
    else if (expr.kind === "random" && expr.element.strides[0] !== 0) return undefined;
    else if (expr.kind === "pick") {
      const guards = expr.choices.flatMap((choice) => choice.guards);
      if (guards.some(({ value }) => value.strides[0] !== 0)) return undefined;
    }
  }
  for (const { access } of kernel.stores) add(access);
  if (kernel.kind === "contract") for (const access of [kernel.a, kernel.b]) add(access);
  const parameters: ParameterUse[] = [];
  for (const [number, { written }] of kernel.buffers.entries()) {
    const own = accesses.filter(({ access }) => access.buffer === number);
    const strides = new Set(own.map(({ access }) => access.at.strides[0] as number));
    if (strides.size > 1) return undefined;
    const [stride = 0] = strides;
    const elements = Math.max(0, ...own.map(({ access, further }) => touched(access, sizes) + further));
    parameters.push({ written, stride, elements });
  }
  return { size: sizes[0] as number, parameters };
}

/** No more than there are between the first and the last, and than there are turns of the loops that move. */
function touched({ at }: Access, sizes: readonly number[]): number {
  const [low, high] = affineRange(at, sizes);
  const turns = sizes.reduce((product, size, axis) => (at.strides[axis] === 0 ? product : product * size), 1);
  return Math.min(high - low + 1, turns);
}
