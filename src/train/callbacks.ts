/** The callbacks of a run: each decides by plain data of its own, and what they ask for is done here. */
import type {
  Act,
  CallbackDefinition,
  CallbackState,
  Decision,
  Direction,
  Figures,
} from "../library/callback.ts";
import type { WeightLayout } from "../lower/weight-layout.ts";
import type { ModelIR, TrainIR } from "../model/ir.ts";
import { directionOf, monitorsOf } from "../model/monitors.ts";
import type { Session } from "../runtime/session.ts";
import { encodeSafetensors } from "../tensor/safetensors.ts";
import type { NumberArray } from "../tensor/types.ts";
import type { Instance } from "../words/word.ts";
import type { EpochRecord } from "./checkpoint.ts";
import type { Logs, Tally } from "./tally.ts";
import { weightTensors } from "./weight-tensors.ts";

type State = Readonly<Record<string, NumberArray>>;

export interface CallbackRun {
  readonly callback: Instance<CallbackDefinition>;
  readonly better: Direction;
  state: CallbackState;
  /** Weights that it asked to remember. */
  kept: State | undefined;
}

/** The run as callbacks meet it. */
interface Run {
  readonly options: {
    readonly observer?: { say?(text: string): void };
    write?(file: string, content: string | Uint8Array): Promise<void>;
  };
  readonly layout: WeightLayout;
  readonly session: Session;
  readonly callbacks: readonly CallbackRun[];
  readonly history: readonly EpochRecord[];
  readonly tally: Tally;
  readonly epochs: number;
  rate: number | undefined;
  stopped: string | undefined;
}

/** States of the network that a callback may keep. */
const networkStates = ["weights", "fixed"] as const;

export function startCallbacks(model: ModelIR, train: TrainIR, validates: boolean): CallbackRun[] {
  const monitors = monitorsOf(model, train, validates);
  return train.callbacks.map((callback) => ({
    callback,
    better: directionOf(callback, monitors),
    state: callback.word.start?.(callback.params) ?? {},
    kept: undefined,
  }));
}

/** Before the first batch of all: a loss that is no number in the first epoch ends with the initial weights. */
export function keepInitial(run: Run): void {
  for (const each of run.callbacks) if (factsOf(each).endsOnNaN) each.kept = networkState(run);
}

export async function beginEpoch(run: Run, rate: number): Promise<void> {
  for (const each of run.callbacks) {
    const { word, params } = each.callback;
    const figures = { epoch: run.epochs, logs: {}, rate: run.rate ?? rate, better: each.better };
    if (word.epochBegin) await follow(run, each, word.epochBegin(params, each.state, figures));
  }
}

/** After validation. */
export async function endEpoch(run: Run, epoch: number, logs: Logs, rate: number): Promise<void> {
  const history = [...run.history.map((record) => record.logs), logs];
  for (const each of run.callbacks) {
    const { word, params } = each.callback;
    const figures: Figures = { epoch, logs, rate: run.rate ?? rate, better: each.better };
    if (word.epochEnd) await follow(run, each, word.epochEnd(params, each.state, figures, history));
  }
}

export async function endBatch(run: Run, rate: number): Promise<void> {
  for (const each of run.callbacks) {
    const { word, params } = each.callback;
    if (word.batchEnd === undefined) continue;
    const figures = (): Figures => ({ epoch: run.epochs, logs: run.tally.logs(), rate, better: each.better });
    await follow(run, each, word.batchEnd(params, each.state, figures));
  }
}

/** Brings back the weights of a callback that ends with those it kept. */
export function restoreKept(run: Run): void {
  for (const { callback, kept } of run.callbacks) {
    if (kept && callback.word.facts(callback.params).restores) putBack(run, kept);
  }
}

/** True where a callback takes a loss that is no number as the end; where asked, with the weights that it kept. */
export function endsOnNaN(run: Run, putsBack: boolean): boolean {
  const one = run.callbacks.find((each) => factsOf(each).endsOnNaN);
  if (putsBack && one?.kept) putBack(run, one.kept);
  return one !== undefined;
}

/** Puts the mean of the weights in their place, or back again, where a callback validates with it. */
export function swapMean({ callbacks, session: { state } }: Run, mean: NumberArray | undefined): void {
  const { weights } = state;
  if (!mean || !weights || !callbacks.some((each) => factsOf(each).validatesMean)) return;
  const held = weights.slice();
  weights.set(mean);
  mean.set(held);
}

/** What a checkpoint holds of them beside the rest of the state. */
export function keptStates(run: Run): State {
  return Object.fromEntries(
    run.callbacks.flatMap(({ kept }, index) =>
      Object.entries(kept ?? {}).map(([name, values]) => [`callback/${index}/${name}`, values]),
    ),
  );
}

export function restoreCallbacks(run: Run, states: readonly CallbackState[] | undefined, saved: State): void {
  run.callbacks.forEach((each, index) => {
    each.state = states?.[index] ?? each.state;
    const kept = networkStates.flatMap((name) => {
      const values = saved[`callback/${index}/${name}`];
      return values ? [[name, values] as const] : [];
    });
    if (kept.length > 0) each.kept = Object.fromEntries(kept);
  });
}

function factsOf({ callback }: CallbackRun) {
  return callback.word.facts(callback.params);
}

async function follow(run: Run, each: CallbackRun, { state, acts }: Decision): Promise<void> {
  if (state) each.state = state;
  for (const act of acts) await perform(run, each, act);
}

async function perform(run: Run, each: CallbackRun, act: Act): Promise<void> {
  const { options, layout, session } = run;
  switch (act.act) {
    case "stop":
      run.stopped ??= act.reason;
      break;
    case "rate":
      run.rate = act.rate;
      break;
    case "keep":
      each.kept = networkState(run);
      break;
    case "weights": {
      const tensors = weightTensors(layout, session.state);
      await options.write?.(act.file, encodeSafetensors({ tensors, metadata: {} }));
      break;
    }
    case "text":
      await options.write?.(act.file, act.text);
      break;
    case "say":
      options.observer?.say?.(act.text);
      break;
  }
}

function networkState({ session: { state } }: Run): State {
  return Object.fromEntries(
    networkStates.flatMap((name) => {
      const values = state[name];
      return values ? [[name, values.slice()] as const] : [];
    }),
  );
}

function putBack({ session: { state } }: Run, kept: State): void {
  for (const [name, values] of Object.entries(kept)) state[name]?.set(values);
}
