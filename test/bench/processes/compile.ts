/** The text of a model to a session that is ready: the first time in this process, and again. */
import { median } from "../median.ts";
import { answer } from "./answer.ts";
import { modelSession, type SessionWork } from "./model-session.ts";

interface CompileWork extends SessionWork {
  /** How often after the first time; none where only the first counts. */
  readonly again: number;
}

answer<CompileWork>(async (work) => {
  const times: number[] = [];
  for (let i = 0; i <= work.again; i++) {
    const begin = performance.now();
    await modelSession(work);
    times.push(performance.now() - begin);
  }
  const [cold, ...warm] = times as [number, ...number[]];
  return { cold, warm: warm.length > 0 ? median(warm) : undefined };
});
