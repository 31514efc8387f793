import { describe, expect, test } from "vitest";
import { foldInOrder, reductionOrder, reductionOrderOf } from "../../src/tensor/reduction-order.ts";

/** Writes out what is combined with what. */
function spell(lanes: 1 | 16, piece: number, length: number): string {
  const parts: string[] = ["0"];
  const combine = (a: number, b: number) => parts.push(`(${parts[a]}+${parts[b]})`) - 1;
  const element = (index: number) => parts.push(`x${index}`) - 1;
  return parts[foldInOrder({ lanes, piece }, length, element, combine, 0)] as string;
}

describe("the order of a reduction", () => {
  test("runs lanes along a reduced innermost axis, and along the kept ones otherwise", () => {
    expect(reductionOrderOf([32, 128], [1])).toEqual({ lanes: 16, piece: 4096 });
    expect(reductionOrderOf([32, 128], [0])).toEqual({ lanes: 1, piece: 256 });
    expect(reductionOrderOf([32, 28, 28, 8], [0, 1, 2])).toEqual({ lanes: 1, piece: 256 });
    expect(reductionOrderOf([32, 10], [1])).toEqual({ lanes: 1, piece: 256 });
    expect(reductionOrderOf([32, 10], [0, 1])).toEqual({ lanes: 16, piece: 4096 });
    expect(reductionOrderOf([32, 128, 1], [1])).toEqual({ lanes: 16, piece: 4096 });
    expect(reductionOrderOf([32, 1], [1])).toEqual({ lanes: 1, piece: 256 });
    expect(reductionOrder(true, 15).lanes).toBe(1);
    expect(reductionOrder(true, 16).lanes).toBe(16);
  });

  test("one lane adds in order, piece by piece", () => {
    expect(spell(1, 256, 3)).toBe("(((0+x0)+x1)+x2)");
    expect(spell(1, 2, 5)).toBe("((((0+x0)+x1)+((0+x2)+x3))+(0+x4))");
  });

  test("sixteen lanes stride through the elements and meet in a fixed tree", () => {
    const lane = (j: number, ...more: number[]) => more.reduce((t, i) => `(${t}+x${i})`, `(0+x${j})`);
    const tree = (lanes: string[]): string => {
      let row = lanes;
      while (row.length > 1) {
        const half = row.length / 2;
        row = row.slice(0, half).map((text, i) => `(${text}+${row[i + half]})`);
      }
      return row[0] as string;
    };
    const lanes = Array.from({ length: 16 }, (_, j) => (j < 3 ? lane(j, j + 16) : lane(j)));
    expect(spell(16, 4096, 19)).toBe(tree(lanes));
  });

  test("nothing folded is the identity", () => {
    expect(foldInOrder(reductionOrder(true, 0), 0, () => 1, Math.max, -7)).toBe(-7);
  });

  test("keeps long f32 sums of tenths, whose plain sum is off by a hundredth, within a ten-thousandth", () => {
    const length = 1_000_000;
    const tenth = Math.fround(0.1);
    const add = (a: number, b: number) => Math.fround(a + b);
    for (const innermost of [true, false]) {
      const sum = foldInOrder(reductionOrder(innermost, length), length, () => tenth, add, 0);
      expect(Math.abs(sum / (tenth * length) - 1)).toBeLessThan(1e-4);
    }
  });
});
