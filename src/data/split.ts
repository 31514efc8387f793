/** Cuts rows into training, validation and test: shuffled or in order, whole groups or equal shares of each stratum. */
import { UserError } from "../base/user-error.ts";
import { keyOf } from "../tensor/random.ts";
import { apportioner } from "./apportion.ts";
import type { SplitSpec } from "./data-spec.ts";
import { permutation } from "./shuffle.ts";

/** Row numbers, ascending, of each part. */
export interface SplitRows {
  readonly train: Int32Array;
  readonly validation: Int32Array;
  readonly test: Int32Array;
}

export interface SplitInput {
  readonly rows: number;
  readonly seed: number;
  /** For `by`: a number for each row, equal for rows that belong together. */
  readonly groups?: Int32Array;
  /** For `stratify`, likewise. */
  readonly strata?: Int32Array;
}

const partNames = ["train", "validation", "test"] as const;

/**
 * Every row goes to at most one part, and to exactly one where the fractions sum to 1. With strata each part is within one
 * row of its share of each stratum; groups are never cut, and parts come as near to their shares, of all rows or of each
 * stratum, as dealing out whole groups one by one brings them.
 * Throws UserError where a part that the file asks for would be empty.
 */
export function splitRows(spec: SplitSpec, input: SplitInput): SplitRows {
  const fractions = [spec.train, spec.validation, spec.test];
  const rest = 1 - fractions.reduce((sum, fraction) => sum + fraction, 0);
  const parts: number[][] = [[], [], [], []];
  const all = [...fractions, rest > 1e-9 ? rest : 0];
  if (spec.by !== undefined && input.groups) dealGroups(spec, input, input.groups, all, parts);
  else dealRows(spec, input, all, parts);
  for (const [i, name] of partNames.entries()) {
    if ((fractions[i] as number) > 0 && parts[i]?.length === 0) throw emptyPart(name, spec, input);
  }
  const [train, validation, test] = parts.map((rows) => Int32Array.from(rows).sort());
  return { train: train as Int32Array, validation: validation as Int32Array, test: test as Int32Array };
}

function dealRows(spec: SplitSpec, input: SplitInput, fractions: readonly number[], parts: number[][]): void {
  const order = orderOf(input.rows, spec, input.seed);
  const strata = new Map<number, number[]>();
  for (const row of order) {
    const stratum = input.strata?.[row] ?? 0;
    const members = strata.get(stratum);
    if (members) members.push(row);
    else strata.set(stratum, [row]);
  }
  const sharesOf = apportioner(fractions);
  for (const [, members] of [...strata].sort(([a], [b]) => a - b)) {
    let begin = 0;
    for (const [part, share] of sharesOf(members.length).entries()) {
      for (let i = begin; i < begin + share; i++) (parts[part] as number[]).push(members[i] as number);
      begin += share;
    }
  }
}

/**
 * Each group, in order, goes to the part that wants it most; the last groups go to parts that have none. With strata the
 * largest groups go first, while there is room to make good what they upset.
 */
function dealGroups(
  spec: SplitSpec,
  input: SplitInput,
  groups: Int32Array,
  fractions: readonly number[],
  parts: number[][],
): void {
  const members = new Map<number, number[]>();
  for (const [row, group] of groups.entries()) {
    const rows = members.get(group);
    if (rows) rows.push(row);
    else members.set(group, [row]);
  }
  const all = [...members.values()];
  const list = [...orderOf(all.length, spec, input.seed)].map((at) => all[at] as number[]);
  if (input.strata) list.sort((a, b) => b.length - a.length);
  const wish = input.strata ? strataWish(input.strata, fractions, parts) : rowsWish(input, fractions, parts);
  for (const [position, rows] of list.entries()) {
    const wanted = [...fractions.keys()].filter((part) => (fractions[part] as number) > 0);
    const empty = wanted.filter((part) => parts[part]?.length === 0);
    const candidates = empty.length >= list.length - position ? empty : wanted;
    const wishes = candidates.map((part) => ({ part, wish: wish(part, rows) }));
    const best = wishes.reduce((a, b) => (b.wish > a.wish ? b : a));
    for (const row of rows) (parts[best.part] as number[]).push(row);
  }
}

/** How much a part wants a group. */
type Wish = (part: number, rows: readonly number[]) => number;

function rowsWish(input: SplitInput, fractions: readonly number[], parts: readonly number[][]): Wish {
  return (part) => (fractions[part] as number) * input.rows - (parts[part] as number[]).length;
}

/**
 * What the group takes off the chi-square of the part, the squares of what it lacks of each stratum over its share of it: rare
 * strata and small parts are served as well as others.
 */
function strataWish(
  strata: Int32Array,
  fractions: readonly number[],
  parts: readonly (readonly number[])[],
): Wish {
  const totals = countsIn(new Map(), strata, strata.keys());
  const held = parts.map(() => ({ rows: 0, counts: new Map<number, number>() }));
  return (part, rows) => {
    const own = held[part] as (typeof held)[number];
    const has = countsIn(own.counts, strata, (parts[part] as readonly number[]).slice(own.rows));
    own.rows = parts[part]?.length ?? 0;
    let wish = 0;
    for (const [stratum, count] of countsIn(new Map(), strata, rows)) {
      const share = (fractions[part] as number) * (totals.get(stratum) as number);
      const lacks = share - (has.get(stratum) ?? 0);
      wish += (count * (2 * lacks - count)) / share;
    }
    return wish;
  };
}

/** The rows counted on top of `counts`, by stratum. */
function countsIn(
  counts: Map<number, number>,
  strata: Int32Array,
  rows: Iterable<number>,
): ReadonlyMap<number, number> {
  for (const row of rows) counts.set(strata[row] as number, (counts.get(strata[row] as number) ?? 0) + 1);
  return counts;
}

function orderOf(count: number, spec: SplitSpec, seed: number): Int32Array {
  if (spec.shuffle) return permutation(keyOf(seed, "split"), 0, count);
  return Int32Array.from({ length: count }, (_, i) => i);
}

function emptyPart(name: (typeof partNames)[number], spec: SplitSpec, input: SplitInput): UserError {
  const groups = input.groups && new Set(input.groups).size;
  const of = groups === undefined ? `${input.rows} rows` : `${groups} groups of "${spec.by}"`;
  return new UserError(`the split leaves no row for ${name}: there are only ${of}`, {
    help: `give ${name} a larger fraction, or leave it out`,
  });
}
