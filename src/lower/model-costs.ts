/** What a model costs to run: operations and memory of each layer for one row, and the memory of its programs. */
import type { ModelIR, TensorId } from "../model/ir.ts";
import { builder } from "../tensor/build.ts";
import { costBeyond } from "../tensor/node-cost.ts";
import { bytesOf } from "../tensor/types.ts";
import { lowerForward, readWeights } from "./forward.ts";
import { layoutWeights, rowSize } from "./weight-layout.ts";

export interface LayerCost {
  /** Floating-point operations forward, for one row. */
  readonly flops: number;
  /** Bytes of its result, for one row. */
  readonly bytes: number;
}

/** By id of the layer. Throws `UserError` where a size is not known. */
export function layerCosts(model: ModelIR): ReadonlyMap<TensorId, LayerCost> {
  const float = model.train?.precision ?? "f32";
  const seed = model.train?.seed ?? 0;
  const forward = lowerForward(builder, model, readWeights(builder, layoutWeights(model), float), {
    batch: 1,
    training: false,
    drawing: false,
    float,
    seed,
  });
  const known = new Set(model.inputs.map(({ id }) => forward.value(id)));
  return new Map(
    model.layers.map(({ id, type }) => {
      const flops = costBeyond(forward.value(id), known);
      const dtype = type.dtype === "float" ? float : type.dtype;
      return [id, { flops, bytes: rowSize(type.shape, `the layer ${id}`) * bytesOf[dtype] }];
    }),
  );
}
