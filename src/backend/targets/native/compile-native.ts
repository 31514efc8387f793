/**
 * A plan as one C file: a function for every distinct kernel, and one for every program that calls its kernels with the
 * addresses of their buffers. Memory is the state, then the scratch region, as in the WebAssembly target: both can run
 * over the same bytes. Workspaces are apart. Pure text: compiling it is the runtime's.
 */
import { bytesOf, type DType } from "../../../tensor/types.ts";
import type { Kernel } from "../../kernel.ts";
import { kernelNanoseconds } from "../../kernel-cost.ts";
import { kernelFunction } from "../../loops/kernel-function.ts";
import { type LoopFunction, type Memory, memories } from "../../loops/language.ts";
import type { LoopTarget } from "../../loops/loop-target.ts";
import type { Plan, PlannedProgram } from "../../plan.ts";
import { programSteps, type SharingOptions, type Step } from "../../program-steps.ts";
import { aligned, entryName, type MemoryMap, mapMemory, type TargetPlaces } from "../memory-map.ts";
import { type AddonEntry, type AddonMemory, addonSource } from "./addon-source.ts";
import { Declarations } from "./c-types.ts";
import { printC } from "./print-c.ts";
import { teamSource } from "./team-source.ts";

/** Plain data: C for a Node-API addon, and where things are in the memory that it is given. */
export interface NativeArtifact extends TargetPlaces {
  readonly source: string;
  readonly memoryBytes: number;
  /** Private memory that the addon is given besides: what its threads share, and what each has to itself. */
  readonly workspace: AddonMemory;
}

export function compileNative(plan: Plan, target: LoopTarget, sharing: SharingOptions = {}): NativeArtifact {
  const map = mapMemory(plan);
  const { kernels, entries } = nativeParts(plan, map, target, sharing);
  const team = entries.some(({ waits }) => waits !== undefined) ? [teamSource] : [];
  const programs = entries.map(({ text }) => text);
  return {
    source: [kernels.text(), ...team, ...programs, addonSource(entries, kernels.memory)].join("\n\n"),
    memoryBytes: map.bytes,
    workspace: kernels.memory,
    ...map.places,
  };
}

/** The kernels and programs as C, for people. */
export function nativeSource(plan: Plan, target: LoopTarget): string {
  const { kernels, entries } = nativeParts(plan, mapMemory(plan), target, {});
  return [kernels.text(), ...entries.map(({ text }) => text)].join("\n\n");
}

interface Entry extends AddonEntry {
  readonly text: string;
}

function nativeParts(
  plan: Plan,
  map: MemoryMap,
  target: LoopTarget,
  sharing: SharingOptions,
): { kernels: KernelTable; entries: Entry[] } {
  const kernels = new KernelTable(target);
  const entries = plan.programs.map((program, number) => entryOf(map, program, number, { kernels, sharing }));
  return { kernels, entries };
}

/** In nanoseconds. Compilers give out registers worse where they put many loops into one function. */
const muchLongerThanCall = 1000;

/** Kernels printed so far. */
class KernelTable {
  readonly memory: Record<Memory, number> = { shared: 0, workspace: 0 };
  private readonly declarations = new Declarations();
  private readonly functions: string[] = [];
  private readonly loops = new Map<Kernel, LoopFunction>();
  private readonly names = new Map<LoopFunction, string>();

  constructor(readonly target: LoopTarget) {
    this.declarations.type("i32");
  }

  loopsOf(kernel: Kernel): LoopFunction {
    const loops = this.loops.get(kernel) ?? kernelFunction(kernel, this.target);
    this.loops.set(kernel, loops);
    return loops;
  }

  /** The C function's name. */
  nameOf(loops: LoopFunction, kernel: Kernel): string {
    const known = this.names.get(loops);
    if (known !== undefined) return known;
    const name = `kernel_${this.functions.length}_${kernel.kind}`;
    const apart = kernelNanoseconds(kernel, this.target) > muchLongerThanCall;
    this.functions.push(printC(loops, name, this.declarations, apart));
    this.names.set(loops, name);
    for (const memory of memories) {
      this.memory[memory] = Math.max(this.memory[memory], aligned(loops.memory[memory] ?? 0));
    }
    return name;
  }

  text(): string {
    return [this.declarations.text(), ...this.functions].join("\n\n");
  }
}

function entryOf(
  map: MemoryMap,
  program: PlannedProgram,
  number: number,
  { kernels, sharing }: { readonly kernels: KernelTable; readonly sharing: SharingOptions },
): Entry {
  const symbol = `program_${number}`;
  const options = { ...sharing, target: kernels.target };
  const divided = programSteps(program, (kernel) => kernels.loopsOf(kernel), options);
  const { steps, shared, meetAtEnd, waits } = divided;
  const calls = steps.flatMap(({ launch, loops, shared: split, group, meet }) => {
    const places = launch.args.map(({ buffer, offset }) => {
      const bytes = bytesOf[program.buffers[buffer]?.dtype as DType];
      return `memory + ${map.bufferOffset(program, buffer) + offset * bytes}`;
    });
    places.push(...memories.filter((memory) => loops.memory[memory] !== undefined));
    const name = kernels.nameOf(loops, launch.kernel);
    const { units } = loops;
    const call = split
      ? `${name}(${[...places, `part(${units}, rank, count)`, `part(${units}, rank + 1, count)`].join(", ")});`
      : `${shared ? `if (${ownerOf(group)}) ` : ""}${name}(${[...places, 0, units].join(", ")});`;
    return [...(meet ? ["  meet(count);"] : []), `  ${call}`];
  });
  const text = [
    `/* ${program.name.replaceAll("*/", "* /")} */`,
    `static void ${symbol}(char *memory, char *shared, char *workspace, int rank, int count) {`,
    "  (void)memory;",
    "  (void)shared;",
    "  (void)workspace;",
    "  (void)rank;",
    "  (void)count;",
    ...calls,
    ...(meetAtEnd ? ["  meet(count);"] : []),
    "}",
  ].join("\n");
  return { name: entryName(program), symbol, text, ...(shared ? { waits } : {}) };
}

/** Whether a thread is the one that does a step. */
function ownerOf(group: Step["group"]): string {
  if (group === undefined) return "rank == 0";
  const { number, of } = group;
  return `part(${of}, rank, count) <= ${number} && ${number} < part(${of}, rank + 1, count)`;
}
