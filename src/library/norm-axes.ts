/** The parameter of constraints that says along which axes of a weight lengths are measured. */
import { listOf } from "../words/list-types.ts";
import { integer, param } from "../words/param-types.ts";
import { axisProblem } from "./axis.ts";

export const normAxes = param(
  listOf(integer(), { min: 1, single: true }),
  "axis or axes of the weight along which lengths are measured; 0 is that of the inputs, for a Dense kernel",
  [0],
);

export function normAxesProblem(axes: readonly number[], shape: readonly number[]): string | undefined {
  return axes.map((axis) => axisProblem(axis, shape)).find((problem) => problem !== undefined);
}

/** Keras' epsilon: added to lengths that are divided by. */
export const lengthEpsilon = 1e-7;
