/**
 * Every primitive with random shapes, strides, axes and element types on both targets: the bits of the kernels' own arithmetic node by
 * node, close to the reference. A few hundred cases; as many as FUZZ_RUNS says by `npm run fuzz`.
 */
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Plan } from "../../src/backend/plan.ts";
import { planPrograms } from "../../src/backend/plan-programs.ts";
import { compileNative } from "../../src/backend/targets/native/compile-native.ts";
import { nativeTarget } from "../../src/backend/targets/native/native-target.ts";
import { compileWasm } from "../../src/backend/targets/wasm/compile-wasm.ts";
import { makeAddon, openNativeSession } from "../../src/runtime/node-native-session.ts";
import { openSession } from "../../src/runtime/open-session.ts";
import type { Session } from "../../src/runtime/session.ts";
import { keyOf, uniforms } from "../../src/tensor/random.ts";
import { evaluate } from "../../src/tensor/reference.ts";
import { type NumberArray, newArray, sizeOf, type Tensor } from "../../src/tensor/types.ts";
import { compiler, freshBuild } from "./native-machine.ts";
import { type PrimitiveCase, primitiveCase, primitives } from "./random-primitive.ts";

const runs = Number(process.env.FUZZ_RUNS ?? 240);
/** Cases that are compiled together: starting a compiler costs more than one kernel. */
const together = 60;
const build = freshBuild("-O0");

type Case = PrimitiveCase & { readonly name: string; readonly seed: number };

/** Every primitive in its turn, from anywhere in their list. */
const cases: fc.Arbitrary<readonly Case[]> = fc
  .record({
    first: fc.nat(primitives.length - 1),
    choices: fc.array(fc.array(fc.nat(1000), { minLength: 8, maxLength: 40 }), {
      minLength: 1,
      maxLength: together,
      size: "max",
    }),
  })
  .map(({ first, choices }) =>
    choices.map((numbers, i) => ({ ...primitiveCase(first + i, numbers), name: `case ${i}`, seed: i })),
  );

function valuesFor({ range: [low, high], seed }: Case, plan: Plan): Record<string, Tensor> {
  const program = plan.programs.find(({ name }) => name === `case ${seed}`);
  return Object.fromEntries(
    Object.entries(program?.inputs ?? {}).map(([name, { shape, dtype }]) => {
      const values = newArray(dtype, sizeOf(shape));
      const drawn = uniforms(keyOf(seed, name), 1, values.length, "f64");
      drawn.forEach((u, i) => {
        values[i] = dtype === "i32" ? Math.floor(u * 12) - 3 : low + (high - low) * u;
      });
      return [name, { shape, dtype, values }];
    }),
  );
}

const state = { sf32: tensorOf(0.75), sf64: tensorOf(-1.5) };

function tensorOf(value: number): Tensor {
  return { shape: [], dtype: "f32", values: Float32Array.of(value) };
}

function resultOf(
  session: Session,
  name: string,
  inputs: Readonly<Record<string, Tensor>>,
): NumberArray | undefined {
  for (const [state0, { values }] of Object.entries(state)) session.state[state0]?.set(values);
  const program = session.program(name);
  for (const [input, { values }] of Object.entries(inputs)) program.inputs[input]?.set(values);
  program.run();
  return program.outputs.y;
}

function expectClose(actual: NumberArray, exact: NumberArray, precision: number, what: string): void {
  actual.forEach((value, i) => {
    const right = exact[i] as number;
    const distance = Math.abs(value - right) / Math.max(1, Math.abs(right));
    if (!(distance <= precision || Object.is(value, right)))
      expect.fail(`${what}: [${i}] is ${value}, not ${right}`);
  });
}

async function compareAll(all: readonly Case[], natively: boolean): Promise<void> {
  const plan = planPrograms(all.map(({ name, result }) => ({ name, outputs: { y: result }, updates: {} })));
  const sessions: Session[] = [await openSession(compileWasm(plan))];
  if (natively && compiler !== undefined) {
    const code = compileNative(plan, nativeTarget(compiler.macros));
    sessions.push(openNativeSession(code, await makeAddon(code, compiler, build)));
  }
  for (const each of all) {
    const { name, primitive, result } = each;
    const inputs = valuesFor(each, plan);
    const program = { name, outputs: { y: result }, updates: {} };
    const known = (arithmetic: "kernel" | "reference"): NumberArray =>
      (evaluate(program, inputs, state, { arithmetic }).outputs.y as Tensor).values;
    const what = `${primitive.name} to ${result.dtype}[${result.shape}]`;
    for (const session of sessions)
      expect([what, resultOf(session, name, inputs)]).toEqual([what, known("kernel")]);
    expectClose(known("kernel"), known("reference"), result.dtype === "f64" ? 1e-9 : 1e-4, what);
  }
}

test("every primitive has its bits on both targets, near its reference", async () => {
  let batches = 0;
  await fc.assert(
    // The C compiler takes its time: where runs are few, it has one batch.
    fc.asyncProperty(cases, (all) => compareAll(all, process.env.FUZZ_RUNS !== undefined || batches++ === 0)),
    { numRuns: Math.ceil(runs / (together / 2)) },
  );
}, 3_600_000);
