/** From the text of a model to a session that runs one of its programs: what `nnet train` does before its first step. */
import { engineFor } from "../../../src/cli/engines.ts";
import { analyse } from "../../../src/compile.ts";
import { type Lowering, lowerProgram, type Purpose } from "../../../src/lower/programs.ts";
import { layoutWeights, type WeightLayout } from "../../../src/lower/weight-layout.ts";
import type { ModelIR } from "../../../src/model/ir.ts";
import type { Session } from "../../../src/runtime/session.ts";
import { builder } from "../../../src/tensor/build.ts";

export interface SessionWork {
  /** Of the model file. */
  readonly text: string;
  readonly purpose: Purpose;
  readonly batch: number;
  readonly threads: number;
  readonly target: "wasm" | "native";
  readonly optimization?: "-O0" | "-O1" | "-O2" | "-O3";
}

export interface ModelSession {
  readonly model: ModelIR;
  readonly layout: WeightLayout;
  readonly session: Session;
}

export async function modelSession(work: SessionWork): Promise<ModelSession> {
  const { model, diagnostics } = await analyse({ name: "model.nnet", text: work.text });
  const error = diagnostics.find(({ severity }) => severity === "error");
  if (!model || error) throw new Error(error?.message ?? "the model does not compile");
  const layout = layoutWeights(model);
  const lowering: Lowering = { g: builder, model, layout, float: "f32", seed: 1, rowWeights: false };
  const engine = engineFor(work.target, {
    environment: process.env,
    threads: work.threads,
    notice: (notice) => console.error(notice),
    ...(work.optimization ? { optimization: work.optimization } : {}),
  });
  return { model, layout, session: await engine([lowerProgram(lowering, work.purpose, work.batch)]) };
}
