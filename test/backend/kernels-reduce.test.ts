import fc from "fast-check";
import { describe, it } from "vitest";
import type { Expr, ReduceKernel } from "../../src/backend/kernel.ts";
import { add, mul, reduceMax, reduceSum, tanh } from "../../src/tensor/primitives/index.gen.ts";
import { reductionOrder } from "../../src/tensor/reduction-order.ts";
import { type DType, sizeOf, stridesOf } from "../../src/tensor/types.ts";
import { affine, compareKernel, load, someValues } from "./kernels-harness.ts";

interface Case {
  readonly dtype: DType;
  readonly kept: readonly number[];
  readonly reduced: readonly number[];
  /** Whether memory runs along the reduced axes. */
  readonly innermost: boolean;
  readonly maximum: boolean;
  /** A second operand that does not change along the first reduced axis keeps the axes from merging. */
  readonly uneven: boolean;
  readonly epilogue: boolean;
}

function kernelOf({ dtype, kept, reduced, innermost, maximum, uneven, epilogue }: Case): ReduceKernel {
  const order = reductionOrder(innermost, sizeOf(reduced));
  const shape = innermost ? [...kept, ...reduced] : [...reduced, ...kept];
  const all = stridesOf(shape);
  const strides = innermost ? all : [...all.slice(reduced.length), ...all.slice(0, reduced.length)];
  const x = load(0, dtype, strides, 1);
  const y = load(1, dtype, [...kept.map(() => 0), 0, ...stridesOf(reduced).slice(1)]);
  const product: Expr = { kind: "pointwise", dtype, primitive: mul, inputs: [x, y] };
  const accumulator: Expr = { kind: "accumulator", dtype };
  const zeros = reduced.map(() => 0);
  const input = load(2, dtype, [...stridesOf(kept), ...zeros]);
  const sum: Expr = { kind: "pointwise", dtype, primitive: add, inputs: [accumulator, input] };
  const last: Expr = dtype === "i32" ? sum : { kind: "pointwise", dtype, primitive: tanh, inputs: [sum] };
  const at = affine([...stridesOf(kept), ...zeros]);
  return {
    kind: "reduce",
    name: JSON.stringify({ dtype, kept, reduced, innermost, maximum, uneven, epilogue }),
    buffers: [
      { dtype, written: false },
      { dtype, written: false },
      { dtype, written: true },
      { dtype, written: true },
    ],
    kept,
    reduced,
    primitive: maximum ? reduceMax : reduceSum,
    order,
    value: uneven ? product : x,
    stores: [
      { access: { buffer: 2, at }, value: accumulator },
      { access: { buffer: 3, at }, value: epilogue ? last : accumulator },
    ],
  };
}

async function compare(test: Case): Promise<void> {
  const { dtype, kept, reduced } = test;
  const lengths = [sizeOf(kept) * sizeOf(reduced) + 1, sizeOf(reduced), sizeOf(kept), sizeOf(kept)];
  await compareKernel(
    kernelOf(test),
    lengths.map((length, index) => someValues(dtype, length, index + length)),
  );
}

const plain: Case = {
  dtype: "f32",
  kept: [3],
  reduced: [20],
  innermost: true,
  maximum: false,
  uneven: false,
  epilogue: true,
};

describe("reductions as WebAssembly", () => {
  it("have the interpreter's bits for any axes, order and element type", async () => {
    const axes = fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 3 });
    const cases = fc.record({
      dtype: fc.constantFrom<DType>("f32", "f64", "i32"),
      kept: fc.oneof(fc.constant([]), axes, fc.constantFrom([37], [3, 19])),
      reduced: axes,
      innermost: fc.boolean(),
      maximum: fc.boolean(),
      uneven: fc.boolean(),
      epilogue: fc.boolean(),
    });
    await fc.assert(fc.asyncProperty(cases, compare), { numRuns: 200 });
  });

  it("cut long sums into the same pieces", async () => {
    for (const dtype of ["f32", "f64"] as const) {
      for (const reduced of [[255], [256], [257], [1000], [4096], [4097], [9001], [31, 300]]) {
        for (const innermost of [true, false]) {
          await compare({ ...plain, dtype, kept: [5], reduced, innermost, uneven: reduced.length > 1 });
        }
      }
    }
  });

  it("fold values of mixed widths one by one", async () => {
    const kernel = kernelOf({ ...plain, dtype: "f64", epilogue: false });
    const value: Expr = { kind: "cast", dtype: "f64", input: load(0, "f32", [20, 1]) };
    const mixed = {
      ...kernel,
      value,
      buffers: [{ dtype: "f32" as const, written: false }, ...kernel.buffers.slice(1)],
    };
    await compareKernel(mixed, [
      someValues("f32", 60, 4),
      ...[1, 3, 3].map((length) => someValues("f64", length, 7)),
    ]);
  });
});
