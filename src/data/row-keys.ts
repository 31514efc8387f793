/** A number for each row, equal for equal rows: to find rows that occur twice. */
import type { RawData, RawField } from "./format.ts";

/** Two sums of 32 bits by different factors for each row; those of several fields add up. */
interface Hashes {
  readonly first: Uint32Array;
  readonly second: Uint32Array;
}

export interface RowKeys {
  readonly all: Float64Array;
  /** Of each field by itself, and of all but this one, in the order of the names. */
  alone(field: number): Float64Array;
  without(field: number): Float64Array;
}

/** Of the fields that are named: those that the data has. */
export function rowKeys({ rows, fields }: RawData, names: readonly string[]): RowKeys {
  const parts = names.flatMap((name, i) => {
    const field = fields[name];
    return field ? [hashes(field, rows, i)] : [];
  });
  const all = parts.reduce((sum, part) => combine(sum, part, 1), {
    first: new Uint32Array(rows),
    second: new Uint32Array(rows),
  });
  return {
    all: keys(all),
    alone: (field) => keys(parts[field] as Hashes),
    without: (field) => keys(combine(all, parts[field] as Hashes, -1)),
  };
}

/** 52 bits: two rows are equal by accident once in 10^15 pairs. */
function keys({ first, second }: Hashes): Float64Array {
  return Float64Array.from(first, (value, i) => value * 2 ** 20 + ((second[i] as number) >>> 12));
}

function combine(a: Hashes, b: Hashes, sign: 1 | -1): Hashes {
  return {
    first: a.first.map((value, i) => value + sign * (b.first[i] as number)),
    second: a.second.map((value, i) => value + sign * (b.second[i] as number)),
  };
}

/** `salt` tells fields apart: equal values in another order make another row. */
function hashes(field: RawField, rows: number, salt: number): Hashes {
  return field.kind === "text" ? textHashes(field.values, rows, salt) : numberHashes(field, rows, salt);
}

/** Of the bits of each number of the row, by FNV-1a and a relative. */
function numberHashes(field: Exclude<RawField, { readonly kind: "text" }>, rows: number, salt: number) {
  const [first, second] = [new Uint32Array(rows), new Uint32Array(rows)];
  const width = field.kind === "array" ? field.shape.reduce((product, axis) => product * axis, 1) : 1;
  const number = new Float64Array(1);
  const bits = new Int32Array(number.buffer);
  for (let row = 0; row < rows; row++) {
    let a = firstStart ^ salt;
    let b = secondStart + salt;
    for (let i = row * width; i < (row + 1) * width; i++) {
      // -0 is 0, and there is one NaN.
      number[0] = (field.values[i] as number) + 0;
      a = Math.imul(Math.imul(a ^ (bits[0] as number), firstFactor) ^ (bits[1] as number), firstFactor);
      b = Math.imul(turned(b ^ (bits[0] as number)) ^ (bits[1] as number), secondFactor);
    }
    first[row] = mixed(a);
    second[row] = mixed(b);
  }
  return { first, second };
}

/** The same of letters. Names come many times, and are looked at once. */
function textHashes(values: readonly (string | undefined)[], rows: number, salt: number): Hashes {
  const [first, second] = [new Uint32Array(rows), new Uint32Array(rows)];
  const known = new Map<string | undefined, readonly [number, number]>();
  for (let row = 0; row < rows; row++) {
    const text = values[row];
    let own = known.get(text);
    if (!own) {
      // A missing value is no text of any length.
      let [a, b] = [firstStart ^ salt, secondStart + salt + (text === undefined ? 1 << 16 : 0)];
      for (let i = 0; i < (text?.length ?? 0); i++) {
        const letter = (text as string).charCodeAt(i);
        a = Math.imul(a ^ letter, firstFactor);
        b = turned(b ^ letter);
      }
      own = [mixed(a), mixed(b)];
      known.set(text, own);
    }
    first[row] = own[0];
    second[row] = own[1];
  }
  return { first, second };
}

const firstStart = 0x811c9dc5;
const secondStart = 0x9e3779b9;
const firstFactor = 0x01000193;
const secondFactor = 0x85ebca6b;

function turned(value: number): number {
  const product = Math.imul(value, secondFactor);
  return product ^ (product >>> 15);
}

/** Spreads what the last bits say over all (the end of MurmurHash3). */
function mixed(value: number): number {
  let h = value ^ (value >>> 16);
  h = Math.imul(h, 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}
