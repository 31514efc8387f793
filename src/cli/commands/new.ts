/** `nnet new`: a complete file to start from, with the reason for each choice. */
import { relative, sep } from "node:path";
import { shellWord } from "../../base/shell-word.ts";
import { suggest } from "../../base/suggest.ts";
import { UserError } from "../../base/user-error.ts";
import type { CliContext, ExitCode } from "../cli-context.ts";
import { type ChosenFeatures, chooseFeatures } from "../starter/choose-features.ts";
import { findSequence } from "../starter/find-sequence.ts";
import { findTarget, targetColumn } from "../starter/find-target.ts";
import { imageFacts, imageFile, supposedImages } from "../starter/image-file.ts";
import { groupColumn, mixedFile } from "../starter/mixed-file.ts";
import { fileBeside, type OpenedData, openData } from "../starter/open-data.ts";
import { regression } from "../starter/regression.ts";
import { sequenceFile } from "../starter/sequence-file.ts";
import { type StarterFile, starterText } from "../starter/starter-file.ts";
import type { ImageTask, SequenceTask, StarterTask, TableTask } from "../starter/starter-task.ts";
import { starterTasks } from "../starter/starter-tasks.ts";
import { tableFile } from "../starter/table-file.ts";

interface NewOptions {
  readonly task?: string;
  readonly data?: string;
  readonly target?: string;
  readonly labels?: string;
  readonly group?: string;
  readonly output?: string;
  readonly overwrite?: boolean;
}

/** Texts enter alone. */
const noFeatures: ChosenFeatures = { terms: [], width: 0, texts: [], leftOut: [], missing: undefined };

/** With fewer rows no part could be kept aside that tells anything. */
const leastRows = 20;

export async function newFile(
  context: CliContext,
  _: readonly string[],
  options: NewOptions,
): Promise<ExitCode> {
  const output = options.output === "-" ? undefined : options.output;
  const wanted = options.task === undefined ? undefined : findTask(options.task);
  if (output !== undefined) await requireFree(context, output, options);
  const text = starterText(await fileFor(context, wanted, options));
  if (output === undefined) {
    context.terminal.print(text.trimEnd());
    return 0;
  }
  await context.host.writeFile(context.host.resolve(context.folder, output), text);
  const allow = options.data !== undefined && isOutside(context, options.data, output) ? " --allow-path" : "";
  const file = `${shellWord(output)}${allow}`;
  const first =
    options.data === undefined ? ": put your file and its columns into the data section, then" : "";
  context.terminal.offer(`wrote ${output}; next${first}`, `nnet check ${file} && nnet train ${file}`);
  return 0;
}

function findTask(name: string): StarterTask {
  const task = starterTasks.find((one) => one.name === name);
  if (task) return task;
  const names = starterTasks.map((one) => one.name);
  const near = suggest(name, names);
  throw new UserError(`there is no task called "${name}"`, {
    help: near ? `did you mean ${near}?` : `the tasks are ${names.join(", ")}`,
    exitCode: 2,
  });
}

async function requireFree({ host, folder }: CliContext, path: string, options: NewOptions): Promise<void> {
  const info = await host.stat(host.resolve(folder, path));
  if (info?.isDirectory) {
    throw new UserError(`"${path}" is a folder`, { help: `name a file: ${path}/model.nnet`, exitCode: 2 });
  }
  if (!info || options.overwrite) return;
  throw new UserError(`${path} is there already`, {
    help: "choose another name, or replace it with --overwrite",
    exitCode: 2,
  });
}

async function fileFor(
  context: CliContext,
  wanted: StarterTask | undefined,
  options: NewOptions,
): Promise<StarterFile> {
  if (options.data !== undefined) return fileForData(context, options.data, wanted, options);
  for (const flag of ["target", "labels", "group"] as const) {
    if (options[flag] !== undefined) {
      throw new UserError(`--${flag} speaks of a data file: name it with --data FILE`, { exitCode: 2 });
    }
  }
  if (!wanted) {
    const tasks = starterTasks;
    throw new UserError("say what the file is for: --task TASK, --data FILE, or both", {
      help: `the tasks are ${tasks.map(({ name, summary }) => `${name} (${summary})`).join(", ")}`,
      exitCode: 2,
    });
  }
  if (wanted.kind === "image") return imageFile(wanted, supposedImages, false);
  if (wanted.kind === "sequence") return sequenceFile(taskOfTexts(), undefined);
  if (wanted.kind === "mixed") return mixedFile(undefined);
  return tableFile(wanted, undefined);
}

async function fileForData(
  context: CliContext,
  path: string,
  wanted: StarterTask | undefined,
  options: NewOptions,
): Promise<StarterFile> {
  const data = await openData(context, path, options.labels);
  if (data.header.rows < leastRows) {
    throw new UserError(
      `${path} has ${data.header.rows} rows: at least ${leastRows} are needed to train and to judge`,
      {
        place: path,
        help: "nnet new --task TASK writes a file to fill in, whatever the rows",
        exitCode: 2,
      },
    );
  }
  const arrays = data.header.fields.some(({ kind }) => kind === "array");
  const image = starterTasks.find((task): task is ImageTask => task.kind === "image");
  if (arrays && image && (wanted === undefined || wanted === image)) {
    return imageFile(image, await imagesOf(context, data, path, options), true);
  }
  if (options.group !== undefined && wanted?.kind !== "mixed") {
    throw new UserError("--group names the groups of a mixed model: add --task mixed", { exitCode: 2 });
  }
  if (arrays || wanted?.kind === "image") {
    const [is, takes] = arrays ? ["arrays", "a table"] : ["a table", "images in IDX files"];
    throw new UserError(`${path} holds ${is}, but --task ${wanted?.name} takes ${takes}`, { exitCode: 2 });
  }
  return wanted?.kind === "mixed" ? mixedOf(context, data, options) : tableOf(context, data, wanted, options);
}

/** What is asked of texts that are to come: a question of yes or no. */
function taskOfTexts(): TableTask {
  return findTask("binary") as TableTask;
}

async function imagesOf(context: CliContext, data: OpenedData, path: string, options: NewOptions) {
  if (options.target !== undefined) {
    throw new UserError("--target names a column of a table; images have --labels FILE", { exitCode: 2 });
  }
  const found: string[] = [];
  for (const one of data.paths) {
    const other = await fileBeside(context, one, testName);
    if (other !== undefined) found.push(other);
  }
  const test =
    found.length === data.paths.length ? data.source(writtenPaths(context, found, options)) : undefined;
  const source = data.source(writtenPaths(context, data.paths, options));
  return imageFacts({ ...data.header, source: path }, source, test);
}

/** As the files of MNIST are called. */
function testName(name: string): string {
  return name.replace("train", "t10k");
}

function tableOf(
  context: CliContext,
  { header, spec, paths, source }: OpenedData,
  wanted: TableTask | SequenceTask | undefined,
  options: NewOptions,
): StarterFile {
  const tasks = starterTasks.filter((task): task is TableTask => task.kind === "table");
  const field = targetColumn(header, options.target);
  if (options.target === undefined) {
    context.terminal.say(`note: it predicts ${field.name}, the last column; --target NAME takes another`);
  }
  const target = findTarget(header, spec, field, tasks, wanted?.kind === "table" ? wanted : undefined);
  const written = source(writtenPaths(context, paths, options));
  if (wanted?.kind === "sequence") {
    const found = findSequence(header, field);
    const others = { ...header, fields: header.fields.filter((one) => one !== found.column) };
    const features = found.kind === "text" ? noFeatures : chooseFeatures(others, field);
    return sequenceFile(target.task, { header, target, features, source: written, found });
  }
  return tableFile(target.task, { header, target, features: chooseFeatures(header, field), source: written });
}

function mixedOf(
  context: CliContext,
  { header, spec, paths, source }: OpenedData,
  options: NewOptions,
): StarterFile {
  const field = targetColumn(header, options.target);
  const target = findTarget(header, spec, field, [regression], regression).facts;
  const group = groupColumn(header, field, options.group);
  const rest = { ...header, fields: header.fields.filter((one) => one !== group) };
  const features = chooseFeatures(rest, field);
  return mixedFile({
    header,
    target,
    group,
    features,
    source: source(writtenPaths(context, paths, options)),
  });
}

/** Relative to the file that is written, so that it may be called from anywhere. */
function writtenPaths({ host, folder }: CliContext, paths: readonly string[], { output }: NewOptions) {
  if (output === undefined || output === "-") return paths.map(slashes);
  const modelFolder = host.resolve(folder, output, "..");
  return paths.map((path) => slashes(relative(modelFolder, host.resolve(folder, path))));
}

/** Other commands read such data only where the user allows it. */
function isOutside({ host, folder }: CliContext, data: string, output: string): boolean {
  const path = host.resolve(folder, data);
  return [folder, host.resolve(folder, output, "..")].every((one) =>
    /^\.\.|^[\\/]|^\w:/.test(relative(one, path)),
  );
}

function slashes(path: string): string {
  return sep === "\\" ? path.replaceAll("\\", "/") : path;
}
