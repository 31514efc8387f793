/** Where each weight lives: trainable weights lie one after the other in one flat state, the others in a second. */
import { isKnown, productOf, type Shape, showShape } from "../base/dim.ts";
import { UserError } from "../base/user-error.ts";
import type { WeightSpec } from "../library/layer.ts";
import type { ModelIR } from "../model/ir.ts";
import { sizeOf } from "../tensor/types.ts";

export interface PlacedWeight {
  readonly path: string;
  readonly shape: readonly number[];
  /** In elements, within its state. */
  readonly offset: number;
  readonly size: number;
  readonly spec: WeightSpec;
}

export interface WeightLayout {
  /** State `weights`: what the optimizer moves. */
  readonly trainable: readonly PlacedWeight[];
  readonly trainableSize: number;
  /** State `fixed`: frozen layers and moving statistics. */
  readonly fixed: readonly PlacedWeight[];
  readonly fixedSize: number;
}

/** Weights in the order of the layers; a path that occurs twice (a shared layer) has one place. */
export function layoutWeights(model: ModelIR): WeightLayout {
  const seen = new Set<string>();
  const trainable: PlacedWeight[] = [];
  const fixed: PlacedWeight[] = [];
  const sizes = { trainable: 0, fixed: 0 };
  for (const layer of model.layers) {
    for (const { path, spec } of layer.weights) {
      if (seen.has(path)) continue;
      seen.add(path);
      const kind = spec.trainable && layer.trainable ? "trainable" : "fixed";
      const shape = concreteShape(spec.shape, `the weight ${path}`);
      const size = sizeOf(shape);
      (kind === "trainable" ? trainable : fixed).push({ path, shape, offset: sizes[kind], size, spec });
      sizes[kind] += size;
    }
  }
  return { trainable, trainableSize: sizes.trainable, fixed, fixedSize: sizes.fixed };
}

/** The shape in numbers; every symbol must have met the data by now. */
export function concreteShape(shape: Shape, what: string): number[] {
  return shape.map((dim) => {
    if (isKnown(dim)) return dim;
    throw new UserError(`the size of ${what} is not known: its shape is ${showShape(shape)}`, {
      help: "declare the input (`input x: f32[13]`) or name data that the sizes can be read from",
    });
  });
}

/** Number of elements a row. */
export function rowSize(shape: Shape, what: string): number {
  return concreteShape([productOf(shape)], what)[0] as number;
}
