/**
 * Sessions that run as native code in Node. The code is C from the backend, compiled once per machine and model to a
 * Node-API addon; a session binds it to memory: its own, or that of a WebAssembly session of the same programs.
 */
import { UserError } from "../base/user-error.ts";
import type { NumberArray } from "../tensor/types.ts";
import type { Artifact } from "./artifact.ts";
import { viewOf, viewsOf } from "./memory-views.ts";
import { addonPath, type BuildOptions, buildAddon, isCached } from "./node-native-cache.ts";
import type { Compiler } from "./node-native-compiler.ts";
import type { BoundProgram, Session } from "./session.ts";

/** An artifact whose code is C for an addon; see the native target of the backend. */
export interface NativeCode extends Omit<Artifact, "bytes"> {
  readonly source: string;
  /** Private memory of the code, in bytes: what its threads share, and what each has to itself. */
  readonly workspace: { readonly shared: number; readonly workspace: number };
}

/** What the addon exports. */
export interface Addon {
  /** Bytes from the array's start to the next multiple of 64. */
  misaligned(bytes: Uint8Array): number;
  open(
    memory: Uint8Array,
    offset: number,
    workspace: Uint8Array,
    workspaceOffset: number,
    threads: number,
  ): Readonly<Record<string, () => void>>;
}

const line = 64;

/** From the cache, else undefined. */
export function cachedAddon(code: NativeCode, compiler: Compiler, options: BuildOptions): Addon | undefined {
  const path = addonPath(code.source, compiler, options);
  return isCached(path) ? tryLoad(path) : undefined;
}

/** From the cache, else compiled now. Throws `UserError` where the compiler fails or its file cannot be loaded. */
export async function makeAddon(code: NativeCode, compiler: Compiler, options: BuildOptions): Promise<Addon> {
  const cached = cachedAddon(code, compiler, options);
  if (cached !== undefined) return cached;
  const path = addonPath(code.source, compiler, options);
  return load(await buildAddon(path, code.source, compiler, options));
}

/** A damaged file of the cache is as good as none: it will be written anew. */
function tryLoad(path: string): Addon | undefined {
  try {
    return load(path);
  } catch {
    return undefined;
  }
}

function load(path: string): Addon {
  const module = { exports: {} as Partial<Addon> };
  try {
    process.dlopen(module, path);
  } catch (error) {
    const reason = error instanceof Error ? error.message.split("\n")[0] : String(error);
    throw new UserError(`the compiled model cannot be loaded: ${reason}`, { help: "use --target wasm" });
  }
  const { misaligned, open } = module.exports;
  if (!misaligned || !open) throw new UserError(`${path} is not a model that nnet compiled`);
  return { misaligned, open };
}

/** Opens a session over memory of its own: state zero, constants written. Throws `UserError` where memory is short. */
export function openNativeSession(code: NativeCode, addon: Addon, threads = 1): Session {
  const memory = allocate(code.memoryBytes + line);
  const start = addon.misaligned(firstByte(memory));
  for (const constant of code.constants) {
    viewOf(memory, { ...constant, length: constant.values.length }, start).set(constant.values);
  }
  const entries = bindAddon(code, addon, { memory, start, threads });
  const programs = new Map(
    Object.entries(code.programs).map(([name, program]): [string, BoundProgram] => {
      const views = (regions: typeof program.inputs): Readonly<Record<string, NumberArray>> =>
        viewsOf(memory, regions, start);
      const run = entries(program.entry);
      return [name, { name, inputs: views(program.inputs), outputs: views(program.outputs), run }];
    }),
  );
  return {
    state: viewsOf(memory, code.state, start),
    bytes: code.memoryBytes + workspaceBytes(code, threads),
    memory,
    program(name) {
      const program = programs.get(name);
      if (program === undefined) {
        throw new RangeError(`no program named ${name}; there are ${[...programs.keys()].join(", ")}`);
      }
      return program;
    },
  };
}

/** The addon's functions over memory laid out as the code says; `start` is where its address 0 lies in the buffer. */
export function bindAddon(
  code: NativeCode,
  addon: Addon,
  {
    memory,
    start,
    threads,
  }: { readonly memory: ArrayBuffer; readonly start: number; readonly threads: number },
): (entry: string) => () => void {
  const workspace = allocate(workspaceBytes(code, threads) + 2 * line);
  const [bytes, own] = [firstByte(memory), firstByte(workspace)];
  const entries = addon.open(bytes, start, own, addon.misaligned(own), threads);
  return (entry) => {
    const call = entries[entry];
    if (call === undefined) throw new Error(`the addon does not export ${entry}`);
    // The addon knows only addresses: whoever can call it keeps the memory alive.
    const kept = [memory, workspace];
    return () => {
      if (kept.length > 0) call();
    };
  };
}

/** Says where a buffer is. Of all of it there is no such view where it has more than 4 GiB. */
function firstByte(memory: ArrayBuffer): Uint8Array {
  return new Uint8Array(memory, 0, 1);
}

function workspaceBytes({ workspace }: NativeCode, threads: number): number {
  return workspace.shared + threads * workspace.workspace;
}

function allocate(bytes: number): ArrayBuffer {
  try {
    return new ArrayBuffer(bytes);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const megabytes = Math.ceil(bytes / 2 ** 20);
    throw new UserError(`the model needs ${megabytes} MB of memory, which this machine does not give`, {
      help: "use a smaller batch size or fewer units",
    });
  }
}
