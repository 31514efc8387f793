/** Statistics of numbers, by exact arithmetic in a fixed order: the same bits everywhere. */
import type { RawArray } from "./format.ts";
import type { NumberStatistics } from "./header.ts";
import type { ColumnValues } from "./transform.ts";

/**
 * Mean and population deviation in two passes (the second sums squares of differences from the mean, so nothing cancels),
 * smallest and largest value. There must be at least one value; none may be NaN.
 */
export function momentsOf({ values, counts }: Pick<ColumnValues, "values" | "counts">): NumberStatistics {
  let minimum = values[0] as number;
  let maximum = minimum;
  let sum = 0;
  let count = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    const times = counts ? (counts[i] as number) : 1;
    if (value < minimum) minimum = value;
    if (value > maximum) maximum = value;
    sum += value * times;
    count += times;
  }
  const mean = sum / count;
  let squares = 0;
  for (let i = 0; i < values.length; i++) {
    const difference = (values[i] as number) - mean;
    squares += difference * difference * (counts ? (counts[i] as number) : 1);
  }
  // A column of one value has deviation 0 exactly, whatever rounding did to its mean.
  const deviation = minimum === maximum ? 0 : Math.sqrt(squares / count);
  return { minimum, maximum, mean: minimum === maximum ? minimum : mean, deviation };
}

/** The values of an array as one column: small integers are counted, so that a file of images needs no copy. */
export function columnOfArray(values: RawArray["values"]): Pick<ColumnValues, "values" | "counts"> {
  if (!(values instanceof Uint8Array)) return { values: Float64Array.from(values) };
  const counts = new Float64Array(256);
  for (let i = 0; i < values.length; i++)
    counts[values[i] as number] = (counts[values[i] as number] as number) + 1;
  const present = [...counts.keys()].filter((value) => counts[value] !== 0);
  return {
    values: Float64Array.from(present),
    counts: Float64Array.from(present, (value) => counts[value] as number),
  };
}
