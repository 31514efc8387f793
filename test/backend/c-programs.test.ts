/** Programs as portable C: no warning, and the bits of the reference. One call of the compiler for all. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { fuse, inputsOf, statesOf } from "../../src/backend/fuse.ts";
import { printProgram } from "../../src/backend/targets/c/print-program.ts";
import { builder as g } from "../../src/tensor/build.ts";
import { makeNode } from "../../src/tensor/make-node.ts";
import type { Node } from "../../src/tensor/node.ts";
import type { Primitive } from "../../src/tensor/primitive.ts";
import * as primitives from "../../src/tensor/primitives/index.gen.ts";
import type { Program } from "../../src/tensor/program.ts";
import { evaluate } from "../../src/tensor/reference.ts";
import { simplify } from "../../src/tensor/simplify.ts";
import { type DType, newArray, sizeOf, type Tensor, type TensorType } from "../../src/tensor/types.ts";
import { sampleTensor } from "../tensor/tensors.ts";
import { someValues } from "./kernels-harness.ts";
import { compiler } from "./native-machine.ts";
import { randomProgram } from "./random-program.ts";

type Tensors = Readonly<Record<string, Tensor>>;

interface Case {
  readonly program: Program;
  readonly inputs: Tensors;
  readonly states: Tensors;
}

const folder = mkdtempSync(join(tmpdir(), "nnet-c-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const c: Readonly<Record<DType, string>> = { f32: "float", f64: "double", i32: "int32_t" };
const bytesOf = ({ values }: Pick<Tensor, "values">): Uint8Array =>
  new Uint8Array(values.buffer, values.byteOffset, values.byteLength);

function filled(types: ReadonlyMap<string, TensorType>, seed: number): Tensors {
  return Object.fromEntries(
    [...types].map(([name, { shape, dtype }], i) => {
      const values = newArray(dtype, sizeOf(shape));
      const some = someValues(dtype, values.length, seed + i);
      values.set(dtype === "i32" ? some.map(Math.abs) : some);
      return [name, { shape, dtype, values }];
    }),
  );
}

/** Every sample of every primitive in one type of numbers. */
function everyPrimitive(dtype: "f32" | "f64"): Case {
  const inputs: Record<string, Tensor> = {};
  const outputs: Record<string, Node> = {};
  for (const primitive of Object.values(primitives) as Primitive[]) {
    if (primitive.kind === "source" && primitive.role !== "constant") continue;
    primitive.samples.forEach((sample, number) => {
      const types = sample.dtypes ?? [dtype];
      const own = types.includes(dtype) ? dtype : dtype === "f32" ? types[0] : undefined;
      if (own === undefined) return;
      const operands = sample.inputs.map((input, i) => {
        const name = `${primitive.name}_${number}_${i}`;
        const tensor = sampleTensor(input, own, name);
        inputs[name] = tensor;
        return g.input(name, tensor.shape, tensor.dtype);
      });
      outputs[`${primitive.name}_${number}`] = makeNode(primitive, operands, sample.attributes);
    });
  }
  return { program: { name: "all", outputs, updates: {} }, inputs, states: {} };
}

/** Sums long enough for several pieces, with and without lanes; many columns; a mean of values drawn by lot. */
function longSums(): Case {
  const x = g.input("x", [3, 5000], "f32");
  const y = g.input("y", [600, 2], "f64");
  const drawn = (dtype: "f32" | "f64") =>
    g.sum(g.random([7, 9], g.input("step", [], "i32"), [40], dtype), [0]);
  const outputs = {
    lanes: g.sum(x, [1]),
    plain: g.sum(y, [0]),
    largest: g.reduceMax(g.reshape(x, [5, 3000]), [1]),
    wide: g.matmul(g.reshape(x, [50, 300]), g.reshape(g.exp(x), [300, 50])),
    columns: g.matmul(g.slice(x, [0, 0], [3, 7]), g.reshape(g.slice(x, [0, 0], [1, 2100]), [7, 300])),
    single: drawn("f32"),
    double: drawn("f64"),
  };
  const program = { name: "sums", outputs, updates: {} };
  return { program, inputs: filled(inputsOf(program), 3), states: {} };
}

function randomCases(count: number): Case[] {
  return fc.sample(randomProgram, { numRuns: count, seed: 11 }).flatMap((made, i) => {
    const program = { ...made, updates: {} };
    if (Object.keys(program.outputs).length === 0) return [];
    const states = statesOf([program]);
    return [{ program, inputs: filled(inputsOf(program), i), states: filled(states, i + 50) }];
  });
}

/** The C of a case, and a function that calls it and writes all outputs. */
function sourceOf({ program, inputs, states }: Case, name: string): string {
  const small = simplify(program);
  const fused = fuse(small, { states: statesOf([small]), inputs: inputsOf(program) });
  const [ins, outs] = [Object.keys(fused.inputs), Object.keys(fused.outputs)];
  const { source } = printProgram(fused, {
    name,
    inputs: ins.map((key) => ({ key, name: `in ${key}`.replace(/\W/g, "_") })),
    outputs: outs.map((key) => ({ key, name: `out ${key}`.replace(/\W/g, "_") })),
    states: Object.fromEntries(
      [...statesOf([small]).keys()].map((key) => [
        key,
        {
          values: (states[key] as Tensor).values,
          parts: [{ name: key, shape: (states[key] as Tensor).shape, offset: 0 }],
        },
      ]),
    ),
    about: [program.name],
  });
  const given = ins.map((key, i) => {
    const tensor = inputs[key] as Tensor;
    return `  static const union { unsigned char bytes[${tensor.values.byteLength}]; ${c[tensor.dtype]} x[${sizeOf(tensor.shape)}]; } i${i} = {{${bytesOf(tensor).join()}}};`;
  });
  const taken = outs.map((key, i) => {
    const { dtype, shape } = fused.outputs[key] as TensorType;
    return `  static ${c[dtype]} o${i}[${sizeOf(shape)}];`;
  });
  const call = [...ins.map((_, i) => `i${i}.x`), ...outs.map((_, i) => `o${i}`)].join(", ");
  const write = outs.map((_, i) => `  fwrite(o${i}, 1, sizeof o${i}, stdout);`);
  return `${source}\n#include <stdio.h>\nvoid test_${name}(void);\nvoid test_${name}(void) {\n${[...given, ...taken].join("\n")}\n  ${name}(${call});\n${write.join("\n")}\n}\n`;
}

test.skipIf(compiler === undefined)(
  "compiled without a warning, with the instructions of this machine, programs have the bits of the reference",
  () => {
    const cases = [everyPrimitive("f32"), everyPrimitive("f64"), longSums(), ...randomCases(12)];
    const names = cases.map((_, i) => `case_${i}`);
    const files = cases.map((each, i) => {
      const file = join(folder, `${names[i]}.c`);
      writeFileSync(file, sourceOf(each, names[i] as string));
      return file;
    });
    const main = join(folder, "main.c");
    const declared = names.map((name) => `void test_${name}(void);`).join(" ");
    writeFileSync(
      main,
      `${declared} int main(void) { ${names.map((name) => `test_${name}();`).join(" ")} return 0; }\n`,
    );
    const warn = ["-Wall", "-Wextra", "-Wpedantic", "-Wmissing-prototypes", "-Werror"];
    // Of what -O2 does, the part in which gcc fuses multiplication and addition, unless -std=c11 or the file forbids it.
    const fusing = ["-std=gnu11", "-O1", "-fexpensive-optimizations", "-march=native"];
    const flags = compiler?.macros.has("__clang__") ? ["-O1", "-march=native"] : fusing;
    execFileSync(
      compiler?.program as string,
      [...warn, ...flags, ...files, main, "-lm", "-o", join(folder, "all")],
      {
        stdio: "pipe",
      },
    );
    const bytes = execFileSync(join(folder, "all"), { maxBuffer: 2 ** 28 });
    let at = 0;
    for (const [i, { program, inputs, states }] of cases.entries()) {
      const { outputs } = evaluate(program, inputs, states, { arithmetic: "kernel" });
      for (const [name, tensor] of Object.entries(outputs)) {
        const length = tensor.values.byteLength;
        const own = newArray(tensor.dtype, tensor.values.length);
        bytesOf({ values: own }).set(bytes.subarray(at, at + length));
        at += length;
        expect([names[i], name, own]).toEqual([names[i], name, tensor.values]);
      }
    }
    expect(at).toBe(bytes.length);
  },
);
