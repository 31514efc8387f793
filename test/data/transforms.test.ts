import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { momentsOf } from "../../src/data/statistics.ts";
import { minmax } from "../../src/data/transforms/minmax.ts";
import { onehot } from "../../src/data/transforms/onehot.ts";
import { scale } from "../../src/data/transforms/scale.ts";
import { zscore } from "../../src/data/transforms/zscore.ts";
import { builder as g } from "../../src/tensor/build.ts";
import type { Node } from "../../src/tensor/node.ts";
import { evaluate } from "../../src/tensor/reference.ts";

const column = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 50 });

describe.each([
  { transform: zscore, params: {} },
  { transform: minmax, params: {} },
  { transform: scale, params: { factor: 1 / 255, offset: -0.5 } },
])("$transform.name", ({ transform, params }) => {
  test("is undone by its inverse, and is what it says of itself in the form of scale and offset", () => {
    fc.assert(
      fc.property(column, (list) => {
        const values = Float64Array.from(list);
        const { minimum, maximum } = momentsOf({ values });
        const size = Math.max(Math.abs(minimum), Math.abs(maximum), 1);
        fc.pre(minimum === maximum || maximum - minimum > size * 1e-6);
        const fitted = JSON.parse(JSON.stringify(transform.fit(params, { values })));
        const affine = transform.affine?.(fitted);
        const out = new Float64Array(1);
        for (const value of list) {
          transform.apply(fitted, value, out, 0);
          const result = out[0] as number;
          expect(Math.abs((transform.invert?.(fitted, result) as number) - value)).toBeLessThan(size * 1e-9);
          const other = value * (affine?.scale as number) + (affine?.offset as number);
          expect(Math.abs(other - result)).toBeLessThan(
            1e-8 * (1 + size * Math.abs(affine?.scale as number)),
          );
        }
      }),
    );
  });
});

/** The value of a formula over f64 numbers, by the arithmetic that every target has. */
function computed(values: Float64Array, formula: (x: Node) => Node): number[] {
  const shape = [values.length, 1];
  const y = formula(g.input("x", shape, "f64"));
  const program = { name: "test", outputs: { y }, updates: {} };
  return [
    ...(evaluate(program, { x: { shape, dtype: "f64", values } }, {}, { arithmetic: "kernel" }).outputs.y
      ?.values ?? []),
  ];
}

test.each([
  { transform: zscore, params: {} },
  { transform: minmax, params: {} },
  { transform: scale, params: { factor: 1 / 255, offset: -0.5 } },
  { transform: scale, params: { factor: 0, offset: 3 } },
  { transform: onehot, params: {} },
])("in a compiled program, $transform.name has the same bits", ({ transform, params }) => {
  const categories = ["a", "b", "c"];
  const whole = transform.takes === "category";
  for (const list of whole
    ? [[0, 2, 1, 1]]
    : [
        [0.1, 0.7, -3, 1e5 / 3],
        [2, 2],
      ]) {
    const values = Float64Array.from(list);
    const fitted = transform.fit(params, { values, categories });
    const width = transform.width(params, categories.length);
    const out = new Float64Array(width);
    const applied = list.flatMap((value) => {
      transform.apply(fitted, value, out, 0);
      return [...out];
    });
    const nodes = Object.fromEntries(
      Object.entries(fitted as Record<string, number>).map(([key, value]) => [
        key,
        g.constant([value], [1], "f64"),
      ]),
    );
    expect(computed(values, (x) => transform.lower?.(g, nodes, x, width) as Node)).toEqual(applied);
    if (!transform.invert) continue;
    const inverted = list.map((value) => transform.invert?.(fitted, value));
    expect(computed(values, (y) => transform.lowerInverse?.(g, nodes, y) as Node)).toEqual(inverted);
  }
});

test("scale by 0 forgets what it was given", () => {
  expect(scale.invert?.({ factor: 0, offset: 3 }, 3)).toBe(3);
});

test("minmax goes from 0 to 1, zscore has mean 0 and deviation 1", () => {
  const values = Float64Array.of(2, 4, 4, 4, 5, 5, 7, 9);
  expect(zscore.fit({}, { values })).toEqual({ mean: 5, deviation: 2 });
  expect(minmax.fit({}, { values })).toEqual({ minimum: 2, maximum: 9 });
  for (const transform of [zscore, minmax]) {
    const out = new Float64Array(1).fill(7);
    transform.apply(transform.fit({}, { values: Float64Array.of(0.1, 0.1, 0.1) }), 0.1, out, 0);
    expect(out[0]).toBe(0);
  }
});

test("onehot writes a 1 at the category and zeros elsewhere, where it is told to", () => {
  const categories = ["a", "b", "c"];
  const fitted = onehot.fit({}, { values: Float64Array.of(0, 1, 2), categories });
  const out = new Float64Array(5).fill(9);
  onehot.apply(fitted, 1, out, 1);
  expect([...out]).toEqual([9, 0, 1, 0, 9]);
  expect(onehot.width({}, 3)).toBe(3);
});

test("counted values have the statistics of the values written out", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 255 }), { minLength: 1, maxLength: 60 }), (list) => {
      const distinct = [...new Set(list)];
      const counts = Float64Array.from(distinct, (value) => list.filter((other) => other === value).length);
      const counted = momentsOf({ values: Float64Array.from(distinct), counts });
      const plain = momentsOf({ values: Float64Array.from(list) });
      expect(counted.mean).toBeCloseTo(plain.mean, 9);
      expect(counted.deviation).toBeCloseTo(plain.deviation, 9);
      expect([counted.minimum, counted.maximum]).toEqual([plain.minimum, plain.maximum]);
    }),
  );
});
