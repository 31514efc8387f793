/** What outputs cost that have learned nothing: the measure that losses are held against. */

import { isKnown } from "../../base/dim.ts";
import type { OutputPlace } from "../../check/output-place.ts";
import type { Guess } from "../../check/watched.ts";
import type { DataPart, RowArray } from "../../data/dataset.ts";

/** Rows that are looked at, evenly over all: enough to know a mean or shares of classes to a hundredth. */
const sample = 10_000;

/** Undefined where the loss does not say what a guess costs, or the target is of another form than it reads. */
export function guessOf({ ir, loss, units }: OutputPlace, part: DataPart): Guess | undefined {
  const target = part.targets[ir.name];
  if (!loss?.facts.guess || !target) return undefined;
  const width = target.values.length / target.rows;
  const columns = Array.from({ length: Math.min(width, sample) }, (_, column) =>
    valuesOf(target, column, width),
  );
  if (loss.facts.guess === "variance") {
    const variance = mean(columns.map(varianceOf));
    const squares = mean(columns.map((values) => mean(values.map((value) => value * value))));
    if (!(variance > 0)) return undefined;
    return {
      blind: squares,
      constant: variance,
      blindName: "the mean square of the targets",
      constantName: "the variance of the targets",
    };
  }
  if (loss.facts.reads === "probability") {
    if (columns.some((values) => values.some((value) => value < 0 || value > 1))) return undefined;
    const entropy = mean(columns.map((values) => surprise([mean(values), 1 - mean(values)])));
    return {
      blind: Math.LN2,
      constant: entropy,
      blindName: "ln 2",
      constantName: "the entropy of the labels",
    };
  }
  if (loss.facts.reads !== "distribution" || units === undefined || !isKnown(units) || units < 2)
    return undefined;
  const isIndex = loss.facts.targets.includes("class");
  if (!isIndex && width !== units) return undefined;
  const shares = isIndex ? sharesOf(columns.flat(), units) : columns.map(mean);
  return {
    blind: Math.log(units),
    constant: surprise(shares),
    blindName: `ln ${units}`,
    constantName: "the entropy of the labels",
  };
}

function valuesOf({ values, rows, table }: RowArray, column: number, width: number): number[] {
  const each = Math.max(1, Math.floor((rows * width) / sample));
  const found: number[] = [];
  for (let row = 0; row < rows; row += each) {
    const value = values[row * width + column] as number;
    found.push(table ? (table[value] as number) : value);
  }
  return found;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function varianceOf(values: readonly number[]): number {
  const middle = mean(values);
  return mean(values.map((value) => (value - middle) ** 2));
}

function sharesOf(indices: readonly number[], classes: number): number[] {
  const counts = new Array<number>(classes).fill(0);
  for (const index of indices) counts[index] = (counts[index] ?? 0) + 1;
  return counts.map((count) => count / indices.length);
}

function surprise(shares: readonly number[]): number {
  return shares.reduce((sum, share) => (share > 0 ? sum - share * Math.log(share) : sum), 0);
}
