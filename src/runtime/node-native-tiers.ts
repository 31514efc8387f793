/**
 * Sessions that begin as WebAssembly, at once, and go on as native code when it is there. Both have the same bits and work
 * on the same memory, so the change is one of functions, between two runs of a program, and nothing else can tell.
 */
import { setTimeout } from "node:timers/promises";
import type { BuildOptions } from "./node-native-cache.ts";
import { type Compiler, probeCompiler } from "./node-native-compiler.ts";
import { type Addon, bindAddon, cachedAddon, makeAddon, type NativeCode } from "./node-native-session.ts";
import type { BoundProgram, Session } from "./session.ts";

export interface Tiers {
  readonly compiler: readonly [string, ...string[]];
  /** The native code of the session's programs, in their memory layout. */
  code(compiler: Compiler): NativeCode;
  readonly build: BuildOptions;
  /** Told when native code could not be made; the session goes on without. */
  failed(error: unknown): void;
  /** Told when programs run as native code. */
  changed?(): void;
  readonly patience?: Patience;
  /** That native code may use. */
  readonly threads?: number;
}

/** Milliseconds that a session is open before it is worth while to look for native code, and to compile it. */
export interface Patience {
  readonly look: number;
  readonly compile: number;
}

/**
 * Looking takes some 30 ms and compiling seconds, in a process of its own. What is over sooner shall not pay for it; what
 * has run for a second most likely runs for many more.
 */
const usualPatience: Patience = { look: 100, compile: 1000 };

/** `session` is WebAssembly's; it is used up. */
export function tieredSession(session: Session, tiers: Tiers): Session {
  const calls = new Map<string, { program: BoundProgram; run: () => void }>();
  let native: ((name: string) => () => void) | undefined;
  const use = (code: NativeCode, addon: Addon): void => {
    const entry = bindAddon(code, addon, { memory: session.memory, start: 0, threads: tiers.threads ?? 1 });
    native = (name) => entry(code.programs[name]?.entry ?? name);
    for (const [name, call] of calls) call.run = native(name);
    tiers.changed?.();
  };
  climb(tiers, use).catch(tiers.failed);
  return {
    state: session.state,
    bytes: session.bytes,
    memory: session.memory,
    program(name) {
      const known = calls.get(name);
      if (known !== undefined) return known.program;
      const { inputs, outputs, run } = session.program(name);
      const program: BoundProgram = { name, inputs, outputs, run: () => call.run() };
      const call = { program, run: native === undefined ? run : native(name) };
      calls.set(name, call);
      return program;
    },
  };
}

async function climb(tiers: Tiers, use: (code: NativeCode, addon: Addon) => void): Promise<void> {
  const { look, compile } = tiers.patience ?? usualPatience;
  const { environment } = tiers.build;
  await setTimeout(look, undefined, { ref: false });
  const compiler = await probeCompiler(tiers.compiler, environment, () => undefined);
  const code = tiers.code(compiler);
  const cached = cachedAddon(code, compiler, tiers.build);
  if (cached !== undefined) {
    use(code, cached);
    return;
  }
  await setTimeout(Math.max(0, compile - look), undefined, { ref: false });
  use(code, await makeAddon(code, compiler, { ...tiers.build, background: true }));
}
