/** The data file that a new model is for: which format it has, how a model file writes it, and what it holds. */

import { UserError } from "../../base/user-error.ts";
import type { DataSpec } from "../../data/data-spec.ts";
import type { DataHeader } from "../../data/header.ts";
import { locateAnywhere } from "../../data/locate.ts";
import { numberIn } from "../../data/number-text.ts";
import { readDataHeader } from "../../data/read-header.ts";
import { recognizeFormat } from "../../data/recognize-format.ts";
import { type LocatedFile, readStart } from "../../data/source-files.ts";
import { readDataSpec } from "../../model/read-data-spec.ts";
import { parse } from "../../syntax/parse.ts";
import { vocabulary } from "../../vocabulary.ts";
import type { CliContext } from "../cli-context.ts";
import { quoted } from "./column-word.ts";

export interface OpenedData {
  readonly header: DataHeader;
  readonly spec: DataSpec;
  /** The files, as the user named them. */
  readonly paths: readonly string[];
  /** The source as a model file writes it, with other paths in the place of `paths`. */
  source(paths: readonly string[]): string;
}

/** As much of the file as its first line may need. */
const startBytes = 1 << 16;

/** Where the labels are in a file of their own, it is given or found by its name. */
export async function openData(
  context: CliContext,
  path: string,
  labels: string | undefined,
): Promise<OpenedData> {
  const locate = locateAnywhere(context.host);
  const file = await locate(path, "either");
  if (file.folder) {
    throw new UserError(`"${path}" is a folder, where a data file is expected`, {
      help: `name a file in it; of pictures in a folder for each class, let nnet new --task image write a file, and give it source = images(${quoted(path)}, size = [64, 64])`,
      exitCode: 2,
    });
  }
  const start = await readStart(context.host, file, startBytes);
  const format = formatOf(file, start);
  if (format === "idx") return openIdx(context, path, labels);
  if (labels !== undefined) {
    throw new UserError(`--labels is for images in IDX files; ${path} is none`, { exitCode: 2 });
  }
  const options = format === "csv" ? tableOptions(start) : "";
  return open(context, [path], ([written]) => `${format}(${quoted(written as string)}${options})`);
}

async function openIdx(context: CliContext, path: string, given: string | undefined): Promise<OpenedData> {
  const labels = given ?? (await fileBeside(context, path, labelsName));
  if (labels === undefined) {
    throw new UserError(`which file holds the labels of ${path}?`, {
      place: path,
      help: "name it: --labels train-labels-idx1-ubyte",
      exitCode: 2,
    });
  }
  return open(
    context,
    [path, labels],
    ([images, names]) => `idx(${quoted(images as string)}, labels = ${quoted(names as string)})`,
  );
}

async function open(
  { host }: CliContext,
  paths: readonly string[],
  source: OpenedData["source"],
): Promise<OpenedData> {
  const text = `data { source = ${source(paths)} }`;
  const { spec, diagnostics } = readDataSpec(parse({ name: "<new>", text }).file, { vocabulary });
  if (!spec) throw new UserError(diagnostics[0]?.message ?? `${paths[0]} cannot be read`, { exitCode: 2 });
  return { spec, paths, source, header: await readDataHeader(host, spec, locateAnywhere(host)) };
}

/** A file whose name differs from that of another as `rename` says, where there is one. */
export async function fileBeside(
  { host, folder }: CliContext,
  path: string,
  rename: (name: string) => string,
): Promise<string | undefined> {
  const at = path.search(/[^\\/]*$/);
  const other = path.slice(0, at) + rename(path.slice(at));
  if (other === path) return undefined;
  const info = await host.stat(host.resolve(folder, other));
  return info && !info.isDirectory ? other : undefined;
}

function labelsName(name: string): string {
  return name.replace("images", "labels").replace(/idx\d/, "idx1");
}

/** A file of unknown kind is taken for a table. */
function formatOf({ written }: LocatedFile, start: Uint8Array): string {
  if (start[0] === 0x1f && start[1] === 0x8b && /ubyte|idx/i.test(written)) return "idx";
  return recognizeFormat(vocabulary, written, start)?.name ?? "csv";
}

/** What the first line tells of how a table is written. */
function tableOptions(start: Uint8Array): string {
  const text = new TextDecoder().decode(start).replace(/^\uFEFF/, "");
  const line = text.split(/\r\n|\n|\r/, 1)[0] ?? "";
  const plain = line.replace(/"(?:[^"]|"")*"/g, "x");
  const count = (sign: string): number => plain.split(sign).length;
  const separator = [";", "\t", "|"].reduce((best, sign) => (count(sign) > count(best) ? sign : best), ",");
  const values = plain.split(separator).map((value) => value.trim());
  const nameless = values.every((value) => numberIn(value) !== undefined);
  return `${separator === "," ? "" : `, separator = ${quoted(separator)}`}${nameless ? ", header = false" : ""}`;
}
