import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  addDims,
  type Dim,
  divideDim,
  equalDims,
  equalShapes,
  floorDivideDim,
  multiplyDims,
  productOf,
  scaleDim,
  showDim,
  showShape,
  substituteDim,
  subtractDims,
  symbol,
  symbolsOf,
} from "../../src/base/dim.ts";

const T = symbol("T");
const S = symbol("S");

/** The number that a dim is when its symbols have these values. */
const at = (dim: Dim, values: Readonly<Record<string, number>>) =>
  substituteDim(dim, new Map(Object.entries(values)));

const dims: fc.Arbitrary<Dim> = fc.letrec<{ dim: Dim }>((tie) => ({
  dim: fc.oneof(
    { depthSize: "small" },
    fc.integer({ min: -9, max: 9 }),
    fc.constantFrom(T, S),
    fc.tuple(tie("dim"), tie("dim")).map(([a, b]) => addDims(a, b)),
    fc.tuple(tie("dim"), fc.integer({ min: -4, max: 4 })).map(([a, k]) => scaleDim(a, k)),
  ),
})).dim;

describe("linear forms", () => {
  test("what is known is a number", () => {
    expect(addDims(2, 3)).toBe(5);
    expect(subtractDims(addDims(T, 4), T)).toBe(4);
    expect(multiplyDims(T, 0)).toBe(0);
    expect(productOf([28, 28, 1])).toBe(784);
    expect(productOf([])).toBe(1);
  });

  test("equality is decided by the normal form", () => {
    expect(equalDims(addDims(T, S), addDims(S, T))).toBe(true);
    expect(equalDims(addDims(T, 1), T)).toBe(false);
    expect(equalDims(T, 3)).toBe(false);
    expect(equalShapes([T, 3], [T, 3])).toBe(true);
    expect(equalShapes([T], [T, 1])).toBe(false);
    expect(equalDims(multiplyDims(T, S), multiplyDims(S, T))).toBe(true);
  });

  test("division is exact or says so", () => {
    expect(divideDim(12, 4)).toBe(3);
    expect(divideDim(13, 4)).toBeUndefined();
    expect(showDim(divideDim(addDims(scaleDim(T, 4), 8), 4) as Dim)).toBe("T + 2");
    expect(divideDim(addDims(scaleDim(T, 4), 1), 4)).toBeUndefined();
    expect(floorDivideDim(7, 2)).toBe(3);
    expect(showDim(floorDivideDim(T, 2))).toBe("floor(T / 2)");
    expect(equalDims(floorDivideDim(T, 2), floorDivideDim(T, 2))).toBe(true);
  });

  test("they are shown as one would write them", () => {
    expect(showDim(addDims(scaleDim(T, 2), -1))).toBe("2*T - 1");
    expect(showDim(scaleDim(T, -1))).toBe("-T");
    expect(showDim(multiplyDims(addDims(T, 1), S))).toBe("(T + 1)*S");
    expect(showShape([T, 28, 1])).toBe("[T, 28, 1]");
    expect(symbolsOf(addDims(T, S))).toEqual(["S", "T"]);
  });

  test("arithmetic on forms is arithmetic on their values", () => {
    fc.assert(
      fc.property(
        dims,
        dims,
        fc.integer({ min: 1, max: 50 }),
        fc.integer({ min: 1, max: 50 }),
        (a, b, t, s) => {
          const values = { T: t, S: s };
          expect(at(addDims(a, b), values)).toBe((at(a, values) as number) + (at(b, values) as number));
          expect(at(subtractDims(a, b), values)).toBe((at(a, values) as number) - (at(b, values) as number));
          if (equalDims(a, b)) expect(at(a, values)).toBe(at(b, values));
        },
      ),
    );
  });
});
