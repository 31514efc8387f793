/**
 * What a callback is: what it makes of the figures of an epoch. It decides and keeps plain data; the loop does what it
 * asks for, and its data is part of every checkpoint, so a run that goes on decides as one that was never stopped.
 */
import type { Json, Params, ParamsOf, ParamTable } from "../words/param.ts";
import type { Word, Wording } from "../words/word.ts";

export type Direction = "higher" | "lower";

/** What a callback remembers from one epoch to the next. */
export type CallbackState = { readonly [key: string]: Json };

export interface Figures {
  /** From 0, as Keras counts. */
  readonly epoch: number;
  /** Under Keras' names: `loss`, `val_accuracy`. */
  readonly logs: Readonly<Record<string, number>>;
  /** The learning rate in force. */
  readonly rate: number;
  /** Which way the figure that the callback watches is to go. */
  readonly better: Direction;
}

/** What the loop is asked to do. */
export type Act =
  | { readonly act: "stop"; readonly reason: string }
  | { readonly act: "rate"; readonly rate: number }
  /** Remember the weights as they are now, in place of those remembered before. */
  | { readonly act: "keep" }
  /** Write the weights to a file of the run. */
  | { readonly act: "weights"; readonly file: string }
  | { readonly act: "text"; readonly file: string; readonly text: string }
  | { readonly act: "say"; readonly text: string };

export interface Decision {
  readonly state?: CallbackState;
  readonly acts: readonly Act[];
}

/** What the loop and the model stage may ask, so that neither lists names. */
export interface CallbackFacts {
  /** The figure that it watches. */
  readonly monitor?: string;
  readonly mode?: "auto" | "min" | "max";
  /** It sets the learning rate, which must then be a number and no schedule. */
  readonly setsRate?: boolean;
  /** It ends the training when more of it brings nothing. */
  readonly stopsEarly?: boolean;
  /** How many epochs without a better figure it waits for, before it acts. */
  readonly patience?: number;
  /** When training ends, the weights that it asked to keep come back. */
  readonly restores?: boolean;
  /** A loss that is no number ends the training, and the weights are those it asked to keep; else it is an error. */
  readonly endsOnNaN?: boolean;
  /** Validation is of the mean of the weights that the optimizer keeps. */
  readonly validatesMean?: boolean;
  /** Files that it writes into the folder of the run. */
  readonly writes?: string;
}

interface CallbackBehaviour<P> {
  /** Before the first epoch. */
  start?(params: P): CallbackState;
  epochBegin?(params: P, state: CallbackState, figures: Figures): Decision;
  /** After validation. `history` holds the logs of all epochs, this one the last. */
  epochEnd?(params: P, state: CallbackState, figures: Figures, history: readonly Figures["logs"][]): Decision;
  batchEnd?(params: P, state: CallbackState, figures: () => Figures): Decision;
  facts(params: P): CallbackFacts;
  readonly examples: readonly { readonly source: string }[];
}

export interface CallbackDefinition extends Word, CallbackBehaviour<Params> {
  readonly kind: "callback";
}

export function defineCallback<T extends ParamTable>(
  definition: Wording<T> & CallbackBehaviour<ParamsOf<T>>,
): CallbackDefinition {
  return { ...definition, kind: "callback" } as unknown as CallbackDefinition;
}
