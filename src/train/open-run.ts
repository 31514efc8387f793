/** A saved run, ready to evaluate or predict. */
import { type Lowering, lowerProgram, type Purpose } from "../lower/programs.ts";
import { layoutWeights } from "../lower/weight-layout.ts";
import type { Session } from "../runtime/session.ts";
import { builder } from "../tensor/build.ts";
import type { Engine } from "./engine.ts";
import { type SavedRun, writeWeights } from "./run-folder.ts";

/** Compiles programs of one purpose at these batch sizes and loads the run's weights. */
export async function openRun(
  run: SavedRun,
  engine: Engine,
  purpose: Purpose,
  batches: readonly number[],
): Promise<Session> {
  const { model } = run;
  const layout = layoutWeights(model);
  const lowering: Lowering = {
    g: builder,
    model,
    layout,
    float: model.train?.precision ?? "f32",
    seed: model.train?.seed ?? 0,
    rowWeights: false,
  };
  const session = await engine(batches.map((batch) => lowerProgram(lowering, purpose, batch)));
  writeWeights(layout, run.weights, session.state);
  return session;
}
