/** The hashes of the six models of test/bits, by one thread and by several: the same in Node and in a page, or something is wrong. */
import { planPrograms } from "../../src/backend/plan-programs.ts";
import { compileWasm } from "../../src/backend/targets/wasm/compile-wasm.ts";
import { openSession } from "../../src/runtime/open-session.ts";
import type { ThreadHost } from "../../src/runtime/threads.ts";
import { bitModels, lowered, trainedHash } from "../bits/bit-models.ts";

/** Throws where two numbers of threads differ, or where threads do not come. */
export async function bitHashes(host: ThreadHost): Promise<Readonly<Record<string, string>>> {
  const hashes: Record<string, string> = {};
  for (const model of bitModels) {
    const made = await lowered(model);
    const plan = planPrograms([made.program]);
    const alone = await trainedHash(model, made, await openSession(compileWasm(plan)));
    const artifact = compileWasm(plan, { threads: host.count, worthSharing: 0 });
    const session = await openSession(artifact, host);
    const words = new Int32Array(session.memory);
    const ready = (artifact.threads?.words.ready ?? 0) >> 2;
    for (let turn = 0; Atomics.load(words, ready) < host.count - 1; turn++) {
      if (turn > 1000) throw new Error(`${host.count - 1} threads were started, and ${words[ready]} came`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    const together = await trainedHash(model, made, session);
    if (together !== alone)
      throw new Error(`${model.name}: ${together} by ${host.count} threads, not ${alone}`);
    hashes[model.name] = alone;
  }
  return hashes;
}
