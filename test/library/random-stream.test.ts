import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import type { InitializerDefinition } from "../../src/library/initializer.ts";
import { orthonormalColumns } from "../../src/library/orthonormal.ts";
import { plainNumbers, randomStream, streamFrom } from "../../src/library/random-stream.ts";
import { weightSpec } from "../../src/library/weight-spec.ts";
import type { WeightLayout } from "../../src/lower/weight-layout.ts";
import { compiledNumbers } from "../../src/train/compiled-numbers.ts";
import { numbersFor } from "../../src/train/initial-weights.ts";
import { readWord } from "./read-word.ts";

describe("a random stream", () => {
  test("goes on where the last call ended", () => {
    const stream = randomStream(1, "dense/kernel");
    const [first, second] = [stream.uniform(5), stream.uniform(5)];
    expect(first).not.toEqual(second);
    const again = randomStream(1, "dense/kernel");
    expect([again.uniform(5), again.uniform(5)]).toEqual([first, second]);
  });

  test("is another for another seed or path", () => {
    const draws = [
      randomStream(1, "a"),
      randomStream(2, "a"),
      randomStream(1, "b"),
      randomStream(1),
      randomStream(1, "a", ""),
    ].map((stream) => stream.uniform(4).join());
    expect(new Set(draws).size).toBe(draws.length);
  });

  test("draws normal numbers with the moments of the normal distribution", () => {
    const z = randomStream(3, "normal").normal(100_001);
    expect(z.length).toBe(100_001);
    const moment = (k: number) => z.reduce((sum, v) => sum + v ** k, 0) / z.length;
    expect(moment(1)).toBeCloseTo(0, 1);
    expect(moment(2)).toBeCloseTo(1, 1);
    expect(Math.abs(moment(3))).toBeLessThan(0.05);
    expect(Math.abs(moment(4) - 3)).toBeLessThan(0.1);
    expect(z.filter((v) => Math.abs(v) < 1).length / z.length).toBeCloseTo(0.6827, 2);
    expect(Math.max(...z)).toBeGreaterThan(3.5);
  });

  test("gives these bits, on every machine", () => {
    const hash = (source: string) => {
      const { word, params } = readWord<InitializerDefinition>("initializer", source);
      const values = word.sample(params, [13, 7], randomStream(7, "dense/kernel"));
      return createHash("sha256").update(new Uint8Array(values.buffer)).digest("hex").slice(0, 16);
    };
    const sources = ["glorot_uniform", "HeNormal", "RandomNormal", "Orthogonal"];
    expect(Object.fromEntries(sources.map((source) => [source, hash(source)]))).toMatchInlineSnapshot(`
      {
        "HeNormal": "84f4a8a07c588540",
        "Orthogonal": "45be5d3a0dda400d",
        "RandomNormal": "83a564ef3edbb361",
        "glorot_uniform": "8519ebfe6b8a7b90",
      }
    `);
  });
});

describe("a compiled program", () => {
  test("draws the same bits, however many", async () => {
    const compiled = await compiledNumbers();
    const key = [0xfedcba98, 7] as const;
    for (const count of [1, 2, 2 ** 15 - 1, 2 ** 15 + 2]) {
      for (const kind of ["uniform", "normal"] as const) {
        const [own, plain] = [compiled, plainNumbers].map((numbers) => bytesOf(numbers[kind](key, 3, count)));
        expect(own?.equals(plain as Buffer), `${count} ${kind} numbers`).toBe(true);
      }
    }
    for (const source of ["GlorotUniform(seed = 5)", "HeNormal", "RandomNormal(1, 0.5)", "Orthogonal"]) {
      const { word, params } = readWord<InitializerDefinition>("initializer", source);
      const [own, plain] = [compiled, plainNumbers].map((numbers) =>
        bytesOf(word.sample(params, [150, 11], streamFrom(numbers, 7, "dense/kernel"))),
      );
      expect(own?.equals(plain as Buffer), source).toBe(true);
    }
  });

  test("is compiled where there are many numbers to draw", async () => {
    const layout = (rows: number, initializer: string): WeightLayout => {
      const spec = weightSpec([rows, 100], readWord<InitializerDefinition>("initializer", initializer));
      const placed = { path: "dense/kernel", shape: [rows, 100], offset: 0, size: 100 * rows, spec };
      return { trainable: [placed], fixed: [], trainableSize: placed.size, fixedSize: 0 };
    };
    expect(await numbersFor({ layout: layout(10, "HeNormal") })).toBe(plainNumbers);
    expect(await numbersFor({ layout: layout(10_000, "zeros") })).toBe(plainNumbers);
    expect(await numbersFor({ layout: layout(10_000, "HeNormal") })).not.toBe(plainNumbers);
  });
});

function bytesOf(values: Float64Array): Buffer {
  return Buffer.from(values.buffer);
}

test("truncated numbers stay within two deviations and keep the shape of the bell", () => {
  const { word, params } = readWord<InitializerDefinition>("initializer", "TruncatedNormal(0, 1)");
  const z = word.sample(params, [50_000], randomStream(1, "cut"));
  expect(Math.max(...z)).toBeLessThanOrEqual(2);
  expect(Math.min(...z)).toBeGreaterThanOrEqual(-2);
  // P(|z| < 1 given |z| < 2) of a standard normal number.
  expect(z.filter((v) => Math.abs(v) < 1).length / z.length).toBeCloseTo(0.7152, 2);
});

describe("orthogonal vectors", () => {
  test("are orthonormal to rounding, and span what was given", () => {
    const [length, count] = [30, 20];
    const given = randomStream(1, "vectors").normal(length * count);
    const vectors = orthonormalColumns(given, length, count);
    const dot = (a: Float64Array, i: number, b: Float64Array, j: number): number =>
      a
        .subarray(i * length, (i + 1) * length)
        .reduce((sum, v, k) => sum + v * (b[j * length + k] as number), 0);
    for (let i = 0; i < count; i++) {
      for (let j = 0; j < count; j++) expect(dot(vectors, i, vectors, j)).toBeCloseTo(i === j ? 1 : 0, 13);
      for (let j = i + 1; j < count; j++) expect(dot(given, i, vectors, j)).toBeCloseTo(0, 12);
      expect(dot(given, i, vectors, i)).toBeGreaterThan(0);
    }
  });

  test.each([
    [6, 4],
    [4, 6],
  ])("fill a matrix of %i by %i with orthogonal columns or rows of length gain", (rows, columns) => {
    const { word, params } = readWord<InitializerDefinition>("initializer", "Orthogonal(gain = 3)");
    const m = word.sample(params, [rows, columns], randomStream(2, "m"));
    const at = (i: number, j: number) => m[i * columns + j] as number;
    const vectors =
      rows >= columns
        ? Array.from({ length: columns }, (_, j) => Array.from({ length: rows }, (_, i) => at(i, j)))
        : Array.from({ length: rows }, (_, i) => Array.from({ length: columns }, (_, j) => at(i, j)));
    for (const [i, a] of vectors.entries()) {
      for (const [j, b] of vectors.entries()) {
        const dot = a.reduce((sum, v, k) => sum + v * (b[k] as number), 0);
        expect(dot).toBeCloseTo(i === j ? 9 : 0, 12);
      }
    }
  });
});
