/** What `--target` means: programs as WebAssembly, as native code, or the one until the other is there. */
import { planPrograms } from "../backend/plan-programs.ts";
import { compileNative } from "../backend/targets/native/compile-native.ts";
import { nativeTarget } from "../backend/targets/native/native-target.ts";
import { compileWasm } from "../backend/targets/wasm/compile-wasm.ts";
import { UserError } from "../base/user-error.ts";
import { cpuEngineWith } from "../compile.ts";
import type { BuildOptions } from "../runtime/node-native-cache.ts";
import { type Environment, locateCompiler, probeCompiler } from "../runtime/node-native-compiler.ts";
import { makeAddon, openNativeSession } from "../runtime/node-native-session.ts";
import { type Patience, tieredSession } from "../runtime/node-native-tiers.ts";
import { defaultThreads, nodeThreads } from "../runtime/node-threads.ts";
import { openSession } from "../runtime/open-session.ts";
import type { ThreadHost } from "../runtime/threads.ts";
import type { Engine } from "../train/engine.ts";
import type { CliContext } from "./cli-context.ts";

export interface EngineOptions {
  readonly environment: Environment;
  /** Told in one line why native code is not used, where it could have been. */
  notice(text: string): void;
  /** Threads that programs may use: all cores if left out. No result depends on it. */
  readonly threads?: number;
  readonly optimization?: NonNullable<BuildOptions["optimization"]>;
  readonly patience?: Patience;
  /** Told when a session goes over from WebAssembly to native code. */
  changed?(): void;
}

const makers: Readonly<Record<string, (options: EngineOptions) => Engine>> = {
  wasm: (options) => cpuEngineWith(hostOf(options)),
  native: nativeEngine,
  auto: autoEngine,
};

/** Throws `UserError` for a target that there is not. */
export function engineFor(target: string, options: EngineOptions): Engine {
  const make = Object.hasOwn(makers, target) ? makers[target] : undefined;
  if (make) return make(options);
  throw new UserError(`--target takes auto, wasm or native, not "${target}"`, { exitCode: 2 });
}

/** What a command's options ask for. */
export function engineOf(
  { terminal }: CliContext,
  { target, threads }: { readonly target: string; readonly threads?: string },
): Engine {
  return engineFor(target, { environment: process.env, notice: terminal.say, ...readThreads(threads) });
}

/** More would only wait for each other. */
const mostThreads = 64;

/** What `--threads` says. Throws `UserError` for what is no number of threads. */
function readThreads(text: string | undefined): Pick<EngineOptions, "threads"> {
  if (text === undefined) return {};
  const threads = Number(text);
  if (/^[0-9]+$/.test(text) && threads >= 1 && threads <= mostThreads) return { threads };
  throw new UserError(`--threads takes a number from 1 to ${mostThreads}, not "${text}"`, { exitCode: 2 });
}

function threadsOf({ threads = Math.min(defaultThreads(), mostThreads) }: EngineOptions): number {
  return threads;
}

function hostOf(options: EngineOptions): ThreadHost | undefined {
  const threads = threadsOf(options);
  return threads > 1 ? nodeThreads(threads) : undefined;
}

function buildOf({ environment, optimization }: EngineOptions): BuildOptions {
  return { environment, ...(optimization ? { optimization } : {}) };
}

/** Throws `UserError` where there is no compiler or it fails: who asks for native code means it. */
function nativeEngine(options: EngineOptions): Engine {
  return async (programs) => {
    const compiler = await probeCompiler(locateCompiler(options.environment), options.environment);
    const threads = threadsOf(options);
    const code = compileNative(planPrograms(programs), nativeTarget(compiler.macros), {
      threads: threads > 1,
    });
    return openNativeSession(code, await makeAddon(code, compiler, buildOf(options)), threads);
  };
}

/** Bytes that WebAssembly can address; programs that need more are native from the beginning. */
const mostWasmBytes = 2 ** 32;

function autoEngine(options: EngineOptions): Engine {
  return async (programs) => {
    const plan = planPrograms(programs);
    if (plan.stateBytes + plan.scratchBytes > mostWasmBytes) return nativeEngine(options)(programs);
    const threads = threadsOf(options);
    const session = await openSession(compileWasm(plan, { threads }), hostOf(options));
    const failed = (error: unknown): void => {
      const reason = error instanceof Error ? error.message : String(error);
      options.notice(`note: this runs as WebAssembly, not as faster native code: ${reason}`);
    };
    try {
      return tieredSession(session, {
        compiler: locateCompiler(options.environment),
        code: (compiler) => compileNative(plan, nativeTarget(compiler.macros), { threads: threads > 1 }),
        threads,
        build: buildOf(options),
        failed,
        ...(options.patience ? { patience: options.patience } : {}),
        ...(options.changed ? { changed: options.changed } : {}),
      });
    } catch (error) {
      failed(error);
      return session;
    }
  };
}
