/** From a model, trained or not, to what a compiled file is made of. */
import { transformsOf } from "./data/apply.ts";
import type { Preprocessing } from "./data/dataset.ts";
import type { CompiledModel } from "./interop/model-wasm.ts";
import { lowerInference } from "./lower/inference.ts";
import type { Lowering } from "./lower/programs.ts";
import { layoutWeights } from "./lower/weight-layout.ts";
import type { ModelIR } from "./model/ir.ts";
import { builder } from "./tensor/build.ts";
import { type NumberArray, newArray, type Tensor } from "./tensor/types.ts";
import { numbersFor, writeInitialWeights } from "./train/initial-weights.ts";
import { weightsHash, writeWeights } from "./train/run-folder.ts";
import { version } from "./version.ts";
import { vocabulary } from "./vocabulary.ts";

export interface CompileModelOptions {
  /** Rows that one run takes; 1 if left out. */
  readonly batch?: number;
  /** By path; left out, those that training would begin with. */
  readonly weights?: Readonly<Record<string, Tensor>>;
  /** Of the layers that name a file for them, where `weights` are left out. */
  readonly initialWeights?: Readonly<Record<string, Tensor>>;
  /** Left out, rows enter the network as they are. */
  readonly preprocessing?: Preprocessing;
}

/** Throws `UserError` where a size is not known, or a weight is missing or of another shape. */
export async function compileModel(
  model: ModelIR,
  options: CompileModelOptions = {},
): Promise<CompiledModel> {
  const { batch = 1, weights, preprocessing } = options;
  const layout = layoutWeights(model);
  const float = model.train?.precision ?? "f32";
  const seed = model.train?.seed ?? 0;
  const lowering: Lowering = { g: builder, model, layout, float, seed, rowWeights: false };
  const fitted = preprocessing && { preprocessing, transform: transformsOf(vocabulary) };
  const state: Record<string, NumberArray> = {
    weights: newArray(float, layout.trainableSize),
    fixed: newArray(float, layout.fixedSize),
  };
  if (weights) writeWeights(layout, weights, state);
  else {
    const begins = { model, layout, seed, given: options.initialWeights };
    writeInitialWeights(begins, state, await numbersFor(begins));
  }
  return {
    about: {
      nnet: version,
      model: model.name,
      trained: weights !== undefined,
      parameters: layout.trainableSize + layout.fixedSize,
      weights: await weightsHash(layout, state),
      batch,
    },
    inference: lowerInference(lowering, batch, fitted || undefined),
    state,
    weights: [
      ...layout.trainable.map((weight) => ({ ...weight, state: "weights", name: weight.path })),
      ...layout.fixed.map((weight) => ({ ...weight, state: "fixed", name: weight.path })),
    ],
  };
}
