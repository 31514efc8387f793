/**
 * A plan as one WebAssembly module: a function for every distinct kernel, an exported function for every program that
 * calls its kernels with the addresses of their buffers. Memory is the state, then the scratch region, then the workspace.
 */
import { UserError } from "../../../base/user-error.ts";
import { bytesOf, type DType, sizeOf } from "../../../tensor/types.ts";
import type { Kernel } from "../../kernel.ts";
import { kernelFunction } from "../../loops/kernel-function.ts";
import type { LoopFunction } from "../../loops/language.ts";
import type { LoopTarget } from "../../loops/loop-target.ts";
import type { Place, Plan, PlannedProgram } from "../../plan.ts";
import { assemble, type WasmFunction, type WasmModule } from "./assemble.ts";
import type { Instruction } from "./instructions.ts";
import { plain } from "./operations.ts";
import { printFunction } from "./print-function.ts";

export interface WasmPlace {
  readonly byteOffset: number;
  readonly dtype: DType;
  readonly shape: readonly number[];
  /** In elements. */
  readonly length: number;
}

export interface WasmProgram {
  /** The exported function, without parameters or result. */
  readonly entry: string;
  readonly inputs: Readonly<Record<string, WasmPlace>>;
  readonly outputs: Readonly<Record<string, WasmPlace>>;
}

export interface WasmConstant {
  readonly byteOffset: number;
  readonly dtype: DType;
  readonly values: readonly number[];
}

/** Plain data: the module's bytes and where things are in the memory that it imports as `env.memory`. */
export interface WasmArtifact {
  readonly bytes: Uint8Array;
  readonly memoryBytes: number;
  readonly state: Readonly<Record<string, WasmPlace>>;
  /** To be written into memory before the first run. */
  readonly constants: readonly WasmConstant[];
  readonly programs: Readonly<Record<string, WasmProgram>>;
}

export const wasmTarget: LoopTarget = { vectorBytes: 16, registers: 16 };

const pageBytes = 65536;
const alignment = 64;

/** Throws `UserError` when the plan needs more than the 4 GiB that WebAssembly can address. */
export function compileWasm(plan: Plan): WasmArtifact {
  const layout = layoutOf(plan);
  const { module, memoryBytes } = moduleOf(plan, layout);
  const programs = plan.programs.map((program): [string, WasmProgram] => {
    const place = ({ buffer, dtype, shape }: Place): WasmPlace => ({
      byteOffset: layout.bufferOffset(program, buffer),
      dtype,
      shape,
      length: sizeOf(shape),
    });
    return [
      program.name,
      {
        entry: entryName(program),
        inputs: each(program.inputs, place),
        outputs: each(program.outputs, place),
      },
    ];
  });
  return {
    bytes: assemble(module),
    memoryBytes,
    state: each(plan.state, ({ byteOffset, dtype, shape }) => ({
      byteOffset: layout.state + byteOffset,
      dtype,
      shape,
      length: sizeOf(shape),
    })),
    constants: plan.programs.flatMap((program) =>
      program.constants.map(({ buffer, values }) => ({
        byteOffset: layout.bufferOffset(program, buffer),
        dtype: program.buffers[buffer]?.dtype as DType,
        values,
      })),
    ),
    programs: Object.fromEntries(programs),
  };
}

/** The module before it is bytes: for the artifact and for people. */
export function wasmModule(plan: Plan): WasmModule {
  return moduleOf(plan, layoutOf(plan)).module;
}

interface Layout {
  readonly state: number;
  readonly workspace: number;
  bufferOffset(program: PlannedProgram, buffer: number): number;
}

function layoutOf(plan: Plan): Layout {
  const scratch = aligned(plan.stateBytes);
  return {
    state: 0,
    workspace: aligned(scratch + plan.scratchBytes),
    bufferOffset(program, number) {
      const buffer = program.buffers[number];
      if (buffer === undefined) throw new RangeError(`program ${program.name} has no buffer ${number}`);
      return (buffer.region === "state" ? 0 : scratch) + buffer.offset;
    },
  };
}

function moduleOf(plan: Plan, layout: Layout): { module: WasmModule; memoryBytes: number } {
  const kernels = new KernelTable();
  const entries = plan.programs.map((program) => entryFunction(program, layout, kernels));
  const memoryBytes = Math.max(alignment, layout.workspace + aligned(kernels.workspaceBytes));
  const pages = Math.ceil(memoryBytes / pageBytes);
  if (pages > pageBytes) {
    const gigabytes = (memoryBytes / 2 ** 30).toFixed(1);
    throw new UserError(`This model needs ${gigabytes} GiB of memory; WebAssembly has at most 4.`, {
      help: "Use a smaller batch size or smaller layers.",
    });
  }
  return { module: { functions: [...kernels.functions, ...entries], pages }, memoryBytes };
}

/** Kernels compiled so far; their functions come first in the module, so that their numbers are known. */
class KernelTable {
  readonly functions: WasmFunction[] = [];
  workspaceBytes = 0;
  private readonly known = new Map<Kernel, { number: number; loops: LoopFunction }>();

  add(kernel: Kernel): { number: number; loops: LoopFunction } {
    const existing = this.known.get(kernel);
    if (existing !== undefined) return existing;
    const loops = kernelFunction(kernel, wasmTarget);
    const entry = { number: this.functions.length, loops };
    this.functions.push(printFunction(loops));
    this.known.set(kernel, entry);
    this.workspaceBytes = Math.max(this.workspaceBytes, loops.workspaceBytes);
    return entry;
  }
}

function entryFunction(program: PlannedProgram, layout: Layout, kernels: KernelTable): WasmFunction {
  const code = program.launches.flatMap((launch): Instruction[] => {
    const { number, loops } = kernels.add(launch.kernel);
    const addresses = launch.args.map(({ buffer, offset }) => {
      const bytes = bytesOf[program.buffers[buffer]?.dtype as DType];
      return layout.bufferOffset(program, buffer) + offset * bytes;
    });
    if (loops.parameters.length === addresses.length + 3) addresses.push(layout.workspace);
    return [...addresses, 0, loops.units]
      .map((value) => plain("i32.const", value))
      .concat(plain("call", number));
  });
  return { name: entryName(program), parameters: [], locals: [], code, exported: true };
}

function entryName({ name }: PlannedProgram): string {
  return `run ${name}`;
}

function aligned(bytes: number): number {
  return Math.ceil(bytes / alignment) * alignment;
}

function each<A, B>(record: Readonly<Record<string, A>>, change: (value: A) => B): Record<string, B> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value)]));
}
