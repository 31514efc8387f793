/**
 * A plan as one C file: a function for every distinct kernel, and one for every program that calls its kernels with the
 * addresses of their buffers. Memory is the state, then the scratch region, as in the WebAssembly target: both can run
 * over the same bytes. Workspaces are apart. Pure text: compiling it is the runtime's.
 */
import { bytesOf, type DType, sizeOf } from "../../../tensor/types.ts";
import type { Kernel } from "../../kernel.ts";
import { kernelFunction } from "../../loops/kernel-function.ts";
import type { LoopFunction } from "../../loops/language.ts";
import type { LoopTarget } from "../../loops/loop-target.ts";
import { alignment } from "../../memory-plan.ts";
import type { Place, Plan, PlannedProgram } from "../../plan.ts";
import { type AddonEntry, addonSource } from "./addon-source.ts";
import { Declarations } from "./c-types.ts";
import { printC } from "./print-c.ts";

export interface NativePlace {
  readonly byteOffset: number;
  readonly dtype: DType;
  readonly shape: readonly number[];
  /** In elements. */
  readonly length: number;
}

export interface NativeProgram {
  /** The addon's function, without parameters or result. */
  readonly entry: string;
  readonly inputs: Readonly<Record<string, NativePlace>>;
  readonly outputs: Readonly<Record<string, NativePlace>>;
}

/** Plain data: C for a Node-API addon, and where things are in the memory that it is given. */
export interface NativeArtifact {
  readonly source: string;
  readonly memoryBytes: number;
  /** Private memory that the addon is given besides. */
  readonly workspaceBytes: number;
  readonly state: Readonly<Record<string, NativePlace>>;
  /** To be written into memory before the first run. */
  readonly constants: readonly {
    readonly byteOffset: number;
    readonly dtype: DType;
    readonly values: readonly number[];
  }[];
  readonly programs: Readonly<Record<string, NativeProgram>>;
}

export function compileNative(plan: Plan, target: LoopTarget): NativeArtifact {
  const { kernels, entries } = nativeParts(plan, target);
  const place = (program: PlannedProgram, { buffer, dtype, shape }: Place): NativePlace => ({
    byteOffset: bufferOffset(plan, program, buffer),
    dtype,
    shape,
    length: sizeOf(shape),
  });
  return {
    source: [kernels.text(), ...entries.map(({ text }) => text), addonSource(entries)].join("\n\n"),
    memoryBytes: Math.max(alignment, aligned(aligned(plan.stateBytes) + plan.scratchBytes)),
    workspaceBytes: kernels.workspaceBytes,
    state: each(plan.state, ({ byteOffset, dtype, shape }) => ({
      byteOffset,
      dtype,
      shape,
      length: sizeOf(shape),
    })),
    constants: plan.programs.flatMap((program) =>
      program.constants.map(({ buffer, values }) => ({
        byteOffset: bufferOffset(plan, program, buffer),
        dtype: program.buffers[buffer]?.dtype as DType,
        values,
      })),
    ),
    programs: Object.fromEntries(
      plan.programs.map((program, number): [string, NativeProgram] => [
        program.name,
        {
          entry: (entries[number] as AddonEntry).name,
          inputs: each(program.inputs, (input) => place(program, input)),
          outputs: each(program.outputs, (output) => place(program, output)),
        },
      ]),
    ),
  };
}

/** The kernels and programs as C, for people. */
export function nativeSource(plan: Plan, target: LoopTarget): string {
  const { kernels, entries } = nativeParts(plan, target);
  return [kernels.text(), ...entries.map(({ text }) => text)].join("\n\n");
}

interface Entry extends AddonEntry {
  readonly text: string;
}

function nativeParts(plan: Plan, target: LoopTarget): { kernels: KernelTable; entries: Entry[] } {
  const kernels = new KernelTable(target);
  const entries = plan.programs.map((program, number) => entryOf(plan, program, number, kernels));
  return { kernels, entries };
}

/** Kernels printed so far. */
class KernelTable {
  workspaceBytes = 0;
  private readonly declarations = new Declarations();
  private readonly functions: string[] = [];
  private readonly known = new Map<Kernel, { name: string; loops: LoopFunction }>();

  constructor(private readonly target: LoopTarget) {
    this.declarations.type("i32");
  }

  add(kernel: Kernel): { name: string; loops: LoopFunction } {
    const existing = this.known.get(kernel);
    if (existing !== undefined) return existing;
    const loops = kernelFunction(kernel, this.target);
    const entry = { name: `kernel_${this.functions.length}_${kernel.kind}`, loops };
    this.functions.push(printC(loops, entry.name, this.declarations));
    this.known.set(kernel, entry);
    this.workspaceBytes = Math.max(this.workspaceBytes, loops.workspaceBytes);
    return entry;
  }

  text(): string {
    return [this.declarations.text(), ...this.functions].join("\n\n");
  }
}

function entryOf(plan: Plan, program: PlannedProgram, number: number, kernels: KernelTable): Entry {
  const symbol = `program_${number}`;
  const calls = program.launches.map((launch) => {
    const { name, loops } = kernels.add(launch.kernel);
    const places = launch.args.map(({ buffer, offset }) => {
      const bytes = bytesOf[program.buffers[buffer]?.dtype as DType];
      return `memory + ${bufferOffset(plan, program, buffer) + offset * bytes}`;
    });
    if (loops.parameters.length === places.length + 3) places.push("workspace");
    return `  ${name}(${[...places, 0, loops.units].join(", ")});`;
  });
  const text = [
    `/* ${program.name.replaceAll("*/", "* /")} */`,
    `static void ${symbol}(char *memory, char *workspace) {`,
    "  (void)memory;",
    "  (void)workspace;",
    ...calls,
    "}",
  ].join("\n");
  return { name: `run ${program.name}`, symbol, text };
}

function bufferOffset(plan: Plan, program: PlannedProgram, number: number): number {
  const buffer = program.buffers[number];
  if (buffer === undefined) throw new RangeError(`program ${program.name} has no buffer ${number}`);
  return (buffer.region === "state" ? 0 : aligned(plan.stateBytes)) + buffer.offset;
}

function aligned(bytes: number): number {
  return Math.ceil(bytes / alignment) * alignment;
}

function each<A, B>(record: Readonly<Record<string, A>>, change: (value: A) => B): Record<string, B> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value)]));
}
