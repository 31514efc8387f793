import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ContractKernel, Expr, Store } from "../../src/backend/kernel.ts";
import { planContraction } from "../../src/backend/loops/contract-plan.ts";
import { planPrograms } from "../../src/backend/plan-programs.ts";
import { compileWasm, wasmTarget } from "../../src/backend/targets/wasm/compile-wasm.ts";
import { openSession } from "../../src/runtime/open-session.ts";
import { builder as g } from "../../src/tensor/build.ts";
import { add, max, tanh } from "../../src/tensor/primitives/index.gen.ts";
import type { FloatType } from "../../src/tensor/types.ts";
import { affine, compareKernel, load, someValues } from "./kernels-harness.ts";

interface Case {
  readonly dtype: FloatType;
  readonly batch: readonly number[];
  readonly m: number;
  readonly n: number;
  readonly k: number;
  readonly transposeA: boolean;
  readonly transposeB: boolean;
  readonly epilogue: "plain" | "bias" | "tanh" | "narrow" | "residual";
  readonly offset: number;
}

/** Buffers: a, b, bias, result. */
function kernelOf({ dtype, batch, m, n, k, transposeA, transposeB, epilogue, offset }: Case): ContractKernel {
  const strides = (rows: number, columns: number): number[] =>
    batch.map((_, axis) => batch.slice(axis + 1).reduce((x, y) => x * y, 1) * rows * columns);
  const [aM, aK] = transposeA ? [1, m] : [k, 1];
  const [bK, bN] = transposeB ? [1, k] : [n, 1];
  const accumulator: Expr = { kind: "accumulator", dtype };
  const bias = load(2, dtype, [...batch.map(() => 0), 0, 1, 0]);
  const biased: Expr = { kind: "pointwise", dtype, primitive: add, inputs: [accumulator, bias] };
  const relu: Expr = {
    kind: "pointwise",
    dtype,
    primitive: max,
    inputs: [biased, { kind: "constant", dtype, value: 0 }],
  };
  const result = affine([...strides(m, n), n, 1, 0], offset);
  const old: Expr = { kind: "load", dtype, access: { buffer: 3, at: result } };
  const values: Record<Case["epilogue"], Expr> = {
    residual: { kind: "pointwise", dtype, primitive: add, inputs: [old, accumulator] },
    plain: accumulator,
    bias: relu,
    tanh: { kind: "pointwise", dtype, primitive: tanh, inputs: [biased] },
    narrow: { kind: "cast", dtype: "f32", input: relu },
  };
  const value = values[epilogue];
  const store: Store = { access: { buffer: 3, at: result }, value };
  return {
    kind: "contract",
    name: JSON.stringify({ dtype, batch, m, n, k, transposeA, transposeB, epilogue, offset }),
    buffers: [
      { dtype, written: false },
      { dtype, written: false },
      { dtype, written: false },
      { dtype: value.dtype, written: true },
    ],
    dtype,
    batch,
    m,
    n,
    k: [k],
    a: { buffer: 0, at: affine([...strides(m, k), aM, 0, aK], offset) },
    b: { buffer: 1, at: affine([...strides(k, n), 0, bN, bK], offset) },
    stores: [store],
  };
}

async function compare(test: Case): Promise<void> {
  const { dtype, batch, m, n, k, offset } = test;
  const kernel = kernelOf(test);
  const count = batch.reduce((x, y) => x * y, 1);
  const values = [count * m * k + offset, count * k * n + offset, n, count * m * n + offset].map(
    (length, index) => someValues(kernel.buffers[index]?.dtype ?? dtype, length, index + m),
  );
  await compareKernel(kernel, values);
}

const plain: Case = {
  dtype: "f32",
  batch: [],
  m: 5,
  n: 11,
  k: 7,
  transposeA: false,
  transposeB: false,
  epilogue: "plain",
  offset: 0,
};

describe("contractions as WebAssembly", () => {
  it("have the interpreter's bits at any size, layout, batch and epilogue", async () => {
    const size = fc.integer({ min: 1, max: 40 });
    const cases = fc.record({
      dtype: fc.constantFrom<FloatType>("f32", "f64"),
      batch: fc.constantFrom<number[]>([], [], [1], [3], [2, 2]),
      m: size,
      n: size,
      k: size,
      transposeA: fc.boolean(),
      transposeB: fc.boolean(),
      epilogue: fc.constantFrom<Case["epilogue"]>("plain", "bias", "tanh", "narrow", "residual"),
      offset: fc.constantFrom(0, 3),
    });
    await fc.assert(fc.asyncProperty(cases, compare), { numRuns: 150 });
  });

  it("do so in every skinny and every long shape", async () => {
    for (const dtype of ["f32", "f64"] as const) {
      for (const [m, n, k] of [
        [1, 1, 1],
        [1, 70, 9],
        [2, 37, 5],
        [3, 9, 130],
        [70, 1, 9],
        [70, 2, 9],
        [37, 3, 5],
        [100, 10, 3],
        [5, 70, 1],
        [12, 25, 100],
        [9, 10, 3300],
      ] as const) {
        for (const flags of [0, 1, 2, 3]) {
          await compare({
            ...plain,
            dtype,
            m,
            n,
            k,
            transposeA: flags > 1,
            transposeB: flags % 2 === 1,
            epilogue: "bias",
          });
        }
      }
    }
  });

  it("copies the rows of every matrix of a batch, along every axis of k", async () => {
    const distant = { ...plain, m: 13, n: 25, k: 100, transposeA: true };
    for (const batch of [[3], [17], [2, 3]]) await compare({ ...distant, batch });
    const { m, n, k } = distant;
    const one = kernelOf(distant);
    const value: Expr = { kind: "accumulator", dtype: "f32" };
    // Four results of one A, whose B runs through k in another order than memory.
    const kernel: ContractKernel = {
      ...one,
      batch: [4],
      k: [20, 5],
      a: { buffer: 0, at: affine([0, 1, 0, m, 20 * m]) },
      b: { buffer: 1, at: affine([n * k, 0, 1, 5 * n, n]) },
      stores: [{ access: { buffer: 3, at: affine([m * n, n, 1, 0, 0]) }, value }],
    };
    expect(planContraction(kernel, wasmTarget).packA).toBe(true);
    await compareKernel(
      kernel,
      [m * k, 4 * n * k, n, 4 * m * n].map((length, i) => someValues("f32", length, i)),
    );
  });

  it("reads columns where they are if a copy would lie as they do, in blocks if there are many", async () => {
    const long = { ...plain, m: 9, n: 8, k: 8300, epilogue: "bias" } as const;
    const { packB, blockK } = planContraction(kernelOf(long), wasmTarget);
    expect(packB).toBe(false);
    expect(blockK).toBeLessThan(long.k);
    await compare(long);
    expect(planContraction(kernelOf({ ...long, transposeB: true }), wasmTarget).packB).toBe(true);
  });

  it("gives nothing but zeros without products", async () => {
    await compare({ ...plain, k: 0 });
  });

  it("covers every way to cut a contraction", () => {
    const target = { vectorBytes: 16, registers: 16 };
    const plans = [
      planContraction(kernelOf({ ...plain, m: 100, n: 10 }), target),
      planContraction(kernelOf({ ...plain, m: 1, n: 70 }), target),
      planContraction(kernelOf({ ...plain, k: 3300 }), target),
      planContraction(kernelOf({ ...plain, m: 12, n: 25, k: 100, transposeA: true }), target),
    ] as const;
    expect(plans[0].chunk).toBe("tiles");
    expect(plans[1].packB).toBe(false);
    expect(plans[1].chunk).toBe("tiles");
    expect(planContraction(kernelOf({ ...plain, m: 9, n: 160 }), target).chunk).toBe("all");
    expect(plans[2].packB).toBe(false);
    expect(plans[3].packA).toBe(true);
    expect(planContraction(kernelOf({ ...plain, m: 9, n: 10, k: 3300 }), target).blockK).toBeLessThan(3300);
  });

  it("has the bits of plain sums where rows are taken in bands", async () => {
    const [m, k, n] = [530, 4100, 131];
    const plan = planContraction(kernelOf({ ...plain, m, k, n }), wasmTarget);
    expect(plan.bandTiles).toBeLessThan(plan.rowTiles);
    const product = g.matmul(g.input("a", [m, k], "f32"), g.input("b", [k, n], "f32"));
    const program = { name: "product", outputs: { c: product }, updates: {} };
    const { inputs, outputs, run } = (await openSession(compileWasm(planPrograms([program])))).program(
      "product",
    );
    const [a, b] = [inputs.a as Float32Array, inputs.b as Float32Array];
    a.set(someValues("f32", m * k, 1));
    b.set(someValues("f32", k * n, 2));
    run();
    for (let element = 0; element < m * n; element += 1499) {
      const [row, column] = [Math.floor(element / n), element % n];
      let sum = 0;
      for (let i = 0; i < k; i++) {
        const term = Math.fround((a[row * k + i] as number) * (b[i * n + column] as number));
        sum = Math.fround(sum + term);
      }
      expect([element, outputs.c?.[element]]).toEqual([element, sum]);
    }
  });
});
