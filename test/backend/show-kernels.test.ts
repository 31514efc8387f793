/** The stage `kernels` as people read it. */
import { expect, test } from "vitest";
import { showKernels } from "../../src/backend/show-kernels.ts";
import { builder as g } from "../../src/tensor/build.ts";
import { planOf } from "./run-both.ts";

const show = (outputs: Record<string, ReturnType<typeof g.add>>, updates: typeof outputs = {}) =>
  showKernels(planOf({ name: "main", outputs, updates }));

test("a dense layer with a step of its weights", () => {
  const x = g.input("x", [4, 6], "f32");
  const w = g.state("w", [33], "f32");
  const kernel = g.reshape(g.slice(w, [0], [30]), [6, 5]);
  const y = g.max(g.add(g.matmul(x, kernel), g.broadcast(g.sum(g.slice(w, [30], [3])), [5])), 0);
  expect(show({ y }, { w: g.mul(w, 0.9) })).toBe(`state 192 bytes, scratch 320 bytes
  w f32[33] at 0

program main: 3 launches of 3 kernels, 320 bytes of scratch

1. reduce-sum  for [] fold [3]
  acc = reduce-sum a[i]
  b[0] = acc
  a : f32 w from 30 (state 120)
  b = f32 buffer 2 (scratch 256)

2. matmul + add + max  4 × 5 × 6
  acc = Σ a[6 i + k] · b[j + 5 k]
  d[5 i + j] = max(add(acc, c[0]), 0)
  a : f32 x (scratch 0)
  b : f32 w (state 0)
  c : f32 buffer 2 (scratch 256)
  d = f32 y (scratch 128)

3. mul  for [33]
  a[i] = mul(a[i], 0.9)
  a = f32 w (state 0)`);
});

test("picks, indices, random numbers, casts and shared values", () => {
  const n = g.input("n", [3], "i32");
  const padded = g.pad(n, [1], [0], 7);
  const noise = g.random([1, 2], g.state("step", [], "i32"), [4], "f32");
  const e = g.exp(g.add(g.cast(padded, "f32"), noise));
  const text = show({ y: g.add(g.mul(e, e), g.iota([4], 0, "f32")) });
  expect(text).toContain("t1 = exp(add(f32(pick(a[i - 1] if 0 ≤ i - 1 < 3; 7)), random(1:2, b[0], i)))");
  expect(text).toContain("c[i] = add(mul(t1, t1), (i))");
});

test("batches of products, folded rows, numbers of every kind", () => {
  const a = g.input("a", [2, 3, 4], "f64");
  expect(show({ y: g.matmul(a, a, { transposeB: true }) })).toContain("1. matmul  for [2] 3 × 3 × 4");
  const text = show({ y: g.add(g.reduceMax(g.mul(a, 1 / 3), [1]), -0) });
  expect(text).toContain("for [2, 4] fold [3]");
  expect(text).toContain("acc = reduce-max mul(a[12 i + j + 4 k], 0.3333333333333333)");
  expect(text).toContain("add(acc, -0)");
  expect(show({ y: g.max(g.input("x", [2], "f32"), Number.NEGATIVE_INFINITY) })).toContain(
    "max(a[i], -Infinity)",
  );
});
