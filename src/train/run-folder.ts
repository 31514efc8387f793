/**
 * A run on disk. `checkpoint.safetensors` is the one truth about how far the run is; the other files are for people and
 * for `eval` and `predict`. Each is replaced as a whole, so a kill at any moment leaves a run that can be used.
 */
import type { Host } from "../base/host.ts";
import { bytesOfArray, sha256 } from "../base/sha256.ts";
import { UserError } from "../base/user-error.ts";
import type { DataPart, Preprocessing } from "../data/dataset.ts";
import { mayFill } from "../library/run-file.ts";
import type { WeightLayout } from "../lower/weight-layout.ts";
import type { ModelIR } from "../model/ir.ts";
import { irFromJson, irToJson } from "../model/ir-json.ts";
import { decodeSafetensors, encodeSafetensors } from "../tensor/safetensors.ts";
import type { NumberArray, Tensor } from "../tensor/types.ts";
import type { Json } from "../words/param.ts";
import type { Vocabulary } from "../words/word.ts";
import { type Checkpoint, decodeCheckpoint, encodeCheckpoint } from "./checkpoint.ts";
import type { Trained } from "./training-run.ts";
import { placedStates, weightTensors } from "./weight-tensors.ts";

export const runFiles = {
  about: "run.json",
  source: "model.nnet",
  model: "model.json",
  preprocessing: "preprocessing.json",
  weights: "weights.safetensors",
  checkpoint: "checkpoint.safetensors",
  metrics: "metrics.jsonl",
  report: "report.html",
} as const;

type State = Readonly<Record<string, NumberArray>>;

/** How the run came to be. */
export interface RunAbout {
  /** Version of nnet that began it. */
  readonly nnet: string;
  /** Folder of the model file, as seen from the working directory: data paths are relative to it. */
  readonly modelFolder: string;
}

export interface SavedRun extends RunAbout {
  readonly folder: string;
  readonly model: ModelIR;
  readonly preprocessing: Preprocessing;
  readonly weights: Readonly<Record<string, Tensor>>;
}

/** Writes what does not change while training, in the place of a run that stood there. */
export async function beginRun(
  host: Host,
  folder: string,
  run: {
    readonly about: RunAbout;
    readonly source: string;
    readonly model: ModelIR;
    readonly preprocessing: Preprocessing;
  },
  vocabulary: Vocabulary,
): Promise<void> {
  await host.makeFolder(folder);
  await clearRun(host, folder, vocabulary);
  await host.writeFile(host.resolve(folder, runFiles.about), json(run.about));
  await host.writeFile(host.resolve(folder, runFiles.source), run.source);
  await host.writeFile(host.resolve(folder, runFiles.model), json(irToJson(run.model)));
  await host.writeFile(host.resolve(folder, runFiles.preprocessing), json(run.preprocessing));
}

/** Whether a run stands there; else the file of a folder that is none, whose place a run would take. */
export async function runAt(
  host: Host,
  folder: string,
): Promise<{ readonly run: boolean; readonly other?: string }> {
  for (const name of [runFiles.about, ...Object.values(runFiles)]) {
    if (!(await host.stat(host.resolve(folder, name)))) continue;
    return name === runFiles.about ? { run: true } : { run: false, other: name };
  }
  return { run: false };
}

/**
 * Takes away what a run has written, and nothing else: no weights, figures or checkpoint of it may be taken for those of the
 * run that comes after it. The checkpoint goes first, so that what is left at any moment cannot be gone on with, and
 * what says that this is a run stays until it is replaced.
 */
async function clearRun(host: Host, folder: string, vocabulary: Vocabulary): Promise<void> {
  const written = await callbackFiles(host, folder, vocabulary);
  const { about: _about, checkpoint, ...others } = runFiles;
  for (const name of [checkpoint, ...Object.values(others), ...written]) {
    await host.removeFile(host.resolve(folder, name));
  }
}

/** As the run's model tells; a run of another version may have a model that says nothing. */
async function callbackFiles(host: Host, folder: string, vocabulary: Vocabulary): Promise<readonly string[]> {
  const path = host.resolve(folder, runFiles.model);
  if (!(await host.stat(path))) return [];
  try {
    const { train } = irFromJson(await readJson(host, path), vocabulary);
    const names = (train?.callbacks ?? []).flatMap(({ word, params }) => word.facts?.(params).writes ?? []);
    if (names.length === 0) return [];
    const files = await host.listFolder(folder);
    return files.filter((file) => names.some((name) => mayFill(name, file)));
  } catch (error) {
    if (error instanceof UserError) return [];
    throw error;
  }
}

/** Weights first, the checkpoint last: what it says is on disk. */
export async function saveRun(
  host: Host,
  folder: string,
  checkpoint: Checkpoint,
  { layout, session }: Trained,
): Promise<void> {
  const tensors = weightTensors(layout, session.state);
  await host.writeFile(host.resolve(folder, runFiles.weights), encodeSafetensors({ tensors, metadata: {} }));
  const lines = checkpoint.progress.history.map((record) => `${JSON.stringify(record)}\n`);
  await host.writeFile(host.resolve(folder, runFiles.metrics), lines.join(""));
  await host.writeFile(host.resolve(folder, runFiles.checkpoint), encodeCheckpoint(checkpoint));
}

export async function readCheckpoint(host: Host, folder: string): Promise<Checkpoint | undefined> {
  const path = host.resolve(folder, runFiles.checkpoint);
  return (await host.stat(path)) ? decodeCheckpoint(await host.readFile(path), path) : undefined;
}

/** `folder` as the user writes it; `named` is a file that a callback wrote, in the place of the run's own weights. */
export async function readRun(
  host: Host,
  folder: string,
  vocabulary: Vocabulary,
  named?: string,
): Promise<SavedRun> {
  const weightsPath = host.resolve(folder, runFiles.weights);
  if (!(await host.stat(weightsPath))) throw await noRun(host, folder);
  const about = (await readJson(host, host.resolve(folder, runFiles.about))) as unknown as RunAbout;
  return {
    ...about,
    folder,
    model: irFromJson(await readJson(host, host.resolve(folder, runFiles.model)), vocabulary),
    preprocessing: (await readJson(
      host,
      host.resolve(folder, runFiles.preprocessing),
    )) as unknown as Preprocessing,
    weights: await readWeights(host, folder, named ?? runFiles.weights),
  };
}

/** Why a folder without weights cannot be read as a run. */
async function noRun(host: Host, folder: string): Promise<UserError> {
  if (await host.stat(host.resolve(folder, runFiles.about))) {
    return new UserError(`the run in ${folder} holds no weights so far`, {
      help: "it is under way, or ended before its first checkpoint: wait for it, or train again",
    });
  }
  const there = await host.stat(host.resolve(folder));
  const inFolder = there ? `it holds no ${runFiles.weights}` : "it is not there";
  const lacking = there && !there.isDirectory ? "it is a file, and a run is a folder" : inFolder;
  return new UserError(`${folder} is not a run: ${lacking}`, {
    help: "name a folder that nnet train has written, such as runs/iris",
    exitCode: 2,
  });
}

async function readWeights(host: Host, folder: string, name: string): Promise<SavedRun["weights"]> {
  const path = host.resolve(folder, name.endsWith(".safetensors") ? name : `${name}.safetensors`);
  if (!(await host.stat(path))) {
    throw new UserError(`${folder} holds no weights called ${name}`, {
      help: `a callback keeps them: ModelCheckpoint("${name}")`,
      exitCode: 2,
    });
  }
  return decodeSafetensors(await host.readFile(path), path).tensors;
}

/** Puts saved weights into a session's state; every weight of the network must be there in its own shape. */
export function writeWeights(
  layout: WeightLayout,
  weights: Readonly<Record<string, Tensor>>,
  state: State,
): void {
  for (const [name, placed] of placedStates(layout)) {
    for (const { path, shape, offset } of placed) {
      const saved = weights[path];
      if (!saved || saved.shape.join() !== shape.join()) {
        throw new UserError(
          saved
            ? `the saved weight ${path} has the shape [${saved.shape.join(", ")}], the network's has [${shape.join(", ")}]`
            : `the weight ${path} is not among the saved ones`,
          { help: "the run is damaged or of another model; train again" },
        );
      }
      (state[name] as NumberArray).set(saved.values, offset);
    }
  }
}

/** SHA-256 over the bytes of all weights in the order of the layout: equal hashes, equal networks. */
export function weightsHash(layout: WeightLayout, state: State): Promise<string> {
  return sha256(placedStates(layout).map(([name]) => bytesOfArray(state[name] as NumberArray)));
}

/** Hash of the rows that a run trains on, bytes and shapes. */
export function dataHash(part: DataPart): Promise<string> {
  const weights = Object.entries(part.weights ?? {}).map(
    ([name, array]) => [`weight/${name}`, array] as const,
  );
  const arrays = [...Object.entries(part.features), ...Object.entries(part.targets), ...weights];
  return sha256(
    arrays.flatMap(([name, array]) => [
      JSON.stringify([name, array.rows, array.shape, ...(array.table ?? [])]),
      bytesOfArray(array.values),
    ]),
  );
}

async function readJson(host: Host, path: string): Promise<Json> {
  const text = new TextDecoder().decode(await host.readFile(path));
  try {
    return JSON.parse(text) as Json;
  } catch {
    throw new UserError(`${path} is damaged: it is not JSON`, { place: path, help: "train again" });
  }
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
