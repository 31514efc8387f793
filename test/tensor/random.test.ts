import { describe, expect, test } from "vitest";
import { keyOf, numberWords, threefry, uniforms } from "../../src/tensor/random.ts";

const hex = (words: readonly number[]) => words.map((word) => word.toString(16).padStart(8, "0")).join(" ");

describe("threefry", () => {
  test.each([
    { key: [0, 0], counter: [0, 0], words: "6b200159 99ba4efe" },
    {
      key: [0xffffffff, 0xffffffff],
      counter: [0xffffffff, 0xffffffff],
      words: "1cb996fc bb002be7",
    },
    { key: [0x13198a2e, 0x03707344], counter: [0x243f6a88, 0x85a308d3], words: "c4923a9c 483df7a0" },
  ] as const)("gives the published words for counter $counter", ({ key, counter, words }) => {
    expect(hex(threefry(numberWords, key, counter))).toBe(words);
  });
});

describe("uniforms", () => {
  const count = 200_000;
  for (const dtype of ["f32", "f64"] as const) {
    test(`${dtype}: mean, variance and neighbours are those of independent uniform numbers`, () => {
      const x = uniforms(keyOf(7, "test"), 3, count, dtype);
      let sum = 0;
      let squares = 0;
      for (const value of x) {
        sum += value - 0.5;
        squares += (value - 0.5) ** 2;
      }
      // Five standard deviations of the mean and of the variance's estimate.
      expect(Math.abs(sum / count)).toBeLessThan(5 * Math.sqrt(1 / 12 / count));
      expect(Math.abs(squares / count - 1 / 12)).toBeLessThan(5 * Math.sqrt(1 / 180 / count));
      for (const lag of [1, 2, 4, 8, 16, 1024]) {
        let product = 0;
        for (let i = lag; i < count; i++)
          product += ((x[i] as number) - 0.5) * ((x[i - lag] as number) - 0.5);
        expect(Math.abs((product * 12) / count), `lag ${lag}`).toBeLessThan(5 / Math.sqrt(count));
      }
    });

    test(`${dtype}: fills sixteen bins evenly`, () => {
      const bins = new Array<number>(16).fill(0);
      for (const value of uniforms(keyOf(1, "bins"), 0, count, dtype)) {
        bins[Math.floor(value * 16)] = (bins[Math.floor(value * 16)] as number) + 1;
      }
      expect(bins.length).toBe(16);
      const chiSquare = bins.reduce((total, n) => total + (n - count / 16) ** 2 / (count / 16), 0);
      // 15 degrees of freedom: 44 is passed once in ten thousand keys.
      expect(chiSquare).toBeLessThan(44);
    });
  }

  test("a step or key of its own gives numbers of their own, a longer tensor the same first ones", () => {
    const a = uniforms([1, 2], 0, 64, "f32");
    expect([...uniforms([1, 2], 0, 100, "f32").slice(0, 64)]).toEqual([...a]);
    for (const other of [uniforms([1, 2], 1, 64, "f32"), uniforms([2, 1], 0, 64, "f32")]) {
      expect([...other].filter((value, i) => value === a[i])).toEqual([]);
    }
  });
});

describe("keyOf", () => {
  test("tells seeds, parts and their limits apart", () => {
    const keys = [
      keyOf(0),
      keyOf(1),
      keyOf(-1),
      keyOf(0.5),
      keyOf(2 ** 40),
      keyOf(0, ""),
      keyOf(0, "ab", "c"),
      keyOf(0, "a", "bc"),
      keyOf(0, "abc"),
      keyOf(0, "c", "ab"),
    ].map(hex);
    expect(new Set(keys).size).toBe(keys.length);
    expect(keyOf(-0, "a")).toEqual(keyOf(0, "a"));
    expect(hex(keyOf(42, "init", "dense_1/kernel"))).toBe(hex(keyOf(42, "init", "dense_1/kernel")));
  });

  test("each bit is set about half of the time over neighbouring names", () => {
    const counts = new Array<number>(64).fill(0);
    for (let i = 0; i < 4096; i++) {
      const [low, high] = keyOf(0, `layer_${i}`);
      for (let bit = 0; bit < 32; bit++) {
        counts[bit] = (counts[bit] as number) + ((low >>> bit) & 1);
        counts[32 + bit] = (counts[32 + bit] as number) + ((high >>> bit) & 1);
      }
    }
    for (const n of counts) expect(Math.abs(n - 2048)).toBeLessThan(5 * 32);
  });

  test("refuses a seed that is no number", () => {
    expect(() => keyOf(Number.NaN, "a")).toThrow("finite");
  });
});
