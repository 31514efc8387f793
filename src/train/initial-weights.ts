/** Initial values of weights and optimizer slots: each weight from a stream of its own, keyed by the seed and its path. */
import { randomStream } from "../library/random-stream.ts";
import { slotState } from "../lower/update.ts";
import type { WeightLayout } from "../lower/weight-layout.ts";
import type { TrainIR } from "../model/ir.ts";
import type { NumberArray } from "../tensor/types.ts";

type State = Readonly<Record<string, NumberArray>>;

export function writeInitialWeights(layout: WeightLayout, seed: number, state: State): void {
  for (const [name, placed] of [
    ["weights", layout.trainable],
    ["fixed", layout.fixed],
  ] as const) {
    for (const { path, shape, offset, spec } of placed) {
      const { word, params } = spec.initializer;
      (state[name] as NumberArray).set(word.sample(params, shape, randomStream(seed, path)), offset);
    }
  }
}

export function writeInitialSlots(train: TrainIR, state: State): void {
  const { word, params } = train.optimizer;
  for (const [slot, value] of Object.entries(word.slots(params))) state[slotState(slot)]?.fill(value);
}
