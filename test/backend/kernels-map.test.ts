import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { affineRange } from "../../src/backend/affine.ts";
import type { Affine, Expr, Guard, MapKernel } from "../../src/backend/kernel.ts";
import { boxesOf } from "../../src/backend/loops/boxes.ts";
import { add, exp, less, mul, sub, where } from "../../src/tensor/primitives/index.gen.ts";
import { type DType, sizeOf, stridesOf } from "../../src/tensor/types.ts";
import { affine, compareKernel, load, someValues } from "./kernels-harness.ts";

interface Choices {
  readonly shape: readonly number[];
  readonly dtype: DType;
  readonly strides: readonly (readonly number[])[];
  readonly low: readonly number[];
  readonly high: readonly number[];
  readonly kind: "chain" | "guards" | "index" | "random" | "cast" | "inPlace";
  readonly permute: boolean;
}

const choices: fc.Arbitrary<Choices> = fc
  .array(fc.integer({ min: 1, max: 11 }), { minLength: 1, maxLength: 3 })
  .chain((shape) =>
    fc.record({
      shape: fc.constant(shape),
      dtype: fc.constantFrom<DType>("f32", "f64", "i32"),
      strides: fc.array(
        fc.array(fc.constantFrom(-2, -1, 0, 1, 2, 5, 11), {
          minLength: shape.length,
          maxLength: shape.length,
        }),
        {
          minLength: 2,
          maxLength: 2,
        },
      ),
      low: fc.array(fc.integer({ min: -1, max: 12 }), { minLength: shape.length, maxLength: shape.length }),
      high: fc.array(fc.integer({ min: -1, max: 12 }), { minLength: shape.length, maxLength: shape.length }),
      kind: fc.constantFrom<Choices["kind"]>("chain", "guards", "index", "random", "cast", "inPlace"),
      permute: fc.boolean(),
    }),
  );

/** A read whose smallest index is 0, and how many elements it needs. */
function reading(shape: readonly number[], strides: readonly number[]): { at: Affine; length: number } {
  const [low, high] = affineRange({ offset: 0, strides }, shape);
  return { at: affine(strides, -low), length: high - low + 1 };
}

function guardsAlongAxes({ shape, low, high }: Choices): Guard[] {
  return shape.map((_, axis) => ({
    value: affine(
      shape.map((__, other) => (other === axis ? (axis % 2 === 0 ? 1 : -2) : 0)),
      axis % 2 === 0 ? 0 : 9,
    ),
    low: low[axis] as number,
    high: high[axis] as number,
  }));
}

function computed(test: Choices, x: Expr, y: Expr, own: Expr): Expr {
  const { dtype, shape } = test;
  const across = affine(
    shape.map((_, axis) => axis + 1),
    -3,
  );
  const point = (primitive: typeof add, ...inputs: Expr[]): Expr => ({
    kind: "pointwise",
    dtype,
    primitive,
    inputs,
  });
  const product = point(mul, x, y);
  switch (test.kind) {
    case "chain":
      return point(where, point(less, x, y), point(sub, product, x), point(add, product, product));
    case "guards": {
      // A sum of two indices cannot be split into boxes; the guards along single axes can.
      const diagonal = { value: across, low: 2, high: 8 };
      const choices = [
        { guards: guardsAlongAxes(test), value: product },
        { guards: [diagonal], value: point(add, y, x) },
      ];
      if (test.permute) choices.reverse();
      return point(add, { kind: "pick", dtype, choices, otherwise: -7 }, y);
    }
    case "index":
      return point(add, { kind: "index", dtype, value: across }, x);
    case "random": {
      const word = (value: number): Expr => ({ kind: "constant", dtype: "i32", value });
      const at = { first: word(0), element: affine(stridesOf(shape), 17), step: word(5) };
      if (dtype === "i32") {
        const input: Expr = { kind: "random", dtype: "f32", ...at, key: [word(1), word(-9)] };
        return { kind: "cast", dtype, input };
      }
      return point(mul, { kind: "random", dtype, ...at, key: [word(0x9e3779b9), word(7)] }, x);
    }
    case "cast":
      return {
        kind: "cast",
        dtype,
        input: { kind: "cast", dtype: dtype === "f32" ? "i32" : "f32", input: product },
      };
    case "inPlace":
      return point(sub, own, product);
  }
}

function build(test: Choices): { kernel: MapKernel; lengths: readonly number[] } {
  const { shape, dtype, strides, permute } = test;
  const reads = strides.map((one) => reading(shape, one));
  const [x, y] = reads.map(({ at }, buffer) => load(buffer, dtype, at.strides, at.offset)) as [Expr, Expr];
  const own = permute ? stridesOf([...shape].reverse()).reverse() : stridesOf(shape);
  const value = computed(test, x, y, load(2, dtype, own, 1));
  const second: Expr = { kind: "pointwise", dtype, primitive: add, inputs: [value, load(2, dtype, own, 1)] };
  const kernel: MapKernel = {
    kind: "map",
    name: JSON.stringify(test),
    buffers: [
      { dtype, written: false },
      { dtype, written: false },
      { dtype, written: true },
      { dtype, written: true },
    ],
    shape,
    stores: [
      { access: { buffer: 2, at: affine(own, 1) }, value },
      { access: { buffer: 3, at: affine(stridesOf(shape)) }, value: second },
    ],
  };
  return { kernel, lengths: [...reads.map(({ length }) => length), sizeOf(shape) + 1, sizeOf(shape)] };
}

describe("map kernels as WebAssembly", () => {
  it("have the interpreter's bits for any strides, guards and element type", async () => {
    await fc.assert(
      fc.asyncProperty(choices, async (test) => {
        const { kernel, lengths } = build(test);
        await compareKernel(
          kernel,
          lengths.map((length, index) => someValues(test.dtype, length, index + length)),
        );
      }),
      { numRuns: 250 },
    );
  });

  it("join many parts along the last axis, whether they are cut into boxes or decided one by one", async () => {
    for (const [rows, parts, width] of [
      [1, 20, 3],
      [2, 60, 5],
      [2, 90, 4],
      [3, 130, 4],
    ] as const) {
      const shape = [rows, parts * width];
      const halves = [0, 1].flatMap((half) =>
        Array.from({ length: parts }, (_, part) => ({
          guards: [
            { value: affine([1, 0]), low: half, high: half + 1 },
            { value: affine([0, 1]), low: part * width, high: (part + 1) * width },
          ],
          value: load(part % 3, "f32", [width, 1], -part * width + (part % 7)),
        })),
      );
      const value: Expr = { kind: "pick", dtype: "f32", choices: halves, otherwise: 0.5 };
      const kernel: MapKernel = {
        kind: "map",
        name: `${parts} parts`,
        buffers: [0, 1, 2, 3].map((buffer) => ({ dtype: "f32", written: buffer === 3 })),
        shape,
        stores: [{ access: { buffer: 3, at: affine([parts * width, 1]) }, value }],
      };
      const lengths = [2 * width + 6, 2 * width + 6, 2 * width + 6, sizeOf(shape)];
      await compareKernel(
        kernel,
        lengths.map((length, index) => someValues("f32", length, index)),
      );
    }
  });

  it("cover long runs to the last element", async () => {
    for (const size of [1, 3, 4, 1023, 1024, 1025, 3001]) {
      const kernel: MapKernel = {
        kind: "map",
        name: `run of ${size}`,
        buffers: [
          { dtype: "f32", written: false },
          { dtype: "f32", written: true },
        ],
        shape: [1, size, 1],
        stores: [
          {
            access: { buffer: 1, at: affine([0, 1, 0]) },
            value: {
              kind: "pointwise",
              dtype: "f32",
              primitive: exp,
              inputs: [load(0, "f32", [0, 1, 0], 2)],
            },
          },
        ],
      };
      await compareKernel(
        kernel,
        [someValues("f32", size + 5, size), someValues("f32", size + 3, 1)],
        [3, 2],
      );
    }
  });
});

describe("boxes", () => {
  const store = (value: Expr, strides: readonly number[]) => [
    { access: { buffer: 1, at: affine(strides) }, value },
  ];
  it("merge axes that every access runs through evenly", () => {
    const [box, ...others] = boxesOf([3, 4, 1, 5], store(load(0, "f32", [40, 10, 7, 2]), [20, 5, 5, 1]));
    expect(others).toEqual([]);
    expect(box?.shape).toEqual([60]);
    expect(box?.stores[0]?.value).toEqual(load(0, "f32", [2]));
  });
  it("keep axes apart where an access is uneven", () => {
    expect(boxesOf([3, 4], store(load(0, "f32", [0, 1]), [4, 1]))[0]?.shape).toEqual([3, 4]);
  });
  it("split at guards, so that inside each no guard is left", () => {
    const guards = [{ value: affine([1], -2), low: 0, high: 4 }];
    const value: Expr = {
      kind: "pick",
      dtype: "f32",
      choices: [{ guards, value: load(0, "f32", [1], -2) }],
      otherwise: 1,
    };
    const boxes = boxesOf([10], store(value, [1]));
    expect(boxes.map(({ shape }) => shape)).toEqual([[2], [4], [4]]);
    expect(boxes.map(({ stores }) => stores[0]?.value.kind)).toEqual(["constant", "load", "constant"]);
    expect(boxes[1]?.stores[0]).toEqual({
      access: { buffer: 1, at: affine([1], 2) },
      value: load(0, "f32", [1]),
    });
  });
});
