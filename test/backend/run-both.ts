/** Runs programs twice: as plans in the interpreter, and node by node in kernel arithmetic. They must agree in every bit. */
import { expect } from "vitest";
import { fuse, statesOf } from "../../src/backend/fuse.ts";
import { KernelTable } from "../../src/backend/fusion/kernel-table.ts";
import { interpretPlan } from "../../src/backend/interpret.ts";
import { sliceRuns } from "../../src/backend/kernel.ts";
import type { Plan } from "../../src/backend/plan.ts";
import { planFused } from "../../src/backend/plan-fused.ts";
import { sliceRows } from "../../src/backend/slice-rows.ts";
import { topologicalOrder } from "../../src/tensor/node.ts";
import type { Program } from "../../src/tensor/program.ts";
import { evaluate } from "../../src/tensor/reference.ts";
import { newArray, sizeOf, type Tensor, type TensorType } from "../../src/tensor/types.ts";

/** The plan of programs as they are, not simplified: more for fusion to do. */
export function planOf(...programs: readonly Program[]): Plan {
  const states = statesOf(programs);
  const kernels = new KernelTable();
  return planFused(
    states,
    programs.map((program) => fuse(program, { states, kernels })),
  );
}

/** The same, with kernels that go over rows run for a few of them at a time wherever that may be. */
export function slicedPlanOf(...programs: readonly Program[]): Plan {
  const states = statesOf(programs);
  const kernels = new KernelTable();
  const limits = { large: 8, largest: 8, shared: Number.POSITIVE_INFINITY };
  return planFused(
    states,
    programs.map((program) => sliceRows(fuse(program, { states, kernels }), kernels, limits)),
  );
}

/** The groups of slices at the same time, as threads may run them: each begins one launch later than the one before it. */
export function interleaved(plan: Plan): Plan {
  const programs = plan.programs.map((program) => {
    const launches = sliceRuns(program.launches).flatMap((run) => {
      const done = new Map<number, number>();
      const timed = run.map((launch) => {
        const group = launch.slice?.group ?? 0;
        const place = done.get(group) ?? 0;
        done.set(group, place + 1);
        return { launch, time: place + group };
      });
      return timed.sort((a, b) => a.time - b.time).map(({ launch }) => launch);
    });
    return { ...program, launches };
  });
  return { ...plan, programs };
}

export function expectSameBits(program: Program, plan: Plan = planOf(program), runs = 2): void {
  const session = interpretPlan(plan);
  new Uint8Array(session.memory).fill(0x5a, plan.stateBytes);
  const bound = session.program(program.name);
  const inputs = typesOf(program, "input");
  const states = Object.fromEntries(statesOf([program]));
  let state = drawn(states, 7);
  for (const [name, { values }] of Object.entries(state)) session.state[name]?.set(values);
  for (let run = 0; run < runs; run++) {
    const given = drawn(inputs, run);
    for (const [name, { values }] of Object.entries(given)) bound.inputs[name]?.set(values);
    bound.run();
    const expected = evaluate(program, given, state, { arithmetic: "kernel" });
    state = expected.state;
    for (const [name, { values }] of Object.entries(expected.outputs)) {
      expect([name, bound.outputs[name]]).toEqual([name, values]);
    }
    for (const [name, { values }] of Object.entries(expected.state)) {
      expect([name, session.state[name]]).toEqual([name, values]);
    }
  }
}

function typesOf(program: Program, role: "input" | "state"): Record<string, TensorType> {
  const nodes = topologicalOrder([...Object.values(program.outputs), ...Object.values(program.updates)]);
  return Object.fromEntries(
    nodes
      .filter(({ primitive }) => primitive.kind === "source" && primitive.role === role)
      .map(({ attributes, shape, dtype }) => [attributes.name as string, { shape, dtype }]),
  );
}

/** Values that depend on the seed and their place: small numbers of both signs, integers for i32. */
function drawn(types: Readonly<Record<string, TensorType>>, seed: number): Record<string, Tensor> {
  let counter = seed * 7919 + 17;
  return Object.fromEntries(
    Object.entries(types).map(([name, { shape, dtype }]) => {
      const values = newArray(dtype, sizeOf(shape));
      for (let i = 0; i < values.length; i++) {
        counter = (Math.imul(counter, 1664525) + 1013904223) | 0;
        values[i] = dtype === "i32" ? counter >> 28 : (counter >> 8) / 2 ** 22;
      }
      return [name, { shape, dtype, values }];
    }),
  );
}
