/**
 * A plan as one WebAssembly module: a function for every distinct kernel, an exported function for every program that
 * calls its kernels with the addresses of their buffers. Memory is the state, then the scratch region, then the workspace.
 */
import { UserError } from "../../../base/user-error.ts";
import { bytesOf, type DType } from "../../../tensor/types.ts";
import type { Kernel } from "../../kernel.ts";
import { kernelFunction } from "../../loops/kernel-function.ts";
import { type LoopFunction, type Memory, memories } from "../../loops/language.ts";
import type { LoopTarget } from "../../loops/loop-target.ts";
import type { Plan, PlannedProgram } from "../../plan.ts";
import { type ProgramSteps, programSteps, type SharingOptions, type Step } from "../../program-steps.ts";
import { aligned, entryName, type MemoryMap, mapMemory, type TargetPlaces } from "../memory-map.ts";
import { assemble, type WasmFunction, type WasmModule } from "./assemble.ts";
import type { Instruction } from "./instructions.ts";
import { plain } from "./operations.ts";
import { printFunction } from "./print-function.ts";
import { control, controlBytes, type Team } from "./team.ts";
import { startFunction, teamFunctions, workFunction } from "./team-functions.ts";
import { meetCall, partOf } from "./thread-functions.ts";

/** How threads take part: instances of the module over one shared memory, each but the first in its export `work(number)`. */
export interface WasmThreads {
  readonly count: number;
  /** Words of the memory; see `team.ts`. */
  readonly words: Readonly<Record<"ready" | "jobs" | "phase" | "failed" | "firstSleeps", number>>;
}

/** Plain data: the module's bytes and where things are in the memory that it imports as `env.memory`. */
export interface WasmArtifact extends TargetPlaces {
  readonly bytes: Uint8Array;
  readonly memoryBytes: number;
  /** Absent where one thread does all; the memory is shared where it is there. */
  readonly threads?: WasmThreads;
}

export const wasmTarget: LoopTarget = { vectorBytes: 16, registers: 16 };

const pageBytes = 65536;

export interface WasmOptions extends Pick<SharingOptions, "worthSharing"> {
  /** Threads that may take part, where the programs have anything for them; 1 if left out. */
  readonly threads?: number;
}

/** Throws `UserError` when the plan needs more than the 4 GiB that WebAssembly can address. */
export function compileWasm(plan: Plan, options: WasmOptions = {}): WasmArtifact {
  const { module, places } = placedModule(plan, options);
  return { bytes: assemble(module), ...places };
}

/** The module before it is bytes, and where things are in its memory. */
export function placedModule(
  plan: Plan,
  options: WasmOptions = {},
): { module: WasmModule; places: Omit<WasmArtifact, "bytes"> } {
  const map = mapMemory(plan);
  const { module, memoryBytes, team } = moduleOf(plan, map, options);
  return { module, places: { memoryBytes, ...(team ? { threads: threadsOf(team) } : {}), ...map.places } };
}

function threadsOf({ at, threads }: Team): WasmThreads {
  const word = (name: keyof WasmThreads["words"]): number => at + control[name];
  return {
    count: threads,
    words: {
      ready: word("ready"),
      jobs: word("jobs"),
      phase: word("phase"),
      failed: word("failed"),
      firstSleeps: word("firstSleeps"),
    },
  };
}

/** The module for people. */
export function wasmModule(plan: Plan, options: WasmOptions = {}): WasmModule {
  return placedModule(plan, options).module;
}

interface WasmParts {
  readonly module: WasmModule;
  readonly memoryBytes: number;
  readonly team: Team | undefined;
}

/** Functions of the module: kernels, then what threads need, then programs. */
function moduleOf(plan: Plan, map: MemoryMap, { threads = 1, ...sharing }: WasmOptions): WasmParts {
  const kernels = new KernelTable();
  const options = { ...sharing, target: wasmTarget, threads: threads > 1 };
  const programs = plan.programs.map((program) => {
    const steps = programSteps(program, (kernel) => kernels.loopsOf(kernel), options);
    for (const { loops } of steps.steps) kernels.numberOf(loops);
    return { program, steps };
  });
  const count = programs.some(({ steps }) => steps.shared) ? threads : 1;
  const { shared, workspace } = kernels.memory;
  const at = map.bytes + shared + count * workspace;
  const memoryBytes = at + (count > 1 ? controlBytes(count) : 0);
  const team = count > 1 ? { at, threads: count, first: kernels.functions.length } : undefined;
  const functions = [...kernels.functions, ...(team ? teamFunctions(team) : [])];
  const numbers = programs.map(({ program, steps }, job): number | undefined => {
    const emission = { map, kernels, team: steps.shared ? team : undefined };
    const number = functions.push(programFunction(program, steps, emission)) - 1;
    if (!team || !steps.shared) return undefined;
    const { waits } = steps;
    functions.push(startFunction(team, job, { name: entryName(program), program: number, waits }));
    return number;
  });
  if (team) functions.push(workFunction(team, numbers));
  const pages = pagesFor(memoryBytes);
  return { module: { functions, pages, ...(team ? { shared: true } : {}) }, memoryBytes, team };
}

function pagesFor(memoryBytes: number): number {
  const pages = Math.ceil(memoryBytes / pageBytes);
  if (pages <= pageBytes) return pages;
  const gigabytes = (memoryBytes / 2 ** 30).toFixed(1);
  throw new UserError(`the model needs ${gigabytes} GiB of memory, and WebAssembly has at most 4`, {
    help: "use a smaller batch size or smaller layers; nnet train, eval and predict also run natively (--target native)",
  });
}

/** Kernels compiled so far; their functions come first in the module, so that their numbers are known. */
class KernelTable {
  readonly functions: WasmFunction[] = [];
  readonly memory: Record<Memory, number> = { shared: 0, workspace: 0 };
  private readonly loops = new Map<Kernel, LoopFunction>();
  private readonly numbers = new Map<LoopFunction, number>();

  loopsOf(kernel: Kernel): LoopFunction {
    const loops = this.loops.get(kernel) ?? kernelFunction(kernel, wasmTarget);
    this.loops.set(kernel, loops);
    return loops;
  }

  numberOf(loops: LoopFunction): number {
    const known = this.numbers.get(loops);
    if (known !== undefined) return known;
    const number = this.functions.push(printFunction(loops)) - 1;
    this.numbers.set(loops, number);
    for (const memory of memories) {
      this.memory[memory] = Math.max(this.memory[memory], aligned(loops.memory[memory] ?? 0));
    }
    return number;
  }
}

interface Emission {
  readonly map: MemoryMap;
  readonly kernels: KernelTable;
  /** Absent where one thread runs the program: it is then the exported entry itself. */
  readonly team: Team | undefined;
}

/** Run by a team, its parameters are the number of the thread and how many there are. */
function programFunction(
  program: PlannedProgram,
  { steps, meetAtEnd }: ProgramSteps,
  { map, kernels, team }: Emission,
): WasmFunction {
  const meeting = team ? meetCall(team) : [];
  const code = steps.flatMap(({ launch, loops, shared, group, meet }): Instruction[] => {
    const addresses = launch.args.map(({ buffer, offset }) => {
      const bytes = bytesOf[program.buffers[buffer]?.dtype as DType];
      return plain("i32.const", map.bufferOffset(program, buffer) + offset * bytes);
    });
    const memory = memories
      .filter((kind) => loops.memory[kind] !== undefined)
      .flatMap((kind) => memoryAddress(kind, map, kernels, shared || group !== undefined));
    const range = shared
      ? [...partOf(loops.units, 0), ...partOf(loops.units, 1)]
      : [plain("i32.const", 0), plain("i32.const", loops.units)];
    const call = [...addresses, ...memory, ...range, plain("call", kernels.numberOf(loops))];
    const alone = team && !shared ? [...ownerOf(group), plain("if"), ...call, plain("end")] : call;
    return [...(meet ? meeting : []), ...alone];
  });
  return {
    name: team ? program.name : entryName(program),
    parameters: team ? ["i32", "i32"] : [],
    locals: [],
    code: [...code, ...(meetAtEnd ? meeting : [])],
    exported: team === undefined,
  };
}

/** Whether a thread is the one that does a step. */
function ownerOf(group: Step["group"]): Instruction[] {
  if (group === undefined) return [plain("local.get", 0), plain("i32.eqz")];
  const number = plain("i32.const", group.number);
  return [
    ...[...partOf(group.of, 0), number, plain("i32.le_s")],
    ...[number, ...partOf(group.of, 1), plain("i32.lt_s"), plain("i32.and")],
  ];
}

/** The workspaces of the threads lie one after another behind what they share. */
function memoryAddress(
  kind: Memory,
  { bytes }: MemoryMap,
  { memory }: KernelTable,
  shared: boolean,
): Instruction[] {
  if (kind === "shared") return [plain("i32.const", bytes)];
  const first = plain("i32.const", bytes + memory.shared);
  if (!shared) return [first];
  const own = [plain("local.get", 0), plain("i32.const", memory.workspace), plain("i32.mul")];
  return [first, ...own, plain("i32.add")];
}
