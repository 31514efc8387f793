/** Sessions of WebAssembly whose threads all stand ready. */
import { setTimeout } from "node:timers/promises";
import type { Artifact } from "../../src/runtime/artifact.ts";
import { nodeThreads } from "../../src/runtime/node-threads.ts";
import { openSession } from "../../src/runtime/open-session.ts";
import type { Session } from "../../src/runtime/session.ts";

export async function threadsReady({ threads }: Artifact, { memory }: Session): Promise<void> {
  if (threads === undefined) throw new Error("the programs have nothing for threads");
  const words = new Int32Array(memory);
  while (Atomics.load(words, threads.words.ready >> 2) < threads.count - 1) await setTimeout(5);
}

export async function openReady(artifact: Artifact, threads: number): Promise<Session> {
  if (threads === 1) return openSession(artifact);
  const session = await openSession(artifact, nodeThreads(threads));
  await threadsReady(artifact, session);
  return session;
}
