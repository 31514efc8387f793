/** Rows of features, batch by batch, through a program that predicts or draws. */
import { fillBatch } from "../data/batches.ts";
import type { RowArray } from "../data/dataset.ts";
import { inputName } from "../lower/forward.ts";
import type { BoundProgram } from "../runtime/session.ts";

/** Programs of this size are asked for; the last batch repeats its last row and drops the surplus. */
export const predictionBatch = 64;

export type Features = Readonly<Record<string, RowArray>>;

export function rowsOf(features: Features): number {
  return Math.min(...Object.values(features).map((array) => array.rows));
}

/** Puts each batch into the program; `run` is called for it with the place and the number of its rows. */
export function forEachBatch(
  program: BoundProgram,
  features: Features,
  run: (begin: number, count: number) => void,
): void {
  const rows = rowsOf(features);
  const order = new Int32Array(predictionBatch);
  for (let begin = 0; begin < rows; begin += predictionBatch) {
    for (let i = 0; i < predictionBatch; i++) order[i] = Math.min(begin + i, rows - 1);
    for (const [input, array] of Object.entries(features)) {
      const out = program.inputs[inputName(input)];
      if (out) fillBatch(array, order, 0, predictionBatch, out);
    }
    run(begin, Math.min(predictionBatch, rows - begin));
  }
}
