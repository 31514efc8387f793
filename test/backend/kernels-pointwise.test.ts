import { describe, expect, it } from "vitest";
import type { Expr, MapKernel } from "../../src/backend/kernel.ts";
import { lanesAlong } from "../../src/backend/loops/emit-expression.ts";
import * as primitives from "../../src/tensor/primitives/index.gen.ts";
import type { DType } from "../../src/tensor/types.ts";
import { affine, compareKernel, load, someValues } from "./kernels-harness.ts";

const pointwise = Object.values(primitives).filter((primitive) => primitive.kind === "pointwise");

describe("pointwise primitives in loops", () => {
  it("are all there", () => {
    expect(pointwise.length).toBeGreaterThan(15);
  });
  for (const primitive of pointwise) {
    for (const dtype of primitive.dtypes) {
      it(`${primitive.name} ${dtype} has the bits of numberArithmetic, in lanes and one by one`, async () => {
        for (const [size, stride] of [
          [203, 1],
          [37, 3],
        ] as const) {
          const inputs = Array.from(
            { length: primitive.arity },
            (_, index): Expr => load(index, dtype, [stride]),
          );
          const kernel: MapKernel = {
            kind: "map",
            name: primitive.name,
            buffers: [...inputs.map(() => ({ dtype, written: false })), { dtype, written: true }],
            shape: [size],
            stores: [
              {
                access: { buffer: inputs.length, at: affine([1]) },
                value: { kind: "pointwise", dtype, primitive, inputs },
              },
            ],
          };
          const values = [
            ...inputs.map((_, index) => someValues(dtype, size * stride, index + size, true)),
            someValues(dtype, size, 9),
          ];
          await compareKernel(kernel, values);
        }
      });
    }
  }
});

describe("lanes", () => {
  const cast = (dtype: DType, input: Expr): Expr => ({ kind: "cast", dtype, input });
  it("are as many as fit where all elements are of one width", () => {
    expect(lanesAlong([load(0, "f32", [1])], 0, 16)).toBe(4);
    expect(lanesAlong([load(0, "f64", [1])], 0, 16)).toBe(2);
    expect(lanesAlong([cast("f32", load(0, "i32", [1]))], 0, 16)).toBe(4);
  });
  it("are one where widths meet, unless the other one does not change", () => {
    expect(lanesAlong([cast("f32", load(0, "f64", [1]))], 0, 16)).toBe(1);
    const sum = pointwise.find(({ name }) => name === "add");
    if (sum === undefined) throw new Error("no addition");
    const inputs = [cast("f32", load(0, "f64", [0])), load(1, "f32", [1])];
    expect(lanesAlong([{ kind: "pointwise", dtype: "f32", primitive: sum, inputs }], 0, 16)).toBe(4);
  });
});
