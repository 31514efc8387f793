/** Outputs of a trained network for rows of features. */
import { boundOutput, predictionOutput, programName } from "../lower/programs.ts";
import type { ModelIR } from "../model/ir.ts";
import type { Session } from "../runtime/session.ts";
import { type Features, forEachBatch, predictionBatch, rowsOf } from "./prediction-batches.ts";

export interface Predictions {
  readonly rows: number;
  /** By name of output. */
  readonly outputs: Readonly<Record<string, PredictedOutput>>;
}

export interface PredictedOutput {
  /** Row-major: of a distribution, its mean. */
  readonly values: Float64Array;
  /** How many values belong to one row. */
  readonly width: number;
  /** The ends of an interval, where a formula tells them. */
  readonly bounds?: { readonly low: Float64Array; readonly high: Float64Array };
}

export function predictRows(session: Session, model: ModelIR, features: Features): Predictions {
  const rows = rowsOf(features);
  const program = session.program(programName("predict", predictionBatch));
  const gathered = new Map<string, Float64Array>();
  forEachBatch(program, features, (begin, count) => {
    program.run();
    for (const [name, batch] of Object.entries(program.outputs)) {
      const width = batch.length / predictionBatch;
      const values = gathered.get(name) ?? new Float64Array(rows * width);
      values.set(batch.subarray(0, count * width), begin * width);
      gathered.set(name, values);
    }
  });
  const outputs = model.outputs.map(({ name }): [string, PredictedOutput] => {
    const values = gathered.get(predictionOutput(name)) ?? new Float64Array(0);
    const low = gathered.get(boundOutput(name, "low"));
    const high = gathered.get(boundOutput(name, "high"));
    const bounds = low && high ? { bounds: { low, high } } : {};
    return [name, { values, width: rows === 0 ? 0 : values.length / rows, ...bounds }];
  });
  return { rows, outputs: Object.fromEntries(outputs) };
}
