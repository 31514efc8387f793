/** A saved run, ready to evaluate or predict. */
import { type Lowering, lowerProgram, type Purpose } from "../lower/programs.ts";
import { layoutWeights } from "../lower/weight-layout.ts";
import type { Session } from "../runtime/session.ts";
import { builder } from "../tensor/build.ts";
import type { Engine } from "./engine.ts";
import { type SavedRun, writeWeights } from "./run-folder.ts";

/** Compiles programs of one purpose, or of several, at these batch sizes and loads the run's weights. */
export async function openRun(
  run: SavedRun,
  engine: Engine,
  purposes: Purpose | readonly Purpose[],
  batches: readonly number[],
  more: Pick<Lowering, "rows" | "interval"> = {},
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
    ...more,
  };
  const programs = [purposes]
    .flat()
    .flatMap((purpose: Purpose) => batches.map((batch) => lowerProgram(lowering, purpose, batch)));
  const session = await engine(programs);
  writeWeights(layout, run.weights, session.state);
  return session;
}
