/** From the tensor programs of a session to its plan: simplify, fuse, and give every buffer a place in memory. */
import type { Program } from "../tensor/program.ts";
import { simplify } from "../tensor/simplify.ts";
import { fuse, inputsOf, statesOf } from "./fuse.ts";
import { KernelTable } from "./fusion/kernel-table.ts";
import type { Plan } from "./plan.ts";
import { planFused } from "./plan-fused.ts";
import { sliceRows } from "./slice-rows.ts";

/**
 * Plans programs that share their states: the same name is the same memory, and equal kernels are one object throughout.
 * Throws `GraphError` where programs differ in the type of a state, or a graph breaks its rules.
 */
export function planPrograms(programs: readonly Program[]): Plan {
  const states = statesOf(programs);
  const kernels = new KernelTable();
  return planFused(
    states,
    programs.map((program) =>
      sliceRows(fuse(simplify(program), { states, kernels, inputs: inputsOf(program) }), kernels),
    ),
  );
}
