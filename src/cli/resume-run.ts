/** What `--resume` asks: whether a run goes on as it began, and how to say so. */
import { sha256 } from "../base/sha256.ts";
import { shellWord } from "../base/shell-word.ts";
import { UserError } from "../base/user-error.ts";
import type { Checkpoint } from "../train/checkpoint.ts";
import { dataHash, readCheckpoint } from "../train/run-folder.ts";
import type { TrainingJob } from "./training-job.ts";

type Fingerprints = Readonly<Record<string, string>>;

/** What must be the same for a run to go on; `weights` is the hash of those that it begins with, where a file gives them. */
export async function fingerprintsOf(
  { opened, dataset }: TrainingJob,
  weights: string | undefined,
): Promise<Fingerprints> {
  return {
    source: await sha256([opened.text]),
    ...(opened.set.length === 0 ? {} : { set: setOptions(opened.set).map(shellWord).join(" ") }),
    data: await dataHash(dataset.train),
    ...(weights === undefined ? {} : { weights }),
  };
}

export async function requireCheckpoint(
  { context, folder, at }: TrainingJob,
  fingerprints: Fingerprints,
): Promise<Checkpoint> {
  const checkpoint = await readCheckpoint(context.host, at);
  if (!checkpoint) {
    throw new UserError(`${folder} holds no checkpoint to go on from`, { help: "train without --resume" });
  }
  const { set: began } = checkpoint.fingerprints;
  if (began !== fingerprints.set) {
    const values = began === undefined ? "without --set" : `with ${began}`;
    throw new UserError(`the run in ${folder} began ${values}, and goes on with the same values only`, {
      help: `pass the same, or train anew without --resume`,
    });
  }
  for (const [what, name] of [
    ["source", "the model file"],
    ["data", "the training data"],
    ["weights", "the file of weights that it begins with"],
  ] as const) {
    if (checkpoint.fingerprints[what] === fingerprints[what]) continue;
    throw new UserError(`${name} has changed since the run in ${folder} began, so it cannot go on`, {
      help: "put it back as it was, or train anew without --resume",
    });
  }
  return checkpoint;
}

/** The command that goes on with a run. It is told the same values again: without them it would be another one. */
export function resumeCommand(
  { folder, opened }: TrainingJob,
  path: string,
  allowPath: boolean | undefined,
): string {
  const where = ["--run", folder, "--resume"];
  const words = [path, ...setOptions(opened.set), ...(allowPath ? ["--allow-path"] : []), ...where];
  return `nnet train ${words.map(shellWord).join(" ")}`;
}

function setOptions(set: readonly string[]): readonly string[] {
  return set.flatMap((value) => ["--set", value]);
}
