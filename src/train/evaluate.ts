/** Loss and metrics over all rows of a part, weights untouched. */
import type { DataPart } from "../data/dataset.ts";
import { programName } from "../lower/programs.ts";
import type { ModelIR, TrainIR } from "../model/ir.ts";
import type { Session } from "../runtime/session.ts";
import { feed } from "./feed.ts";
import { evaluationWeights } from "./row-weights.ts";
import { type Logs, Tally } from "./tally.ts";

/** Large enough that calls cost nothing, small enough for the caches. */
const evaluationBatch = 256;

/** The batch sizes that `evaluatePart` asks the session for. */
export function evaluationBatches(parts: readonly (Pick<DataPart, "rows"> | undefined)[]): number[] {
  const sizes = parts.flatMap((part) => (part ? batchesOf(part.rows) : []));
  return [...new Set(sizes)].sort((a, b) => b - a);
}

function batchesOf(rows: number): number[] {
  const rest = rows % evaluationBatch;
  return [...(rows >= evaluationBatch ? [evaluationBatch] : []), ...(rest > 0 ? [rest] : [])];
}

export function evaluatePart(session: Session, model: ModelIR, train: TrainIR, part: DataPart): Logs {
  const tally = new Tally(model, train);
  const order = Int32Array.from({ length: part.rows }, (_, row) => row);
  const weights = evaluationWeights(model, train, part);
  for (let begin = 0; begin < part.rows; begin += evaluationBatch) {
    const count = Math.min(evaluationBatch, part.rows - begin);
    const program = session.program(programName("evaluate", count));
    feed(program, part, weights, order, begin, count);
    program.run();
    tally.add(program, count);
  }
  return tally.logs();
}
