import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { shuffledOrder } from "../../src/data/batches.ts";
import type { SplitSpec } from "../../src/data/data-spec.ts";
import { permutation } from "../../src/data/shuffle.ts";
import { type SplitInput, type SplitRows, splitRows } from "../../src/data/split.ts";
import { keyOf } from "../../src/tensor/random.ts";
import { userError } from "./data-of.ts";

const span = { source: { name: "t", text: "" }, start: 0, end: 0 };
const spec = (fractions: Partial<SplitSpec>): SplitSpec => ({
  train: 0.7,
  validation: 0.15,
  test: 0.15,
  shuffle: true,
  span,
  ...fractions,
});
const sizes = ({ train, validation, test }: SplitRows) => [train.length, validation.length, test.length];
const together = ({ train, validation, test }: SplitRows) => [...train, ...validation, ...test];
const codes = (of: number) => fc.array(fc.integer({ min: 0, max: of }), { minLength: 60, maxLength: 300 });
const fractions = fc.constantFrom(
  [0.7, 0.15, 0.15],
  [0.8, 0.1, 0.1],
  [0.5, 0.25, 0.25],
  [1 / 3, 1 / 3, 1 / 3],
);

describe("a split", () => {
  test("has the sizes asked for, and every row once", () => {
    expect(sizes(splitRows(spec({}), { rows: 100, seed: 1 }))).toEqual([70, 15, 15]);
    expect(
      sizes(splitRows(spec({ train: 0.9, validation: 0.1, test: 0 }), { rows: 60_000, seed: 1 })),
    ).toEqual([54_000, 6000, 0]);
    expect(sizes(splitRows(spec({ train: 0.5, validation: 0.2, test: 0 }), { rows: 10, seed: 1 }))).toEqual([
      5, 2, 0,
    ]);
    fc.assert(
      fc.property(
        fc.integer({ min: 20, max: 500 }),
        fc.integer(),
        fractions,
        fc.boolean(),
        (rows, seed, [a, b, c], shuffle) => {
          const split = splitRows(
            spec({ train: a as number, validation: b as number, test: c as number, shuffle }),
            { rows, seed },
          );
          expect(together(split).sort((x, y) => x - y)).toEqual([...Array(rows).keys()]);
          for (const [i, size] of sizes(split).entries())
            expect(Math.abs(size - rows * ([a, b, c][i] as number))).toBeLessThan(1);
        },
      ),
    );
  });

  test("is the same for the same seed, another for another, and shuffled", () => {
    const of = (seed: number) => splitRows(spec({}), { rows: 200, seed });
    expect(of(7)).toEqual(of(7));
    expect(of(7)).not.toEqual(of(8));
    expect([...of(7).test].every((row) => row >= 170)).toBe(false);
  });

  test("without shuffle cuts in order", () => {
    const split = splitRows(spec({ shuffle: false }), { rows: 20, seed: 1 });
    expect([...split.train]).toEqual([...Array(14).keys()]);
    expect([...split.validation]).toEqual([14, 15, 16]);
    expect([...split.test]).toEqual([17, 18, 19]);
  });

  test("by groups never cuts one", () => {
    fc.assert(
      fc.property(codes(12), fc.integer(), fractions, (list, seed, [train, validation, part]) => {
        fc.pre(new Set(list).size >= 3);
        const input: SplitInput = { rows: list.length, seed, groups: Int32Array.from(list) };
        const asked = {
          train: train as number,
          validation: validation as number,
          test: part as number,
          by: "g",
        };
        const split = splitRows(spec(asked), input);
        const groupsOf = (rows: Int32Array) => new Set([...rows].map((row) => list[row]));
        const [a, b, c] = [groupsOf(split.train), groupsOf(split.validation), groupsOf(split.test)];
        expect(a.size + b.size + c.size).toBe(new Set(list).size);
        expect(together(split).sort((x, y) => x - y)).toEqual([...Array(list.length).keys()]);
      }),
    );
  });

  test("by many groups comes near to the fractions", () => {
    const groups = Int32Array.from({ length: 1000 }, (_, i) => Math.floor(i / 4));
    const [train, validation, part] = sizes(splitRows(spec({ by: "g" }), { rows: 1000, seed: 3, groups }));
    expect(train).toBeGreaterThanOrEqual(696);
    expect(train).toBeLessThanOrEqual(704);
    expect(Math.abs((validation as number) - (part as number))).toBeLessThanOrEqual(4);
  });

  test("by groups and stratified never cuts a group, and comes near to the share of each stratum", () => {
    // 120 groups of 3 to 9 rows, each mostly of one class; the rarest class is in a tenth of the groups.
    const rows = [...Array(120).keys()].flatMap((group) =>
      Array.from({ length: 3 + ((group * 5) % 7) }, (_, i) => ({
        group,
        stratum: i === 0 ? 0 : group % 10 === 0 ? 2 : group % 3 === 0 ? 1 : 0,
      })),
    );
    const input = {
      rows: rows.length,
      groups: Int32Array.from(rows, ({ group }) => group),
      strata: Int32Array.from(rows, ({ stratum }) => stratum),
    };
    const wanted = [0.7, 0.15, 0.15];
    for (const seed of [1, 2, 3]) {
      const split = splitRows(spec({ by: "g", stratify: "s" }), { ...input, seed });
      expect(split).toEqual(splitRows(spec({ by: "g", stratify: "s" }), { ...input, seed }));
      expect(together(split).sort((x, y) => x - y)).toEqual([...rows.keys()]);
      const parts = [split.train, split.validation, split.test];
      const groups = parts.map((part) => new Set([...part].map((row) => rows[row]?.group)));
      expect(groups.reduce((sum, { size }) => sum + size, 0)).toBe(120);
      for (const stratum of [0, 1, 2]) {
        const all = rows.filter((row) => row.stratum === stratum).length;
        for (const [i, part] of parts.entries()) {
          const own = [...part].filter((row) => rows[row]?.stratum === stratum).length;
          expect(Math.abs(own / all - (wanted[i] as number))).toBeLessThan(0.05);
        }
      }
    }
    expect(splitRows(spec({ by: "g", stratify: "s" }), { ...input, seed: 1 })).not.toEqual(
      splitRows(spec({ by: "g", stratify: "s" }), { ...input, seed: 2 }),
    );
  });

  test("stratified is within one row of the share of each stratum, and of the whole", () => {
    fc.assert(
      fc.property(codes(5), fc.integer(), fractions, (list, seed, shares) => {
        const input: SplitInput = { rows: list.length, seed, strata: Int32Array.from(list) };
        const [train, validation, part] = shares as [number, number, number];
        const split = splitRows(spec({ train, validation, test: part, stratify: "s" }), input);
        for (const stratum of new Set(list)) {
          const all = list.filter((code) => code === stratum).length;
          for (const [i, rows] of [split.train, split.validation, split.test].entries()) {
            const own = [...rows].filter((row) => list[row] === stratum).length;
            expect(Math.abs(own - all * (shares[i] as number))).toBeLessThan(1);
          }
        }
        for (const [i, size] of sizes(split).entries()) {
          expect(Math.abs(size - list.length * (shares[i] as number))).toBeLessThan(3);
        }
      }),
    );
  });

  test("that leaves a part empty is refused", async () => {
    const error = await userError(Promise.resolve().then(() => splitRows(spec({}), { rows: 3, seed: 1 })));
    expect(error.message).toBe("the split leaves no row for test: there are only 3 rows");
    const groups = Int32Array.of(0, 0, 1, 1, 1, 1, 1, 1);
    const few = await userError(
      Promise.resolve().then(() => splitRows(spec({ by: "author" }), { rows: 8, seed: 1, groups })),
    );
    expect(few.message).toMatch(
      /^the split leaves no row for (train|validation|test): there are only 2 groups of "author"$/,
    );
  });
});

describe("a shuffled order", () => {
  test("holds every row once, differs by epoch and seed, and repeats", () => {
    fc.assert(
      fc.property(fc.integer(), fc.nat(1000), fc.integer({ min: 0, max: 300 }), (seed, epoch, rows) => {
        const order = shuffledOrder(seed, epoch, rows);
        expect([...order].sort((a, b) => a - b)).toEqual([...Array(rows).keys()]);
        expect(shuffledOrder(seed, epoch, rows)).toEqual(order);
      }),
    );
    expect(shuffledOrder(1, 0, 50)).not.toEqual(shuffledOrder(1, 1, 50));
    expect(shuffledOrder(1, 0, 50)).not.toEqual(shuffledOrder(2, 0, 50));
  });

  test("puts every value everywhere equally often", () => {
    const counts = Array.from({ length: 5 }, () => new Array<number>(5).fill(0));
    const turns = 5000;
    for (let turn = 0; turn < turns; turn++) {
      for (const [place, value] of permutation(keyOf(11), turn, 5).entries()) {
        (counts[place] as number[])[value] = ((counts[place] as number[])[value] as number) + 1;
      }
    }
    // Five standard deviations of a binomial count.
    const bound = 5 * Math.sqrt(turns * 0.2 * 0.8);
    for (const row of counts)
      for (const count of row) expect(Math.abs(count - turns / 5)).toBeLessThan(bound);
  });
});
