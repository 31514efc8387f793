/** Axes as users count them: of one row, from 0, or from the end with -1. The batch axis is never counted. */
import { type Shape, showShape } from "../base/dim.ts";
import { integer, param } from "../words/param-types.ts";

export const axisParam = param(integer(), "the axis, counted without the batch axis; -1 is the last", -1);

/** The axis of a tensor whose axis 0 is the batch. */
export function withBatch(axis: number): number {
  return axis < 0 ? axis : axis + 1;
}

export function axisProblem(axis: number, shape: Shape): string | undefined {
  const rank = shape.length;
  if (axis < rank && axis >= -rank) return undefined;
  const axes = rank === 0 ? "no axes" : rank === 1 ? "one axis" : `${rank} axes`;
  return `there is no axis ${axis} in ${showShape(shape)}, which has ${axes}`;
}
