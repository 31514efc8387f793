/** The files that a model's weights begin with: their headers for `check`, all of them for a training that begins. */
import type { Diagnostic } from "./base/diagnostic.ts";
import type { Host } from "./base/host.ts";
import { sha256 } from "./base/sha256.ts";
import { showPlace } from "./base/source.ts";
import { UserError } from "./base/user-error.ts";
import { MissingFile } from "./data/locate.ts";
import type { Locate } from "./data/source-files.ts";
import type { ModelIR, WeightsFile } from "./model/ir.ts";
import { type FileShapes, matchWeights, namedWeightsFiles } from "./model/match-weights.ts";
import { decodeSafetensors, headerEnd, tensorShapes } from "./tensor/safetensors.ts";
import type { Tensor } from "./tensor/types.ts";

export interface CheckedWeights {
  readonly problems: readonly Diagnostic[];
  readonly missing: readonly MissingFile[];
}

/** Looks at the headers of the files that are there. */
export async function checkWeightsFiles(host: Host, locate: Locate, model: ModelIR): Promise<CheckedWeights> {
  const files = new Map<string, FileShapes>();
  const unread: Diagnostic[] = [];
  const missing: MissingFile[] = [];
  for (const { file, span } of namedWeightsFiles(model)) {
    try {
      files.set(file, await readShapes(host, locate, file));
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      const { message, help } = error;
      if (error instanceof MissingFile) missing.push(error);
      else unread.push({ rule: "bad-option", severity: "error", message, span, ...(help ? { help } : {}) });
    }
  }
  return { problems: [...unread, ...matchWeights(model, files).problems], missing };
}

export interface InitialWeights {
  /** By the path that each has in the network. */
  readonly tensors: Readonly<Record<string, Tensor>>;
  /** Hash of the files: a run that goes on must find the same. Absent where the model names none. */
  readonly hash?: string;
  /** Where the files are, as the host knows them. */
  readonly paths?: readonly string[];
}

/** Throws `UserError` where a file is missing, damaged, or does not fit. */
export async function readInitialWeights(
  host: Host,
  model: ModelIR,
  locate: Locate,
): Promise<InitialWeights> {
  const named = namedWeightsFiles(model);
  if (named.length === 0) return { tensors: {} };
  const files = new Map<string, Readonly<Record<string, Tensor>>>();
  const contents: (string | Uint8Array)[] = [];
  const paths: string[] = [];
  for (const begin of named) {
    const { path, bytes } = await readWhole(host, locate, begin);
    paths.push(path);
    contents.push(JSON.stringify([begin.file, bytes.length]), bytes);
    files.set(begin.file, decodeSafetensors(bytes, begin.file).tensors);
  }
  const shapes = new Map([...files].map(([file, tensors]) => [file, shapesOf(tensors)]));
  const { taken, problems } = matchWeights(model, shapes);
  const [problem] = problems;
  if (problem) throw new UserError(problem.message, { ...helpOf(problem), place: showPlace(problem.span) });
  return {
    tensors: Object.fromEntries(
      taken.map(({ path, file, name }) => [path, files.get(file)?.[name] as Tensor]),
    ),
    hash: await sha256(contents),
    paths,
  };
}

async function readWhole(
  host: Host,
  locate: Locate,
  begin: WeightsFile,
): Promise<{ readonly path: string; readonly bytes: Uint8Array }> {
  try {
    const { path } = await locate(begin.file);
    return { path, bytes: await host.readFile(path) };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw new UserError(error.message, {
      ...helpOf(error),
      place: showPlace(begin.span),
      exitCode: error.exitCode,
    });
  }
}

async function readShapes(host: Host, locate: Locate, file: string): Promise<FileShapes> {
  const { path, size } = await locate(file);
  const end = headerEnd(await host.readRange(path, 0, Math.min(8, size)), size, file);
  return tensorShapes(await host.readRange(path, 0, end), size, file);
}

function shapesOf(tensors: Readonly<Record<string, Tensor>>): FileShapes {
  return Object.fromEntries(Object.entries(tensors).map(([name, { shape }]) => [name, shape]));
}

function helpOf({ help }: { readonly help?: string | undefined }): { readonly help?: string } {
  return help === undefined ? {} : { help };
}
