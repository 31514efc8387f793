/** Outputs of a trained network for rows of features. */
import { fillBatch } from "../data/batches.ts";
import type { RowArray } from "../data/dataset.ts";
import { inputName } from "../lower/forward.ts";
import { predictionOutput, programName } from "../lower/programs.ts";
import type { ModelIR } from "../model/ir.ts";
import type { Session } from "../runtime/session.ts";
import type { NumberArray } from "../tensor/types.ts";

/** Programs of this size are asked for; the last batch repeats its last row and drops the surplus. */
export const predictionBatch = 64;

export interface Predictions {
  readonly rows: number;
  /** By name of output: values row-major, and how many belong to one row. */
  readonly outputs: Readonly<Record<string, { readonly values: Float64Array; readonly width: number }>>;
}

export function predictRows(
  session: Session,
  model: ModelIR,
  features: Readonly<Record<string, RowArray>>,
): Predictions {
  const rows = Math.min(...Object.values(features).map((array) => array.rows));
  const program = session.program(programName("predict", predictionBatch));
  const outputs: Record<string, { values: Float64Array; width: number }> = {};
  for (const { name } of model.outputs) {
    const width = (program.outputs[predictionOutput(name)] as NumberArray).length / predictionBatch;
    outputs[name] = { values: new Float64Array(rows * width), width };
  }
  const order = new Int32Array(predictionBatch);
  for (let begin = 0; begin < rows; begin += predictionBatch) {
    for (let i = 0; i < predictionBatch; i++) order[i] = Math.min(begin + i, rows - 1);
    for (const [input, array] of Object.entries(features)) {
      const out = program.inputs[inputName(input)];
      if (out) fillBatch(array, order, 0, predictionBatch, out);
    }
    program.run();
    const count = Math.min(predictionBatch, rows - begin);
    for (const [name, { values, width }] of Object.entries(outputs)) {
      const batch = program.outputs[predictionOutput(name)] as NumberArray;
      values.set(batch.subarray(0, count * width), begin * width);
    }
  }
  return { rows, outputs };
}
