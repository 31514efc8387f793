/** Categories and classes: the distinct values of a column as texts, in an order that does not depend on the rows' order. */
import type { RawField } from "./format.ts";
import { numberIn } from "./number-text.ts";

/** Distinct values with how often each occurs. */
export interface Counted {
  readonly categories: readonly string[];
  readonly counts: readonly number[];
  /** Blocks of equal values that follow each other. */
  readonly runs: number;
  /** Which rows hold equal values, whatever the values are: columns that say the same of each row have the same number. */
  readonly pattern: number;
  /** No value is smaller than the one before. */
  readonly ascending: boolean;
}

/**
 * Distinct present values, sorted: numbers by size, texts by code point. Undefined when there are more than `limit`, and
 * for arrays of more than one value a row.
 */
export function countCategories(field: RawField, limit = Number.POSITIVE_INFINITY): Counted | undefined {
  if (field.kind === "array" && field.shape.length > 0) return undefined;
  const counts = new Map<string | number, number>();
  const codes = new Map<string | number | undefined, number>();
  let runs = 0;
  let pattern = 0;
  let ascending = true;
  let last: string | number | undefined;
  for (const given of field.values) {
    const value = typeof given === "number" && Number.isNaN(given) ? undefined : given;
    const code = codes.get(value) ?? codes.size;
    codes.set(value, code);
    // Multiply and add, as in a string hash; the code counts values in the order in which they first occur.
    pattern = (Math.imul(pattern, 0x01000193) + code + 1) >>> 0;
    if (value === undefined) continue;
    if (value !== last) runs++;
    if (last !== undefined && value < last) ascending = false;
    last = value;
    counts.set(value, (counts.get(value) ?? 0) + 1);
    if (counts.size > limit) return undefined;
  }
  const sorted = [...counts].sort(([a], [b]) =>
    typeof a === "number" || typeof b === "number" ? Number(a) - Number(b) : codePointOrder(a, b),
  );
  return {
    categories: sorted.map(([value]) => String(value)),
    counts: sorted.map(([, count]) => count),
    runs,
    pattern,
    ascending,
  };
}

/** Text is compared by code point, not by UTF-16 unit, so that the order is that of other tools. */
export function codePointOrder(a: string, b: string): number {
  const [x, y] = [[...a], [...b]];
  const at = x.findIndex((character, i) => character !== y[i]);
  if (at < 0) return x.length - y.length;
  const [left, right] = [x[at] as string, y[at]];
  return right === undefined ? 1 : (left.codePointAt(0) as number) - (right.codePointAt(0) as number);
}

/**
 * The classes that a column's values stand for. Names, and most integers, are classes in sorted order. Integers that
 * begin at 0 and use at least half of what lies up to the largest are indices already: 0 … largest, also where one
 * does not occur.
 */
export function classesOf(categories: readonly string[]): readonly string[] {
  const numbers = categories.map(numberIn);
  const largest = numbers[numbers.length - 1];
  if (largest === undefined || numbers.some((n) => n === undefined || !Number.isInteger(n)))
    return categories;
  if (numbers[0] !== 0 || categories.length < 3 || largest + 1 > 2 * categories.length) return categories;
  return Array.from({ length: largest + 1 }, (_, i) => String(i));
}

/** Finds the index of a raw value; a number and its text find each other (`1`, `01`, `1.0`). */
export interface CategoryIndex {
  of(value: string | number): number | undefined;
}

export function indexCategories(categories: readonly string[]): CategoryIndex {
  const byText = new Map(categories.map((category, i) => [category, i]));
  const byNumber = new Map<number, number>();
  for (const [i, category] of categories.entries()) {
    const value = numberIn(category);
    if (value !== undefined && !byNumber.has(value)) byNumber.set(value, i);
  }
  return {
    of(value) {
      if (typeof value === "number") return byNumber.get(value);
      const index = byText.get(value);
      if (index !== undefined) return index;
      const number = numberIn(value);
      return number === undefined ? undefined : byNumber.get(number);
    },
  };
}
