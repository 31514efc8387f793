/** What the losses of overlapping regions share: over which axes they sum, and how their value meets the rows. */
import type { Shape } from "../base/dim.ts";
import type { Builder } from "../tensor/builder.ts";
import type { Node } from "../tensor/node.ts";
import { listOf } from "../words/list-types.ts";
import { integer, keywordOnly, optional, param } from "../words/param-types.ts";
import type { Conflict } from "../words/word.ts";
import { axisProblem, withBatch } from "./axis.ts";
import type { LossFacts } from "./loss.ts";

export const overlapAxes = keywordOnly(
  param(
    optional(listOf(integer(), { min: 1, single: true })),
    "axes of one row that are summed over, so that every row has a value of its own; none sums over the whole batch",
    null,
  ),
);

export function overlapProblem(axes: readonly number[] | null, output: Shape): string | undefined {
  return (axes ?? []).map((axis) => axisProblem(axis, output)).find((problem) => problem !== undefined);
}

/** With one value for the whole batch there is nothing to sum. */
export function overlapConflict({
  axis,
  reduction,
}: {
  readonly axis: readonly number[] | null;
  readonly reduction: string;
}): Conflict | undefined {
  if (axis !== null || reduction !== "sum") return undefined;
  return {
    param: "reduction",
    message: "cannot be sum where one value stands for the whole batch",
    help: "say which axes of a row make a value: axis = -1",
  };
}

/** The axes as a sum takes them, batch axis counted. */
export function summedAxes(axes: readonly number[] | null): readonly number[] | undefined {
  return axes === null ? undefined : axes.map(withBatch);
}

/** One value of the whole batch stands for each of its rows, so that their mean is that value. */
export function valuesByRow(g: Builder, values: Node, rows: number): Node {
  return values.shape.length === 0 ? g.broadcast(values, [rows]) : values;
}

export const overlapFacts: LossFacts = {
  reads: "probability",
  fromLogits: false,
  targets: ["binary", "multilabel", "onehot"],
  task: "classification",
};
