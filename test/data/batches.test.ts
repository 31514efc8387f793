import { expect, test } from "vitest";
import { fillBatch } from "../../src/data/batches.ts";

test("rows are written in the order asked for", () => {
  const array = { rows: 3, shape: [2], values: Float32Array.of(1, 2, 3, 4, 5, 6) };
  const out = new Float32Array(6).fill(-1);
  fillBatch(array, Int32Array.of(0, 2, 1), 1, 2, out);
  expect([...out]).toEqual([5, 6, 3, 4, -1, -1]);
});

test("class indices enter integers and floats", () => {
  const array = { rows: 3, shape: [], values: Int32Array.of(7, 8, 9) };
  const [whole, float] = [new Int32Array(2), new Float64Array(2)];
  for (const out of [whole, float]) fillBatch(array, Int32Array.of(2, 0), 0, 2, out);
  expect([...whole, ...float]).toEqual([9, 7, 9, 7]);
});

test("bytes are looked up as they are written, rounded once", () => {
  const values = Uint8Array.from({ length: 256 }, (_, i) => i);
  const table = Float64Array.from(values, (byte) => byte * (1 / 127.5) - 1);
  const array = { rows: 256, shape: [], values, table };
  const order = Int32Array.from(values);
  const [single, double] = [new Float32Array(256), new Float64Array(256)];
  fillBatch(array, order, 0, 256, single);
  fillBatch(array, order, 0, 256, double);
  for (let i = 0; i < 256; i++) {
    expect(double[i]).toBe(i * (1 / 127.5) - 1);
    expect(single[i]).toBe(Math.fround(i * (1 / 127.5) - 1));
  }
  const plain = new Float32Array(2);
  fillBatch({ rows: 256, shape: [], values }, Int32Array.of(255, 3), 0, 2, plain);
  expect([...plain]).toEqual([255, 3]);
});

test("a table for anything but bytes is a mistake of the program", () => {
  const array = { rows: 1, shape: [], values: Float32Array.of(1), table: new Float64Array(256) };
  expect(() => fillBatch(array, Int32Array.of(0), 0, 1, new Float32Array(1))).toThrow(RangeError);
});
