/** Runs programs as WebAssembly, on the threads of a host or on one. No result depends on how many there are. */
import type { ThreadHost } from "../runtime/threads.ts";
import type { Engine } from "./engine.ts";

export function wasmEngine(threads?: ThreadHost): Engine {
  return async (programs) => {
    // Loaded when there is something to run: `check` has no use for a code generator.
    const [{ planPrograms }, { compileWasm }, { openSession }] = await Promise.all([
      import("../backend/plan-programs.ts"),
      import("../backend/targets/wasm/compile-wasm.ts"),
      import("../runtime/open-session.ts"),
    ]);
    return openSession(
      compileWasm(planPrograms(programs), threads ? { threads: threads.count } : {}),
      threads,
    );
  };
}
