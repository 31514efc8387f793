/** Headers of small tables, for the examples of rules that look at data. */
import type { ColumnHeader, DataHeader } from "../data/header.ts";

export function exampleTable(rows: number, fields: readonly ColumnHeader[]): DataHeader {
  return { source: "table.csv", rows, fields, sampled: false };
}

/** Fractions that are spread nearly evenly, each column in a way of its own; `more` changes what it says of itself. */
export function numberColumn(
  name: string,
  minimum: number,
  maximum: number,
  more: Partial<ColumnHeader> = {},
): ColumnHeader {
  const deviation = (maximum - minimum) / Math.sqrt(12);
  const lean = [...name].reduce((sum, letter) => sum + (letter.codePointAt(0) as number), 0) / 1e6;
  const mean = (minimum + maximum) / 2 + lean * (maximum - minimum);
  const statistics = { minimum, maximum, mean, deviation };
  return { kind: "column", name, type: "number", integer: false, missing: 0, statistics, ...more };
}

/** Names and how often each occurs. */
export function nameColumn(name: string, counts: Readonly<Record<string, number>>): ColumnHeader {
  const categories = Object.keys(counts).sort();
  return {
    kind: "column",
    name,
    type: "text",
    integer: false,
    missing: 0,
    categories,
    counts: categories.map((category) => counts[category] as number),
  };
}
