/** Three steps of one optimizer, and how fixtures tell where they lead: of each tensor seven sums, element i being in sum i % 7. */
import { expect } from "vitest";
import type { ConstraintDefinition } from "../../src/library/constraint.ts";
import type { OptimizerDefinition } from "../../src/library/optimizer.ts";
import type { Tensor } from "../../src/tensor/types.ts";
import type { Instance } from "../../src/words/word.ts";
import { readWord } from "../library/read-word.ts";
import { trainWeights } from "../library/train-weights.ts";

/** The optimizer of all fixtures that have steps: its updates are linear, so that rounding stays small. */
export const stepping = readWord<OptimizerDefinition>("optimizer", "SGD(0.01, momentum = 0.9)");

/** Where three steps along a gradient bring a tensor. */
export function expectDescent(
  start: Tensor,
  gradient: (at: Tensor) => ArrayLike<number>,
  sums: readonly number[],
  floor: number,
  constraint?: Instance<ConstraintDefinition>,
): void {
  const { shape, dtype, values } = start;
  const history = trainWeights({
    optimizer: stepping,
    shapes: [shape],
    start: [...values],
    gradient: (flat) => Array.from(gradient({ shape, dtype, values: Float32Array.from(flat) })),
    steps: 3,
    constraint,
  });
  expectSums(history.at(-1) ?? [], sums, "after three steps", floor);
}

/** Seven sums, each within 1e-5 of what its terms amount to. */
export function expectSums(
  values: ArrayLike<number>,
  wanted: readonly number[],
  what: string,
  floor: number,
): void {
  const flat = Array.from(values);
  expect(wanted.length, what).toBe(Math.min(7, flat.length));
  wanted.forEach((sum, i) => {
    const terms = flat.filter((_, k) => k % 7 === i);
    const found = terms.reduce((total, v) => total + v, 0);
    const size = terms.reduce((total, v) => total + Math.abs(v), 0);
    if (!(Math.abs(found - sum) <= 1e-5 * Math.max(size, floor)))
      expect(found, `${what}, sum ${i}`).toBe(sum);
  });
}
