/** `nnet train`: check, load, train, keep the run. */
import type { Host } from "../../base/host.ts";
import { sha256 } from "../../base/sha256.ts";
import { shellWord } from "../../base/shell-word.ts";
import { showPlace } from "../../base/source.ts";
import { UserError } from "../../base/user-error.ts";
import type { JudgeOptions } from "../../check/judge-watched.ts";
import type { Dataset } from "../../data/dataset.ts";
import { loadModelData } from "../../load-model-data.ts";
import { trainSection } from "../../lower/programs.ts";
import type { ModelIR } from "../../model/ir.ts";
import { findSection } from "../../model/sections.ts";
import { type InitialWeights, readInitialWeights } from "../../read-weights-files.ts";
import { type Checkpoint, recordPlace } from "../../train/checkpoint.ts";
import type { Engine } from "../../train/engine.ts";
import { evaluatePart } from "../../train/evaluate.ts";
import { planOf } from "../../train/plan.ts";
import {
  beginRun,
  dataHash,
  readCheckpoint,
  runFiles,
  saveRun,
  weightsHash,
} from "../../train/run-folder.ts";
import type { Logs } from "../../train/tally.ts";
import { trainModel } from "../../train/train-model.ts";
import { BrokenTraining, type TrainResult } from "../../train/training-run.ts";
import { version } from "../../version.ts";
import { vocabulary } from "../../vocabulary.ts";
import type { CliContext, ExitCode } from "../cli-context.ts";
import { configReader } from "../config.ts";
import { engineOf } from "../engines.ts";
import { fitBatch } from "../fit-batch.ts";
import { type OpenedModel, openModel, tellFindings } from "../open-model.ts";
import { showDuration, showLogs, trainingProgress } from "../progress.ts";
import { chooseRunFolder } from "../run-name.ts";
import { tellError } from "../terminal.ts";

interface TrainOptions {
  readonly run?: string;
  readonly resume?: boolean;
  readonly overwrite?: boolean;
  readonly target: string;
  readonly threads?: string;
  readonly allowPath?: boolean;
  readonly watch: boolean;
  readonly oneBatch?: boolean;
  readonly hints?: boolean;
  readonly set?: readonly string[];
}

export async function train(
  context: CliContext,
  [path]: readonly string[],
  options: TrainOptions,
): Promise<ExitCode> {
  const engine = engineOf(context, options);
  const { severities } = await configReader(context)(path as string);
  const opened = await openModel(context, path as string, { ...options, severities });
  if (tellFindings(context, opened)) return 1;
  const model = requireTrainable(opened);
  if (findSection(opened.analysis.file, "search")) {
    context.terminal.say("note: this version does not search; the params have the values of the file");
  }
  const dataset = await loadModelData(context.host, model, opened.locate);
  for (const note of dataset.notes ?? []) context.terminal.say(`note: ${note}`);
  tellParts(context, model, dataset);
  const judged: JudgeOptions = { file: opened.analysis.file, severities, overrides: opened.overrides };
  const begin = await readInitialWeights(context.host, model, opened.locate);
  if (options.oneBatch) return fitBatch(context, model, dataset, engine, begin, judged);
  const folder = await chooseRunFolder(context, model.name, options);
  const report = (result: TrainResult) => writeReport(context, opened, model, dataset, result, folder);
  const settings = { ...options, engine, judged, begin };
  try {
    const result = await run(context, opened, model, dataset, folder, settings);
    const measured = await report(result);
    return result.status === "finished"
      ? tellResult(context, result, measured, folder)
      : tellInterrupted(context, result, folder, goOn(path as string, folder, options));
  } catch (error) {
    if (!(error instanceof BrokenTraining)) throw error;
    // A training that breaks has its page too: curves and findings tell why.
    await report(error.broken.result);
    return tellBroken(context, error, folder);
  }
}

function requireTrainable({ analysis, name }: OpenedModel): ModelIR {
  const { model, missingData } = analysis;
  if (missingData) throw withPlace(missingData, model);
  if (!model) {
    throw new UserError(`${name} has no network of its own, so there is nothing to train`, {
      help: "end it with a chain, such as Dense(16, relu) -> Dense(1)",
    });
  }
  if (!model.data && !model.train?.terms) {
    throw new UserError(`${name} has no data section, so there is nothing to train on`, {
      help: 'add one: data { source = csv("rows.csv")  target = label }',
    });
  }
  return model;
}

/** The same error, with the place in the model file that names the data. */
function withPlace(error: UserError, model: ModelIR | undefined): UserError {
  const span = model?.data?.source.span;
  if (!span) return error;
  const help = error.help === undefined ? {} : { help: error.help };
  return new UserError(error.message, {
    ...help,
    place: showPlace(span),
    exitCode: error.exitCode,
  });
}

async function run(
  context: CliContext,
  opened: OpenedModel,
  model: ModelIR,
  dataset: Dataset,
  folder: string,
  options: TrainOptions & {
    readonly engine: Engine;
    readonly judged: JudgeOptions;
    readonly begin: InitialWeights;
  },
): Promise<TrainResult> {
  const { host, terminal } = context;
  const at = host.resolve(context.folder, folder);
  const { tensors, hash } = options.begin;
  const fingerprints = {
    source: await sha256([opened.text]),
    ...(opened.set.length === 0 ? {} : { set: setOptions(opened.set).map(shellWord).join(" ") }),
    data: await dataHash(dataset.train),
    ...(hash === undefined ? {} : { weights: hash }),
  };
  const resume = options.resume ? await requireCheckpoint(host, at, folder, fingerprints) : undefined;
  const rows = dataset.train.rows;
  const rowsDone = resume ? resume.progress.epochs * rows + resume.progress.position : 0;
  const plan = planOf(trainSection(model), rows);
  const about = { nnet: version, modelFolder: opened.modelFolder };
  const begun = { about, source: opened.text, model, preprocessing: dataset.preprocessing };
  const progress = trainingProgress(terminal, { ...plan, rowsDone, hints: options.hints }, host.now);
  let stopping = false;
  const release = context.onInterrupt(() => {
    stopping = true;
  });
  try {
    return await trainModel({
      model,
      dataset,
      engine: options.engine,
      host,
      observer: progress,
      watch: options.watch && options.judged,
      fingerprints,
      initialWeights: tensors,
      // A run that is to be replaced stands until nothing but the training itself can fail.
      ...(resume ? { resume } : { begun: () => beginRun(host, at, begun, vocabulary) }),
      save: (checkpoint, trained) => saveRun(host, at, checkpoint, trained),
      write: (file, content) => host.writeFile(host.resolve(at, file), content),
      interrupted: () => stopping,
    });
  } finally {
    progress.stop();
    release();
  }
}

function setOptions(set: readonly string[]): readonly string[] {
  return set.flatMap((value) => ["--set", value]);
}

/** `folder` is how the user writes the place `at`. */
async function requireCheckpoint(
  host: Host,
  at: string,
  folder: string,
  fingerprints: Readonly<Record<string, string>>,
): Promise<Checkpoint> {
  const checkpoint = await readCheckpoint(host, at);
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

function tellParts({ terminal }: CliContext, model: ModelIR, { train, validation, test }: Dataset): void {
  const parts = train.rows > 0 ? [`${train.rows} rows to train on`] : [];
  for (const [name, { points, batch }] of Object.entries(model.train?.terms ?? {})) {
    const each = batch < points.rows ? `, ${batch} a step` : "";
    parts.push(`${points.rows} points ${name}${points.fresh ? ", drawn anew" : ""}${each}`);
  }
  if (validation) parts.push(`${validation.rows} to validate`);
  if (test) parts.push(`${test.rows} to test`);
  terminal.say(terminal.colors.dim(parts.join(model.train?.terms ? "; " : ", ")));
}

interface Measured {
  readonly test: Logs | undefined;
  readonly hash: string;
}

/** The page for people, with what is measured at the end. */
async function writeReport(
  { host, folder: working }: CliContext,
  { text, set }: OpenedModel,
  model: ModelIR,
  dataset: Dataset,
  result: TrainResult,
  folder: string,
): Promise<Measured> {
  const { session, layout, seconds } = result;
  const train = trainSection(model);
  const tested = dataset.test && model.train && result.status === "finished";
  const test = tested ? evaluatePart(session, model, train, dataset.test) : undefined;
  const hash = await weightsHash(layout, session.state);
  const { reportPage } = await import("../../train/report/report-page.ts");
  const page = reportPage({
    ...{ model, train, dataset, result, test, set, hash },
    ...{ source: text, duration: showDuration(seconds) },
    versions: { nnet: version, Node: process.version },
  });
  await host.writeFile(host.resolve(working, folder, runFiles.report), page);
  return { test, hash };
}

async function tellResult(
  { terminal }: CliContext,
  result: TrainResult,
  { test, hash }: Measured,
  folder: string,
): Promise<ExitCode> {
  const { seconds } = result;
  if (result.stopped !== undefined) terminal.say(`stopped: ${result.stopped}`);
  if (test) terminal.print(`test     ${showLogs(test)}`);
  // Hints are for those who ask, and stand in metrics.jsonl for all.
  const told = result.history
    .flatMap(({ findings }) => findings ?? [])
    .filter(({ severity }) => severity !== "hint");
  if (told.length > 0)
    terminal.print(`watch    ${told.map((one) => `${one.rule} (${recordPlace(one)})`).join(", ")}`);
  terminal.print(`trained  ${showDuration(seconds)}, ${result.progress.step} steps`);
  terminal.print(`weights  sha256 ${hash}`);
  terminal.print(`saved    ${folder}`);
  return 0;
}

/** What a finding of the watch has told is not told again. */
function tellBroken({ terminal }: CliContext, error: BrokenTraining, folder: string): ExitCode {
  const { told, left } = error.broken;
  if (told) terminal.say(`stopped: ${left}`);
  else tellError(terminal, error);
  terminal.say(`saved    ${folder} (${runFiles.report} tells the training up to there)`);
  return 1;
}

/** What a run that goes on has to be told again: without the same values it would be another one. */
function goOn(path: string, folder: string, { set = [], allowPath }: TrainOptions): string {
  const words = [
    path,
    ...setOptions(set),
    ...(allowPath ? ["--allow-path"] : []),
    "--run",
    folder,
    "--resume",
  ];
  return `nnet train ${words.map(shellWord).join(" ")}`;
}

function tellInterrupted(
  { terminal }: CliContext,
  result: TrainResult,
  folder: string,
  goOn: string,
): ExitCode {
  const { epochs, position, step } = result.progress;
  const place = position > 0 ? `in epoch ${epochs + 1}, after ${position} rows` : `after epoch ${epochs}`;
  terminal.say(`stopped ${place} (step ${step}); everything is saved in ${folder}`);
  terminal.say(`go on with: ${goOn}`);
  return 1;
}
