/** The three ways to count right answers, and which of them the word `accuracy` means. */
import { equalDims, type Shape, showShape } from "../base/dim.ts";
import type { Builder } from "../tensor/builder.ts";
import type { Node } from "../tensor/node.ts";
import { paired } from "./targets.ts";

/** 1 where the output is above the threshold exactly when the target is 1. */
export function binaryHits(g: Builder, target: Node, output: Node, threshold: number): Node {
  const pair = paired(g, target, output);
  return g.equal(pair.target, g.less(threshold, pair.output));
}

/** 1 where target and output are largest at the same place of the last axis. */
export function categoricalHits(g: Builder, target: Node, output: Node): Node {
  return g.cast(g.equal(g.argmax(target, -1), g.argmax(output, -1)), output.dtype);
}

/** 1 where the output is largest at the target's class. */
export function sparseHits(g: Builder, target: Node, output: Node): Node {
  const guess = g.argmax(output, -1);
  return g.cast(g.equal(g.reshape(g.cast(target, "i32"), guess.shape), guess), output.dtype);
}

export type AccuracyKind = "binary" | "sparse" | "categorical";

/** Keras' choice by shapes of one row: one unit is binary, a target without the class axis sparse, else categorical. */
export function accuracyKind(target: Shape, output: Shape): AccuracyKind {
  const last = output.at(-1);
  if (last === undefined || last === 1) return "binary";
  if (target.length < output.length || target.at(-1) === 1) return "sparse";
  return "categorical";
}

/** Why targets and outputs cannot be compared element by element. */
export function elementProblem(target: Shape, output: Shape): string | undefined {
  const drop = (shape: Shape): Shape => (shape.at(-1) === 1 ? shape.slice(0, -1) : shape);
  return sameSizes(drop(target), drop(output)) ? undefined : unlike(target, output);
}

/** Why targets of the output's shape, class axis included, are not what these are. */
export function distributionProblem(target: Shape, output: Shape): string | undefined {
  return output.length > 0 && sameSizes(target, output) ? undefined : unlike(target, output);
}

/** Why targets are not class numbers for outputs with a class axis. */
export function classProblem(target: Shape, output: Shape): string | undefined {
  const places = output.slice(0, -1);
  const given = target.length === output.length && target.at(-1) === 1 ? target.slice(0, -1) : target;
  if (output.length > 0 && sameSizes(given, places)) return undefined;
  return `it compares class numbers of shape ${showShape(places)} with the output of shape ${showShape(output)}, but the target has shape ${showShape(target)}`;
}

function unlike(target: Shape, output: Shape): string {
  return `it compares targets and outputs of one shape, but the target has shape ${showShape(target)} and the output ${showShape(output)}`;
}

/** Sizes that only the data knows may turn out equal. */
function sameSizes(a: Shape, b: Shape): boolean {
  return (
    a.length === b.length &&
    a.every((dim, axis) => {
      const other = b[axis] ?? 1;
      return typeof dim !== "number" || typeof other !== "number" || equalDims(dim, other);
    })
  );
}
