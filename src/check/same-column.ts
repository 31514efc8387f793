/** Columns that say the same of every row, told from what headers keep of them. */
import type { FieldHeader } from "../data/header.ts";

/** So many rows must share a value with another row: where all differ, any two columns are equal in that. */
const leastRepeats = 10;
/** Of columns of numbers: how nearly their ends lie equally far from the mean, in deviations. */
const precision = 1e-5;

export interface Likeness {
  /** `values`: equal values stand in the same rows; `line`: the one is a multiple of the other, and perhaps a constant more. */
  readonly by: "values" | "line";
}

/** Undefined where the two differ, or where it cannot be told. */
export function likeness(a: FieldHeader, b: FieldHeader, rows: number): Likeness | undefined {
  if (a.pattern !== undefined && b.pattern !== undefined) {
    const kinds = a.categories?.length ?? 0;
    if (a.pattern !== b.pattern || kinds < 2) return undefined;
    if (rows - kinds >= leastRepeats) return { by: "values" };
  }
  return onOneLine(a, b) ? { by: "line" } : undefined;
}

/** The shape of a column (how far both ends lie from the mean) is kept by scaling and shifting, and by little else. */
function onOneLine(a: FieldHeader, b: FieldHeader): boolean {
  const [x, y] = [endsOf(a), endsOf(b)];
  if (!x || !y) return false;
  const [low, high] = y;
  return near(x, [low, high]) || near(x, [-high, -low]);
}

function near([a, b]: readonly [number, number], [c, d]: readonly [number, number]): boolean {
  return Math.abs(a - c) < precision && Math.abs(b - d) < precision;
}

function endsOf({ statistics, categories }: FieldHeader): readonly [number, number] | undefined {
  if (!statistics || statistics.deviation === 0 || (categories && categories.length < leastRepeats))
    return undefined;
  const { minimum, maximum, mean, deviation } = statistics;
  return [(minimum - mean) / deviation, (maximum - mean) / deviation];
}
