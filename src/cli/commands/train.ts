/** `nnet train`: check, load, train, keep the run. */
import { showPlace } from "../../base/source.ts";
import { UserError } from "../../base/user-error.ts";
import type { JudgeOptions } from "../../check/judge-watched.ts";
import { loadModelData } from "../../load-model-data.ts";
import { trainSection } from "../../lower/programs.ts";
import type { ModelIR } from "../../model/ir.ts";
import { findSection } from "../../model/sections.ts";
import { type InitialWeights, readInitialWeights } from "../../read-weights-files.ts";
import type { Engine } from "../../train/engine.ts";
import { evaluatePart } from "../../train/evaluate.ts";
import { planOf } from "../../train/plan.ts";
import { beginRun, runFiles, saveRun, weightsHash } from "../../train/run-folder.ts";
import { trainModel } from "../../train/train-model.ts";
import { BrokenTraining, type TrainResult } from "../../train/training-run.ts";
import { version } from "../../version.ts";
import { vocabulary } from "../../vocabulary.ts";
import type { CliContext, ExitCode } from "../cli-context.ts";
import { configReader } from "../config.ts";
import { engineOf } from "../engines.ts";
import { fitBatch } from "../fit-batch.ts";
import { type OpenedModel, openModel, tellFindings } from "../open-model.ts";
import { showDuration, trainingProgress } from "../progress.ts";
import { fingerprintsOf, requireCheckpoint, resumeCommand } from "../resume-run.ts";
import { chooseRunFolder, requireElsewhere } from "../run-name.ts";
import { type Measured, tellBroken, tellInterrupted, tellParts, tellResult } from "../tell-training.ts";
import type { TrainingJob } from "../training-job.ts";

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
  if (options.overwrite) requireElsewhere(context, folder, begin.paths);
  const at = context.host.resolve(context.folder, folder);
  const job: TrainingJob = { context, opened, model, dataset, folder, at };
  try {
    const result = await run(job, { ...options, engine, judged, begin });
    const measured = await writeReport(job, result);
    return result.status === "finished"
      ? tellResult(job, result, measured)
      : tellInterrupted(job, result, resumeCommand(job, path as string, options.allowPath));
  } catch (error) {
    if (!(error instanceof BrokenTraining)) throw error;
    // A training that breaks has its page too: curves and findings tell why.
    await writeReport(job, error.broken.result);
    return tellBroken(job, error);
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
  job: TrainingJob,
  options: TrainOptions & {
    readonly engine: Engine;
    readonly judged: JudgeOptions;
    readonly begin: InitialWeights;
  },
): Promise<TrainResult> {
  const { context, opened, model, dataset, at } = job;
  const { host, terminal } = context;
  const { tensors, hash } = options.begin;
  const fingerprints = await fingerprintsOf(job, hash);
  const resume = options.resume ? await requireCheckpoint(job, fingerprints) : undefined;
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

/** The page for people, with what is measured at the end. */
async function writeReport(
  { context: { host }, opened, model, dataset, at }: TrainingJob,
  result: TrainResult,
): Promise<Measured> {
  const { text, set } = opened;
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
  await host.writeFile(host.resolve(at, runFiles.report), page);
  return { test, hash };
}
