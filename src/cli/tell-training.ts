/** What `nnet train` says before and after. */
import type { Dataset } from "../data/dataset.ts";
import type { ModelIR } from "../model/ir.ts";
import { recordPlace } from "../train/checkpoint.ts";
import { runFiles } from "../train/run-folder.ts";
import type { Logs } from "../train/tally.ts";
import type { BrokenTraining, TrainResult } from "../train/training-run.ts";
import type { CliContext, ExitCode } from "./cli-context.ts";
import { showDuration, showLogs } from "./progress.ts";
import { tellError } from "./terminal.ts";
import type { TrainingJob } from "./training-job.ts";

export function tellParts(
  { terminal }: CliContext,
  model: ModelIR,
  { train, validation, test }: Dataset,
): void {
  const parts = train.rows > 0 ? [`${train.rows} rows to train on`] : [];
  for (const [name, { points, batch }] of Object.entries(model.train?.terms ?? {})) {
    const each = batch < points.rows ? `, ${batch} a step` : "";
    parts.push(`${points.rows} points ${name}${points.fresh ? ", drawn anew" : ""}${each}`);
  }
  if (validation) parts.push(`${validation.rows} to validate`);
  if (test) parts.push(`${test.rows} to test`);
  terminal.say(terminal.colors.dim(parts.join(model.train?.terms ? "; " : ", ")));
}

/** At the end of a training. */
export interface Measured {
  /** Of the rows that it never saw, where there are any. */
  readonly test: Logs | undefined;
  readonly hash: string;
}

export function tellResult(
  { context: { terminal }, folder }: TrainingJob,
  result: TrainResult,
  { test, hash }: Measured,
): ExitCode {
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
export function tellBroken({ context: { terminal }, folder }: TrainingJob, error: BrokenTraining): ExitCode {
  const { told, left } = error.broken;
  if (told) terminal.say(`stopped: ${left}`);
  else tellError(terminal, error);
  terminal.say(`saved    ${folder} (${runFiles.report} tells the training up to there)`);
  return 1;
}

export function tellInterrupted(
  { context: { terminal }, folder }: TrainingJob,
  result: TrainResult,
  goOn: string,
): ExitCode {
  const { epochs, position, step } = result.progress;
  const place = position > 0 ? `in epoch ${epochs + 1}, after ${position} rows` : `after epoch ${epochs}`;
  terminal.say(`stopped ${place} (step ${step}); everything is saved in ${folder}`);
  terminal.offer("go on with", goOn);
  return 1;
}
