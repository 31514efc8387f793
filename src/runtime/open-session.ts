/** Brings compiled programs to life: memory, module, views. Works in Node and in browsers alike. */
import { UserError } from "../base/user-error.ts";
import type { Artifact, ArtifactProgram } from "./artifact.ts";
import { viewOf, viewsOf } from "./memory-views.ts";
import type { BoundProgram, Session } from "./session.ts";
import type { ThreadHost } from "./threads.ts";

const pageBytes = 65536;
/** What 32-bit addresses reach. */
const mostPages = 65536;

/**
 * Opens a session: state zero, constants written. Throws `UserError` where the memory cannot be had or the engine does not
 * take the module. An artifact for threads needs the host that starts them; until they stand ready, one thread does all.
 */
export async function openSession(artifact: Artifact, threads?: ThreadHost): Promise<Session> {
  const module = await compile(artifact.bytes);
  const memory = allocate(artifact.memoryBytes, artifact.threads !== undefined);
  const instance = await WebAssembly.instantiate(module, { env: { memory } });
  const { buffer } = memory;
  for (const constant of artifact.constants) {
    viewOf(buffer, { ...constant, length: constant.values.length }).set(constant.values);
  }
  const programs = new Map(
    Object.entries(artifact.programs).map(([name, program]) => [
      name,
      bind(name, program, guarded(instance.exports[program.entry], artifact, buffer), buffer),
    ]),
  );
  const stop = artifact.threads && threads ? startThreads(artifact.threads, { module, memory }, threads) : [];
  const session: Session = {
    state: viewsOf(buffer, artifact.state),
    bytes: artifact.memoryBytes,
    memory: buffer,
    program(name) {
      const program = programs.get(name);
      if (program === undefined) {
        throw new RangeError(`no program named ${name}; there are ${[...programs.keys()].join(", ")}`);
      }
      return program;
    },
  };
  // Threads look at memory, not at the session: when nobody can run it any more, they go.
  for (const end of stop) abandoned.register(session, end);
  return session;
}

const abandoned = new FinalizationRegistry<() => void>((stop) => stop());

function startThreads(
  { count, words }: NonNullable<Artifact["threads"]>,
  { module, memory }: { readonly module: WebAssembly.Module; readonly memory: WebAssembly.Memory },
  host: ThreadHost,
): (() => void)[] {
  const { failed, phase, firstSleeps } = words;
  new Int32Array(memory.buffer)[firstSleeps >> 2] = host.mayWait ? 1 : 0;
  return Array.from({ length: count - 1 }, (_, i) =>
    host.start({ module, memory, number: i + 1, failed, phase }),
  );
}

/** Where a thread has failed, the first one stops waiting for it: that is told in words. */
function guarded(entry: unknown, { threads }: Artifact, buffer: ArrayBuffer): unknown {
  if (threads === undefined || typeof entry !== "function") return entry;
  const words = new Int32Array(buffer);
  return () => {
    try {
      entry();
    } catch (error) {
      if (Atomics.load(words, threads.words.failed >> 2) === 0) throw error;
      throw new UserError("A thread of the model has failed, and with it the run.", {
        help: "Use --threads 1.",
      });
    }
  };
}

async function compile(bytes: Uint8Array): Promise<WebAssembly.Module> {
  if (typeof WebAssembly === "undefined") {
    throw new UserError("This JavaScript engine has no WebAssembly.", {
      help: "Use Node 20 or newer, or a current browser.",
    });
  }
  try {
    return atOnce(bytes) ?? (await WebAssembly.compile(bytes));
  } catch (error) {
    if (!(error instanceof WebAssembly.CompileError)) throw error;
    throw new UserError(`This JavaScript engine does not accept the compiled model: ${error.message}`, {
      help: "It needs WebAssembly with SIMD: Node 20 or newer, or a current browser.",
    });
  }
}

/** What an engine reads in a moment; its functions are compiled when they first run. */
const smallBytes = 2 ** 20;

/**
 * In the background a module waits behind all that the engine has to do there, which after our own compiling is much: longer than
 * reading it takes. Undefined where a page may not do that, or the module is large.
 */
function atOnce(bytes: Uint8Array): WebAssembly.Module | undefined {
  if (bytes.length > smallBytes) return undefined;
  try {
    return new WebAssembly.Module(bytes);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function allocate(bytes: number, shared: boolean): WebAssembly.Memory {
  const pages = Math.max(1, Math.ceil(bytes / pageBytes));
  const help = "use a smaller batch size or fewer units";
  if (pages > mostPages) {
    throw new UserError(`the model needs ${megabytes(bytes)} of memory; a program can have 4096 MB`, {
      help,
    });
  }
  try {
    return new WebAssembly.Memory({ initial: pages, maximum: pages, shared });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new UserError(`the model needs ${megabytes(bytes)} of memory, which this machine does not give`, {
      help,
    });
  }
}

function megabytes(bytes: number): string {
  return `${Math.ceil(bytes / 2 ** 20)} MB`;
}

function bind(name: string, program: ArtifactProgram, entry: unknown, buffer: ArrayBuffer): BoundProgram {
  if (typeof entry !== "function") throw new Error(`the module does not export ${program.entry}`);
  return {
    name,
    inputs: viewsOf(buffer, program.inputs),
    outputs: viewsOf(buffer, program.outputs),
    run: () => {
      entry();
    },
  };
}
