/** The stage `kernels` as a text for people: every launch of every program, what it computes and what it reads and writes. */
import { bytesOf } from "../tensor/types.ts";
import { formula, parameterLetter } from "./formula.ts";
import type { Kernel, Launch } from "./kernel.ts";
import type { Plan, PlannedProgram } from "./plan.ts";

/** Blocks separated by empty lines; no trailing line break. */
export function showKernels(plan: Plan): string {
  const state = Object.entries(plan.state).map(
    ([name, { dtype, shape, byteOffset }]) => `  ${name} ${dtype}[${shape.join(", ")}] at ${byteOffset}`,
  );
  const head = [`state ${plan.stateBytes} bytes, scratch ${plan.scratchBytes} bytes`, ...state].join("\n");
  return [head, ...plan.programs.flatMap((program) => showProgram(plan, program))].join("\n\n");
}

function showProgram(plan: Plan, program: PlannedProgram): string[] {
  const kernels = new Set(program.launches.map(({ kernel }) => kernel)).size;
  const head = `program ${program.name}: ${program.launches.length} launches of ${kernels} kernels, ${program.scratchBytes} bytes of scratch`;
  const names = namesOf(plan, program);
  const shown = program.launches.flatMap((launch, number) =>
    // Those for other rows differ in places only.
    launch.slice?.number ? [] : [showLaunch(launch, number + 1, names, program)],
  );
  return [head, ...shown];
}

/** Buffers as a reader knows them: by the name of the input, output or state. */
function namesOf(plan: Plan, program: PlannedProgram): Map<number, string> {
  const names = new Map<number, string>();
  for (const places of [plan.state, program.inputs, program.outputs]) {
    for (const [name, { buffer }] of Object.entries(places)) if (!names.has(buffer)) names.set(buffer, name);
  }
  return names;
}

function showLaunch(
  { kernel, args, slice }: Launch,
  number: number,
  names: ReadonlyMap<number, string>,
  program: PlannedProgram,
): string {
  const buffers = kernel.buffers.map(({ dtype, written }, parameter) => {
    const { buffer, offset } = args[parameter] as Launch["args"][number];
    const planned = program.buffers[buffer] as PlannedProgram["buffers"][number];
    const place = `${planned.region} ${planned.offset + offset * bytesOf[dtype]}`;
    const name = names.get(buffer) ?? `buffer ${buffer}`;
    const start = offset === 0 ? "" : ` from ${offset}`;
    return `  ${parameterLetter(parameter)} ${written ? "=" : ":"} ${dtype} ${name}${start} (${place})`;
  });
  return [
    `${number}. ${kernel.name}  ${loopsOf(kernel)}${slice ? `, slice 1 of ${slice.of}` : ""}`,
    ...formula(kernel).map((line) => `  ${line}`),
    ...buffers,
  ].join("\n");
}

function loopsOf(kernel: Kernel): string {
  switch (kernel.kind) {
    case "map":
      return `for [${kernel.shape.join(", ")}]`;
    case "reduce":
      return `for [${kernel.kept.join(", ")}] fold [${kernel.reduced.join(", ")}]`;
    case "contract": {
      const batch = kernel.batch.length === 0 ? "" : `for [${kernel.batch.join(", ")}] `;
      return `${batch}${kernel.m} × ${kernel.n} × ${kernel.k.length === 1 ? kernel.k : `[${kernel.k.join(", ")}]`}`;
    }
    case "scatter":
      return `for [${[...kernel.positions, ...kernel.row].join(", ")}] into ${kernel.rows} rows`;
  }
}
