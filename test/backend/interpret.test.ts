/** The slow interpreter of plans, on kernels written by hand. */
import { describe, expect, test } from "vitest";
import { interpretPlan } from "../../src/backend/interpret.ts";
import type { Affine, Expr, Kernel, Launch } from "../../src/backend/kernel.ts";
import type { Plan, PlannedBuffer } from "../../src/backend/plan.ts";
import { add, reduceSum } from "../../src/tensor/primitives/index.gen.ts";
import { numberWords, threefry, uniformOf } from "../../src/tensor/random.ts";
import { reductionOrder } from "../../src/tensor/reduction-order.ts";
import { bytesOf, type DType } from "../../src/tensor/types.ts";

/** A program of one kernel whose parameters are scratch buffers of these lengths, in order; the state is `s`, 3 × f32. */
function planOf(kernel: Kernel, lengths: readonly number[], offsets: readonly number[] = []): Plan {
  let offset = 0;
  const buffers: PlannedBuffer[] = kernel.buffers.map(({ dtype }, number) => {
    const buffer = { dtype, length: lengths[number] as number, region: "scratch" as const, offset };
    offset += Math.ceil((buffer.length * bytesOf[dtype]) / 64) * 64;
    return buffer;
  });
  const launch: Launch = {
    kernel,
    args: buffers.map((_, buffer) => ({ buffer, offset: offsets[buffer] ?? 0 })),
  };
  const places = buffers.map(({ dtype, length }, buffer) => [
    `b${buffer}`,
    { buffer, dtype, shape: [length] },
  ]);
  return {
    programs: [
      {
        name: "main",
        buffers,
        launches: [launch],
        inputs: Object.fromEntries(places),
        outputs: Object.fromEntries(places),
        constants: [],
        scratchBytes: offset,
      },
    ],
    state: { s: { buffer: 0, dtype: "f32", shape: [3], byteOffset: 0 } },
    stateBytes: 64,
    scratchBytes: offset,
  };
}

function run(
  kernel: Kernel,
  values: readonly (readonly number[])[],
  offsets?: readonly number[],
): number[][] {
  const session = interpretPlan(
    planOf(
      kernel,
      values.map((array) => array.length),
      offsets,
    ),
  );
  const program = session.program("main");
  values.forEach((array, number) => {
    program.inputs[`b${number}`]?.set(array);
  });
  program.run();
  return values.map((_, number) => [...(program.outputs[`b${number}`] ?? [])]);
}

const at = (offset: number, ...strides: number[]): Affine => ({ offset, strides });
const load = (buffer: number, affine: Affine, dtype: DType = "f32"): Expr => ({
  kind: "load",
  dtype,
  access: { buffer, at: affine },
});
const f32 = (written: boolean) => ({ dtype: "f32" as const, written });

describe("map kernels", () => {
  test("a transposed operand and a broadcast one", () => {
    const value: Expr = {
      kind: "pointwise",
      dtype: "f32",
      primitive: add,
      inputs: [load(0, at(0, 1, 2)), load(1, at(0, 0, 1))],
    };
    const kernel: Kernel = {
      kind: "map",
      name: "add",
      buffers: [f32(false), f32(false), f32(true)],
      shape: [2, 3],
      stores: [{ access: { buffer: 2, at: at(0, 3, 1) }, value }],
    };
    const [, , result] = run(kernel, [
      [1, 2, 3, 4, 5, 6],
      [10, 20, 30],
      [0, 0, 0, 0, 0, 0],
    ]);
    expect(result).toEqual([11, 23, 35, 12, 24, 36]);
  });

  test("two stores that swap see old values", () => {
    const kernel: Kernel = {
      kind: "map",
      name: "swap",
      buffers: [f32(true), f32(true)],
      shape: [2],
      stores: [
        { access: { buffer: 0, at: at(0, 1) }, value: load(1, at(0, 1)) },
        { access: { buffer: 1, at: at(0, 1) }, value: load(0, at(0, 1)) },
      ],
    };
    expect(
      run(kernel, [
        [1, 2],
        [3, 4],
      ]),
    ).toEqual([
      [3, 4],
      [1, 2],
    ]);
  });

  test("pick loads nothing of the choices that it does not take", () => {
    const kernel: Kernel = {
      kind: "map",
      name: "pad",
      buffers: [f32(false), f32(true)],
      shape: [5],
      stores: [
        {
          access: { buffer: 1, at: at(0, 1) },
          value: {
            kind: "pick",
            dtype: "f32",
            choices: [{ guards: [{ value: at(-1, 1), low: 0, high: 3 }], value: load(0, at(-1, 1)) }],
            otherwise: 9,
          },
        },
      ],
    };
    expect(
      run(kernel, [
        [1, 2, 3],
        [0, 0, 0, 0, 0],
      ])[1],
    ).toEqual([9, 1, 2, 3, 9]);
  });

  test("indices, casts and launch offsets", () => {
    const kernel: Kernel = {
      kind: "map",
      name: "cast",
      buffers: [{ dtype: "i32", written: true }, f32(false)],
      shape: [3],
      stores: [
        {
          access: { buffer: 0, at: at(0, 1) },
          value: {
            kind: "pointwise",
            dtype: "i32",
            primitive: add,
            inputs: [
              { kind: "index", dtype: "i32", value: at(100, 10) },
              { kind: "cast", dtype: "i32", input: load(1, at(0, 1)) },
            ],
          },
        },
      ],
    };
    expect(
      run(
        kernel,
        [
          [7, 0, 0, 0],
          [0, -2.9, Number.NaN, 2.9],
        ],
        [1, 1],
      )[0],
    ).toEqual([7, 98, 110, 122]);
    expect(
      run(kernel, [
        [0, 0, 0],
        [3e9, -3e9, 0.5],
      ])[0],
    ).toEqual([(2 ** 31 + 99) | 0, (-(2 ** 31) + 110) | 0, 120]);
  });

  const word = (value: number): Expr => ({ kind: "constant", dtype: "i32", value });

  test("random numbers are those of their element, step and key", () => {
    const kernel: Kernel = {
      kind: "map",
      name: "random",
      buffers: [f32(true)],
      shape: [4],
      stores: [
        {
          access: { buffer: 0, at: at(0, 1) },
          value: {
            kind: "random",
            dtype: "f32",
            first: word(-1),
            element: at(4, 2),
            step: word(5),
            key: [word(1), word(2)],
          },
        },
      ],
    };
    const expected = [3, 5, 7, 9].map((element) =>
      uniformOf(...threefry(numberWords, [1, 2], [element, 5]), "f32"),
    );
    expect(run(kernel, [[0, 0, 0, 0]])[0]).toEqual(expected);
  });

  test("reading or writing outside a buffer is an error", () => {
    const kernel: Kernel = {
      kind: "map",
      name: "copy",
      buffers: [f32(false), f32(true)],
      shape: [3],
      stores: [{ access: { buffer: 1, at: at(0, 1) }, value: load(0, at(0, 1)) }],
    };
    expect(() =>
      run(kernel, [
        [1, 2],
        [0, 0, 0],
      ]),
    ).toThrow(/reads outside/);
    expect(() =>
      run(kernel, [
        [1, 2, 3],
        [0, 0],
      ]),
    ).toThrow(/writes outside/);
    expect(() =>
      run({ ...kernel, buffers: [f32(false), f32(false)] }, [
        [1, 2, 3],
        [0, 0, 0],
      ]),
    ).toThrow(/only reads/);
  });
});

describe("folding kernels", () => {
  test("a reduction with prologue and epilogue, in the order that it names", () => {
    // 1e8 absorbs addends below 4 (its last bit is 8): one lane loses all, 16 lanes only what meets it first in the tree.
    const values = [1e8, ...new Array<number>(31).fill(1)];
    const reduce = (innermost: boolean): Kernel => ({
      kind: "reduce",
      name: "sum",
      buffers: [f32(false), f32(true)],
      kept: [],
      reduced: [32],
      primitive: reduceSum,
      order: reductionOrder(innermost, 32),
      value: load(0, at(0, 1)),
      stores: [
        {
          access: { buffer: 1, at: at(0, 0) },
          value: {
            kind: "pointwise",
            dtype: "f32",
            primitive: add,
            inputs: [
              { kind: "accumulator", dtype: "f32" },
              { kind: "constant", dtype: "f32", value: -1e8 },
            ],
          },
        },
      ],
    });
    expect(run(reduce(false), [values, [0]])[1]).toEqual([0]);
    expect(run(reduce(true), [values, [0]])[1]).toEqual([24]);
  });

  test("a product with a transposed operand and an epilogue", () => {
    const kernel: Kernel = {
      kind: "contract",
      name: "matmul",
      dtype: "f32",
      buffers: [f32(false), f32(false), f32(false), f32(true)],
      batch: [],
      m: 2,
      n: 2,
      k: [3],
      a: { buffer: 0, at: at(0, 3, 0, 1) },
      b: { buffer: 1, at: at(0, 0, 3, 1) },
      stores: [
        {
          access: { buffer: 3, at: at(0, 2, 1, 0) },
          value: {
            kind: "pointwise",
            dtype: "f32",
            primitive: add,
            inputs: [{ kind: "accumulator", dtype: "f32" }, load(2, at(0, 0, 1, 0))],
          },
        },
      ],
    };
    const result = run(kernel, [
      [1, 2, 3, 4, 5, 6],
      [1, 0, 1, 0, 1, 0],
      [100, 200],
      [0, 0, 0, 0],
    ])[3];
    expect(result).toEqual([104, 202, 110, 205]);
  });
});

test("state is shared and a wrong program name is an error", () => {
  const kernel: Kernel = { kind: "map", name: "none", buffers: [f32(true)], shape: [1], stores: [] };
  const session = interpretPlan(planOf(kernel, [1]));
  expect(session.state.s?.length).toBe(3);
  expect(session.bytes).toBe(128);
  expect(() => session.program("train")).toThrow(/no program named train/);
});
