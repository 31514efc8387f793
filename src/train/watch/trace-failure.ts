/** Runs the last batches again, from the last sound state, until the first number appears that is not finite. */
import type { FailureOrigin } from "../../check/watched.ts";
import { type Lowering, lossOutput, lowerProgram, programName } from "../../lower/programs.ts";
import { finiteOutput } from "../../lower/watch-outputs.ts";
import type { ModelIR } from "../../model/ir.ts";
import type { BoundProgram } from "../../runtime/session.ts";
import type { Engine } from "../engine.ts";
import { copyInto, type Snapshot, type WatchedBatch } from "./snapshots.ts";

/** The same batches give the same bits, so the failure comes again; undefined where it does not. */
export async function traceFailure(
  lowering: Lowering,
  engine: Engine,
  kept: Snapshot,
  batches: readonly WatchedBatch[],
): Promise<FailureOrigin | undefined> {
  const sizes = [...new Set(batches.map(({ rows }) => rows))];
  const session = await engine(sizes.map((rows) => lowerProgram(lowering, "trace", rows)));
  copyInto(kept.state, session.state);
  for (const batch of batches) {
    const program = session.program(programName("trace", batch.rows));
    batch.fill(program);
    program.run();
    const origin = originIn(lowering.model, program);
    if (origin) return { ...origin, step: batch.step };
  }
  return undefined;
}

/** In the order in which a step computes: inputs, layers, losses, gradients from the last layer back, updates. */
function originIn(model: ModelIR, { outputs }: BoundProgram): Omit<FailureOrigin, "step"> | undefined {
  const broken = (name: string) => outputs[name] !== undefined && !Number.isFinite(outputs[name]?.[0]);
  const input = model.inputs.find(({ id }) => broken(finiteOutput("value", id)));
  if (input) return { what: "input", name: input.name };
  const layer = model.layers.find(({ id }) => broken(finiteOutput("value", id)));
  if (layer) return { what: "value", layer, name: layer.id };
  const output = model.outputs.find(({ name }) => broken(lossOutput(name)));
  if (output) return { what: "loss", name: output.name };
  for (const what of ["gradient", "update"] as const) {
    for (const layer of [...model.layers].reverse()) {
      const weight = layer.weights.find(({ path }) => broken(finiteOutput(what, path)));
      if (weight) return { what, layer, name: weight.path };
    }
  }
  return broken("loss") ? { what: "loss", name: model.outputs[0]?.name ?? "" } : undefined;
}
