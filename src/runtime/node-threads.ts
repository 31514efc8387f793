/** Threads of WebAssembly in Node: workers, whose program is given as text, so that there is no file to be found. */
import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { type ThreadHost, threadScript } from "./threads.ts";

const script = `const { workerData: start } = require("node:worker_threads");\n${threadScript}`;

/** As many as there are cores, if not said otherwise. */
export function defaultThreads(): number {
  return availableParallelism();
}

export function nodeThreads(count: number): ThreadHost {
  return {
    count,
    mayWait: true,
    start(thread) {
      const worker = new Worker(script, { eval: true, workerData: thread, execArgv: [] });
      // Without this process's options: a loader among them would have to be asked, and keeps the thread waiting.
      worker.unref();
      // The thread has told the others; what they do is theirs.
      worker.on("error", () => undefined);
      return () => void worker.terminate();
    },
  };
}
