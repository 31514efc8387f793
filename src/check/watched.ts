/** What is seen of a training while it goes: what the run-time visitors of rules judge by. */
import type { LayerIR, ModelIR, TrainIR } from "../model/ir.ts";
import type { ModelGraph } from "./model-graph.ts";
import type { OutputPlace } from "./output-place.ts";

/** Some steps are watched; each gives one reading. Lists of readings hold the last `remembered` ones, the latest last. */
export const remembered = 5;

export interface Watched {
  readonly model: ModelIR;
  readonly graph: ModelGraph;
  readonly train: TrainIR;
  /** Updates made, and to be made in the whole training. */
  readonly step: number;
  readonly steps: number;
  readonly loss: LossCourse;
  readonly outputs: readonly WatchedOutput[];
  readonly layers: readonly WatchedLayer[];
  /** How many readings there have been in all. */
  readonly readings: number;
  readonly epochs: readonly WatchedEpoch[];
  readonly failure?: WatchedFailure;
  readonly oneBatch?: WatchedBatchFit;
}

/** Steps on one batch (TheDeepChecker gives as many). */
export const batchFitSteps = 1000;

/** Share of the first loss from which on a batch counts as learned. */
export const batchFitShare = 0.1;

/** How far a network came in learning one batch by heart. */
export interface WatchedBatchFit {
  readonly rows: number;
  readonly steps: number;
  /** Loss before the first and after the last step, dropout off. */
  readonly first: number;
  readonly last: number;
}

/** The loss of the batches, in the order of training. */
export interface LossCourse {
  readonly first: number;
  /** A running mean of the latest batches, and the lowest that it has been. */
  readonly smoothed: number;
  readonly lowest: number;
}

export interface WatchedOutput {
  readonly place: OutputPlace;
  /** Loss of the first batch, without the weight of the term. */
  readonly firstLoss: number;
  /** Loss of an output that has learned nothing, where the loss says what that is. */
  readonly guess?: Guess;
}

export interface Guess {
  /** Of guessing without having seen any target. */
  readonly blind: number;
  /** Of the best constant: the shares of the classes, or the mean. */
  readonly constant: number;
  /** What it is, as a reader would say it: "ln 10", "the variance of the targets". */
  readonly blindName: string;
  readonly constantName: string;
}

export interface WatchedLayer {
  readonly layer: LayerIR;
  /** For each unit, the number of readings since it last fired for any row; where the activation can die. */
  readonly silent?: readonly number[];
  /** Share of the numbers before the activation that lie where it is flat; where the activation saturates. */
  readonly saturated?: readonly number[];
  readonly kernels: readonly WatchedKernel[];
}

export interface WatchedKernel {
  /** `dense/kernel` */
  readonly path: string;
  readonly size: number;
  /** Euclidean norms. */
  readonly gradients: readonly number[];
  readonly weights: readonly number[];
  /** Norms of what the update added; only of steps that make an update at a rate above 0. */
  readonly changes: readonly number[];
}

export interface WatchedEpoch {
  /** From 1. */
  readonly epoch: number;
  readonly step: number;
  readonly logs: Readonly<Record<string, number>>;
}

/** A loss that is no number any more. */
export interface WatchedFailure {
  readonly step: number;
  readonly epoch: number;
  readonly loss: number;
  /** Where the first number appeared that is not finite; absent where it could not be traced. */
  readonly origin?: FailureOrigin;
  /** The weights after this step are kept; 0 for the initial ones. */
  readonly keptStep: number;
}

export interface FailureOrigin {
  readonly step: number;
  readonly what: "input" | "value" | "loss" | "gradient" | "update";
  /** The layer, where there is one. */
  readonly layer?: LayerIR;
  /** The input, or the path of the weight. */
  readonly name: string;
}
