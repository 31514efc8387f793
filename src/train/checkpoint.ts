/** Everything that a run needs to go on as if it had never stopped, in one file that is replaced as a whole. */
import type { Evidence, Severity } from "../base/diagnostic.ts";
import { UserError } from "../base/user-error.ts";
import type { CallbackState } from "../library/callback.ts";
import { isArgument } from "../model/overrides.ts";
import { decodeSafetensors, encodeSafetensors } from "../tensor/safetensors.ts";
import type { NumberArray, Tensor } from "../tensor/types.ts";
import type { Logs, TallyState } from "./tally.ts";

export interface EpochRecord {
  /** From 1. */
  readonly epoch: number;
  /** Updates made so far. */
  readonly step: number;
  readonly logs: Logs;
  /** What the watch has told since the last record. */
  readonly findings?: readonly FindingRecord[];
}

export interface FindingRecord {
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
  /** Its line in the model file, from 1. */
  readonly line: number;
  /** The line is of this imported file, or there is none and it is this argument: `--set train.optimizer=SGD(5)`. */
  readonly of?: string;
  readonly evidence?: Evidence;
}

/** `line 3`, `blocks.nnet:3`, `--set width=4`. */
export function recordPlace({ line, of }: Pick<FindingRecord, "line" | "of">): string {
  if (of === undefined) return `line ${line}`;
  return isArgument(of) ? of : `${of}:${line}`;
}

export interface Progress {
  /** Epochs that are complete. */
  readonly epochs: number;
  /** Rows of the epoch under way that have been used; 0 between epochs. */
  readonly position: number;
  readonly step: number;
  /** Running totals of the epoch under way. */
  readonly tally: TallyState | undefined;
  readonly history: readonly EpochRecord[];
  /** What each callback remembers, in order of the file. */
  readonly callbacks?: readonly CallbackState[];
  /** The learning rate that a callback set. */
  readonly rate?: number;
  /** Why a callback ended the training. */
  readonly stopped?: string;
}

export interface Checkpoint {
  readonly progress: Progress;
  /** By name of state: weights, fixed, optimizer slots. */
  readonly state: Readonly<Record<string, NumberArray>>;
  /** What must be the same for a run to go on: hashes of the source and of the training rows, the values set from outside. */
  readonly fingerprints: Readonly<Record<string, string>>;
}

const format = "nnet.checkpoint/1";

export function encodeCheckpoint(checkpoint: Checkpoint): Uint8Array {
  return encodeSafetensors({
    tensors: Object.fromEntries(
      Object.entries(checkpoint.state).map(([name, values]) => [name, tensorOf(values)]),
    ),
    metadata: {
      format,
      progress: JSON.stringify(checkpoint.progress),
      fingerprints: JSON.stringify(checkpoint.fingerprints),
    },
  });
}

export function decodeCheckpoint(bytes: Uint8Array, place: string): Checkpoint {
  const { tensors, metadata } = decodeSafetensors(bytes, place);
  if (metadata.format !== format) {
    throw new UserError(
      `${place} is not a checkpoint of this version of nnet (${metadata.format ?? "no format named"})`,
      {
        place,
        help: "train again without --resume",
      },
    );
  }
  return {
    progress: JSON.parse(metadata.progress as string) as Progress,
    fingerprints: JSON.parse(metadata.fingerprints as string) as Record<string, string>,
    state: Object.fromEntries(Object.entries(tensors).map(([name, { values }]) => [name, values])),
  };
}

function tensorOf(values: NumberArray): Tensor {
  const dtype = values instanceof Float32Array ? "f32" : values instanceof Float64Array ? "f64" : "i32";
  return { dtype, shape: [values.length], values };
}
