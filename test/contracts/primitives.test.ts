/** One loop over every primitive: types, kernel against reference, gradient against finite differences. */
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { builder as g } from "../../src/tensor/build.ts";
import { gradient } from "../../src/tensor/gradient.ts";
import { makeNode, typeOf } from "../../src/tensor/make-node.ts";
import type { Node } from "../../src/tensor/node.ts";
import { numberArithmetic } from "../../src/tensor/number-arithmetic.ts";
import type { Primitive, Sample } from "../../src/tensor/primitive.ts";
import * as index from "../../src/tensor/primitives/index.gen.ts";
import { evaluate } from "../../src/tensor/reference.ts";
import type { DType, Tensor } from "../../src/tensor/types.ts";
import { sampleTensor, ulpsBetween } from "../tensor/tensors.ts";

const primitives: readonly Primitive[] = Object.values(index);

interface Case {
  readonly node: Node;
  readonly feeds: Record<string, Tensor>;
  readonly inputs: readonly Node[];
}

function build(primitive: Primitive, sample: Sample, dtype: DType): Case {
  const feeds: Record<string, Tensor> = {};
  const inputs = sample.inputs.map((input, i) => {
    const name = `x${i}`;
    feeds[name] = sampleTensor(input, dtype, `${primitive.name}/${i}`);
    return g.input(name, input.shape, input.dtype ?? dtype);
  });
  return { node: makeNode(primitive, inputs, sample.attributes), feeds, inputs };
}

function run(node: Node, feeds: Record<string, Tensor>, arithmetic: "reference" | "kernel"): Tensor {
  const program = { name: "sample", outputs: { y: node }, updates: {} };
  return evaluate(program, feeds, {}, { arithmetic }).outputs.y as Tensor;
}

function show(sample: Sample): string {
  const inputs = sample.inputs.map(({ shape, range, values }) =>
    range
      ? `[${shape}] in ${range.join("..")}`
      : `[${values?.slice(0, 4)}${values && values.length > 4 ? " …" : ""}]`,
  );
  return `${inputs.join(", ")} ${sample.attributes ? JSON.stringify(sample.attributes) : ""}`;
}

/** Kinds whose primitives add up, and those among them that choose one of the elements instead. */
const adding: ReadonlySet<string> = new Set(["contract", "reduce", "scatter", "composite"]);
const choosing: ReadonlySet<string> = new Set(["reduce-max", "reduce-min", "max-pool"]);

/** Bound for kernels against references, which in f64 err too; sums of n terms may differ by the error of n roundings. */
function allowedUlps(primitive: Primitive, dtype: DType): number | undefined {
  if (primitive.kind === "pointwise") return primitive.ulps + (dtype === "f64" ? 2 : 0);
  if (adding.has(primitive.kind) && !choosing.has(primitive.name)) return undefined;
  return 0;
}

describe("the index of primitives", () => {
  test("holds every file of the folder, under the name of its export", () => {
    const folder = new URL("../../src/tensor/primitives/", import.meta.url);
    const files = readdirSync(folder).filter((file) => file !== "index.gen.ts");
    const text = readFileSync(new URL("index.gen.ts", folder), "utf8");
    for (const file of files) expect(text).toContain(`"./${file}"`);
    expect(primitives.map(({ name }) => `${name}.ts`).sort()).toEqual(files.sort());
  });
});

describe.each(primitives.map((primitive) => [primitive.name, primitive] as const))("%s", (_, primitive) => {
  const byRule = primitive.kind === "source" && primitive.role !== "constant";

  test("has documentation and samples", () => {
    expect(primitive.doc).toMatch(/^.{10,}\.$/);
    expect(primitive.samples.length).toBeGreaterThan(0);
  });

  for (const sample of primitive.samples) {
    for (const dtype of sample.dtypes ?? (["f32", "f64"] as const)) {
      if (byRule) continue;
      test(`${dtype}: kernel = reference for ${show(sample)}`, () => {
        const { node, feeds } = build(primitive, sample, dtype);
        const kernel = run(node, feeds, "kernel");
        const reference = run(node, feeds, "reference");
        expect(kernel.shape).toEqual(node.shape);
        expect(kernel.dtype).toBe(node.dtype);
        const exact = exactValues(primitive, sample, dtype, feeds) ?? reference.values;
        const allowed = allowedUlps(primitive, dtype);
        kernel.values.forEach((actual, i) => {
          const error = ulpsBetween(actual, exact[i] as number, node.dtype);
          const at = Object.values(feeds).map(({ values }) => values[i]);
          if (allowed !== undefined)
            expect(error, `at ${at}: ${actual}, not ${exact[i]}`).toBeLessThanOrEqual(allowed);
          else if (Number.isNaN(exact[i])) expect(actual).toBeNaN();
          else expect(actual).toBeCloseTo(exact[i] as number, node.dtype === "f32" ? 3 : 9);
        });
      });
    }
    if (sample.kinked || (sample.dtypes && !sample.dtypes.includes("f64"))) continue;
    if (sample.inputs.length === 0) continue;
    test(`gradient = finite differences for ${show(sample)}`, () => {
      const { node, feeds, inputs } = build(primitive, sample, "f64");
      checkGradient(node, inputs, feeds);
    });
  }
});

/** References in f64 before they are rounded, for pointwise primitives: fractions of a unit in the last place count. */
function exactValues(
  primitive: Primitive,
  sample: Sample,
  dtype: DType,
  feeds: Record<string, Tensor>,
): number[] | undefined {
  if (primitive.kind !== "pointwise" || dtype === "i32") return undefined;
  const columns = sample.inputs.map((__, i) => (feeds[`x${i}`] as Tensor).values);
  return Array.from(columns[0] as ArrayLike<number>, (__, row) =>
    primitive.reference(...columns.map((column) => column[row] as number)),
  );
}

/** Compares the gradient of `sum(weights * y)` with central differences, element by element. */
function checkGradient(node: Node, inputs: readonly Node[], feeds: Record<string, Tensor>): void {
  const weights = Array.from({ length: node.shape.reduce((a, b) => a * b, 1) }, (_, i) => Math.cos(i) + 0.3);
  const loss = g.sum(g.mul(g.cast(node, "f64"), g.constant(weights, node.shape, "f64")));
  const gradients = gradient(g, loss, inputs);
  const step = 2 ** -17;
  inputs.forEach((input, i) => {
    if (input.dtype === "i32") return;
    const feed = feeds[`x${i}`] as Tensor;
    const slopes = run(gradients[i] as Node, feeds, "reference");
    expect(slopes.shape).toEqual(input.shape);
    const count = Math.min(feed.values.length, 24);
    for (let at = 0; at < count; at++) {
      const moved = (by: number): number => {
        const values = Float64Array.from(feed.values);
        values[at] = (values[at] as number) + by;
        return run(loss, { ...feeds, [`x${i}`]: { ...feed, values } }, "reference").values[0] as number;
      };
      const expected = (moved(step) - moved(-step)) / (2 * step);
      const slope = slopes.values[at] as number;
      expect(Math.abs(slope - expected), `input ${i} at ${at}: ${slope}, not ${expected}`).toBeLessThan(
        2e-6 * (1 + Math.abs(expected)) * tolerance(node),
      );
    }
  });
}

/** A cast to f32 in the middle leaves 24 bits of the differences. */
function tolerance(node: Node): number {
  return node.dtype === "f32" ? 1e5 : 1;
}

describe("kernels in i32 arithmetic", () => {
  test("only what is defined for i32 is typed there", () => {
    for (const primitive of primitives) {
      if (primitive.kind !== "pointwise") continue;
      const type = { shape: [2], dtype: "i32" } as const;
      const inputs = Array.from({ length: primitive.arity }, () => type);
      if (primitive.dtypes.includes("i32")) expect(typeOf(primitive, inputs, {})).toEqual(type);
      else expect(() => typeOf(primitive, inputs, {})).toThrow(`${primitive.name}(i32[2]`);
    }
    expect(() => numberArithmetic.i32.divide(1, 2)).toThrow("no such operation");
  });
});
