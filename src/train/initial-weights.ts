/** Initial values of weights and optimizer slots: each weight from a stream of its own, keyed by the seed and its path. */
import { UserError } from "../base/user-error.ts";
import { slotStart } from "../library/optimizer.ts";
import { randomStream } from "../library/random-stream.ts";
import { slotState } from "../lower/update.ts";
import type { WeightLayout } from "../lower/weight-layout.ts";
import type { ModelIR, TrainIR } from "../model/ir.ts";
import type { NumberArray, Tensor } from "../tensor/types.ts";

type State = Readonly<Record<string, NumberArray>>;

export interface BeginOptions {
  readonly model: ModelIR;
  readonly layout: WeightLayout;
  readonly seed: number;
  /** Of layers that name a file, by path: `readInitialWeights`. */
  readonly given?: Readonly<Record<string, Tensor>> | undefined;
}

export function writeInitialWeights({ model, layout, seed, given }: BeginOptions, state: State): void {
  const named = model.layers.find(({ begin }) => begin !== undefined)?.begin;
  if (named && given === undefined) {
    throw new UserError(
      `${named.base} begins with the weights of "${named.file}", which have not been read`,
      {
        help: "read them with readInitialWeights and give them on",
      },
    );
  }

  for (const [name, placed] of [
    ["weights", layout.trainable],
    ["fixed", layout.fixed],
  ] as const) {
    for (const { path, shape, offset, spec } of placed) {
      const { word, params } = spec.initializer;
      const values = given?.[path]?.values ?? word.sample(params, shape, randomStream(seed, path));
      (state[name] as NumberArray).set(values, offset);
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
