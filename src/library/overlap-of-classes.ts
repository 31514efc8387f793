/** Intersection over union: what the metrics of segmentation are made of. */
import type { Shape } from "../base/dim.ts";
import type { Builder } from "../tensor/builder.ts";
import type { Node } from "../tensor/node.ts";
import { sizeOf } from "../tensor/types.ts";
import { flag, integer, keywordOnly, optional, param } from "../words/param-types.ts";
import { classProblem, distributionProblem, elementProblem } from "./accuracies.ts";
import type { MetricFacts } from "./metric.ts";

export const classCount = param(integer({ min: 2 }), "number of classes");

export const ignoredClass = keywordOnly(
  param(optional(integer()), "a class of the target whose places do not count", null),
);

export function sparsity(what: string, initial: boolean) {
  return keywordOnly(param(flag, `${what} holds numbers of classes, not a score for each class`, initial));
}

export const overlapMetricFacts: MetricFacts = {
  better: "higher",
  task: "classification",
  targets: ["class", "binary", "onehot"],
};

export interface Coding {
  /** Numbers of classes, where true; else a score for each class along the last axis. */
  readonly target: boolean;
  readonly output: boolean;
}

export function codingProblem(coding: Coding, target: Shape, output: Shape): string | undefined {
  if (coding.output) return coding.target ? elementProblem(target, output) : classProblem(output, target);
  return coding.target ? classProblem(target, output) : distributionProblem(target, output);
}

/** How many places of each class were taken for each: `[classes, classes]`, rows by truth. */
export function classConfusion(
  g: Builder,
  target: Node,
  output: Node,
  coding: Coding,
  classes: number,
  ignored: number | null = null,
): Node {
  const truth = numbersOf(g, target, coding.target);
  const guess = numbersOf(g, output, coding.output);
  const rows = oneHot(g, truth, classes, output);
  const kept = ignored === null ? rows : g.mul(rows, g.cast(g.sub(1, g.equal(truth, ignored)), rows.dtype));
  return g.matmul(kept, oneHot(g, guess, classes, output), { transposeA: true });
}

/** Column of class numbers, cut to whole numbers. */
function numbersOf(g: Builder, x: Node, sparse: boolean): Node {
  const numbers = sparse ? g.cast(x, "i32") : g.argmax(x, -1);
  return g.reshape(numbers, [sizeOf(numbers.shape), 1]);
}

/** Numbers that are no class are a row of zeros. */
function oneHot(g: Builder, numbers: Node, classes: number, like: Node): Node {
  const count = numbers.shape[0] as number;
  const dtype = like.dtype === "i32" ? "f32" : like.dtype;
  return g.cast(g.equal(g.iota([count, classes], 1, "i32"), numbers), dtype);
}

/** Mean over the given classes of those places that truth and guess share, among those that either has; absent ones are left out. */
export function meanOverlap(confusion: ArrayLike<number>, classes: number, ids: readonly number[]): number {
  const at = (i: number, j: number): number => confusion[i * classes + j] as number;
  const all = Array.from({ length: classes }, (_, i) => i);
  const overlaps = ids.flatMap((id) => {
    const either = all.reduce((sum, other) => sum + at(id, other) + at(other, id), 0) - at(id, id);
    return either > 0 ? [at(id, id) / either] : [];
  });
  return overlaps.length === 0 ? 0 : overlaps.reduce((sum, overlap) => sum + overlap, 0) / overlaps.length;
}

/** Why a list of classes does not fit their number. */
export function idsConflict(ids: readonly number[], classes: number) {
  const wrong = ids.find((id) => id >= classes);
  if (wrong === undefined) return undefined;
  return {
    param: "target_class_ids",
    message: `names class ${wrong}, but there are ${classes} classes, which count from 0`,
  };
}
