/** How much there is to learn from, and how much is to be learned. */
import { isKnown, productOf } from "../base/dim.ts";
import type { ModelIR } from "../model/ir.ts";
import type { CheckContext } from "./check-context.ts";

/** Rows of the training part, by the data or as declared. */
export function trainingRows({ model, header }: CheckContext): number | undefined {
  const rows = header?.rows ?? model.data?.rows;
  if (rows === undefined) return undefined;
  return Math.floor(rows * (model.data?.split?.train ?? 1));
}

/** Updates of the weights in the whole training. */
export function updateCount(context: CheckContext): number | undefined {
  const rows = trainingRows(context);
  const { train } = context.model;
  if (train?.steps !== undefined) return train.steps;
  return rows === undefined || !train ? undefined : train.epochs * Math.ceil(rows / train.batchSize);
}

/** Trainable numbers, shared ones once; undefined where a size is not known. */
export function parameterCount({ layers }: ModelIR): number | undefined {
  const sizes = new Map<string, number>();
  for (const layer of layers) {
    for (const { path, spec } of layer.weights) {
      const size = productOf(spec.shape);
      if (!isKnown(size)) return undefined;
      if (spec.trainable && layer.trainable) sizes.set(path, size);
    }
  }
  return [...sizes.values()].reduce((sum, size) => sum + size, 0);
}
