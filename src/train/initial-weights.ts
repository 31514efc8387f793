/** Initial values of weights and optimizer slots: each weight from a stream of its own, keyed by the seed and its path. */
import { UserError } from "../base/user-error.ts";
import { slotStart } from "../library/optimizer.ts";
import { type NumberSource, plainNumbers, streamFrom } from "../library/random-stream.ts";
import { slotState } from "../lower/update.ts";
import type { WeightLayout } from "../lower/weight-layout.ts";
import type { ModelIR, TrainIR } from "../model/ir.ts";
import type { NumberArray, Tensor } from "../tensor/types.ts";
import { compiledNumbers } from "./compiled-numbers.ts";

type State = Readonly<Record<string, NumberArray>>;

export interface BeginOptions {
  readonly model: ModelIR;
  readonly layout: WeightLayout;
  readonly seed: number;
  /** Of layers that name a file, by path: `readInitialWeights`. */
  readonly given?: Readonly<Record<string, Tensor>> | undefined;
}

/** So many random numbers take 15 to 70 ms to draw one by one, and the program that draws them 30 ms to compile. */
const compiledFrom = 100_000;

/** What draws the initial weights of a network soonest: a program, where there are many. */
export async function numbersFor({
  layout,
  given,
}: Pick<BeginOptions, "layout" | "given">): Promise<NumberSource> {
  const drawn = [...layout.trainable, ...layout.fixed].filter(
    ({ path, spec: { initializer } }) =>
      given?.[path] === undefined && !initializer.word.facts(initializer.params).constant,
  );
  const count = drawn.reduce((sum, { size }) => sum + size, 0);
  if (count < compiledFrom) return plainNumbers;
  return compiledNumbers();
}

export function writeInitialWeights(
  { model, layout, seed, given }: BeginOptions,
  state: State,
  numbers: NumberSource = plainNumbers,
): void {
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
      const values = given?.[path]?.values ?? word.sample(params, shape, streamFrom(numbers, seed, path));
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
