/** The last state of a run that was sound, and the batches since: what is kept when a training breaks, and how it broke. */
import type { BoundProgram } from "../../runtime/session.ts";
import type { NumberArray } from "../../tensor/types.ts";
import type { Progress } from "../checkpoint.ts";

type State = Readonly<Record<string, NumberArray>>;

/** A batch that can be fed again. */
export interface WatchedBatch {
  /** Number of the update, from 1. */
  readonly step: number;
  readonly rows: number;
  readonly learningRate: number;
  /** Writes rows, step and rate into a program of this batch size. */
  fill(program: BoundProgram): void;
}

export interface Snapshot {
  readonly state: State;
  readonly progress: Progress;
}

/** Two copies of the state are kept; a state that is larger than this has no copies. */
const mostBytes = 2 ** 28;
/** A training that is unsound for longer than this is not traced back. */
const mostBatches = 2000;

export class Snapshots {
  private taken: Snapshot | undefined;
  private candidate: Snapshot | undefined;
  private spare: State | undefined;
  private batches: WatchedBatch[] = [];
  private sinceCandidate = 0;
  private readonly fits: boolean;

  constructor(private readonly state: State) {
    const bytes = Object.values(state).reduce((sum, { byteLength }) => sum + byteLength, 0);
    this.fits = bytes <= mostBytes;
  }

  /** Copies the state before a step; `confirm` makes it the one to keep once the step has shown that it is sound. */
  take(progress: Progress): void {
    if (!this.fits) return;
    const state = this.spare ?? copyOf(this.state);
    if (this.spare) copyInto(this.state, state);
    this.spare = undefined;
    this.candidate = { state, progress };
    this.sinceCandidate = this.batches.length;
  }

  confirm(isSound: boolean): void {
    if (!this.candidate) return;
    if (isSound) {
      this.spare = this.taken?.state;
      this.taken = this.candidate;
      this.batches = this.batches.slice(this.sinceCandidate);
    } else {
      this.spare = this.candidate.state;
    }
    this.candidate = undefined;
  }

  ran(batch: WatchedBatch): void {
    if (this.fits && this.batches.length <= mostBatches) this.batches.push(batch);
  }

  /** The first step has nothing behind it but the state that it began with. */
  get kept(): Snapshot | undefined {
    return this.taken ?? this.candidate;
  }

  /** All batches since the kept state; undefined where they were too many. */
  since(): readonly WatchedBatch[] | undefined {
    return this.batches.length <= mostBatches ? this.batches : undefined;
  }
}

export function copyInto(from: State, to: State): void {
  for (const [name, values] of Object.entries(from)) to[name]?.set(values);
}

function copyOf(state: State): Record<string, NumberArray> {
  return Object.fromEntries(Object.entries(state).map(([name, values]) => [name, values.slice()]));
}
