/** Initial values of weights and optimizer slots: each weight from a stream of its own, keyed by the seed and its path. */
import { slotStart } from "../library/optimizer.ts";
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

/** After the initial weights, of which a slot may be a copy. */
export function writeInitialSlots(train: TrainIR, layout: WeightLayout, state: State): void {
  const { word, params } = train.optimizer;
  for (const [slot, spec] of Object.entries(word.slots(params, layout.trainable))) {
    const start = slotStart(spec);
    if (start === "weights") state[slotState(slot)]?.set(state.weights as NumberArray);
    else state[slotState(slot)]?.fill(start);
  }
}
