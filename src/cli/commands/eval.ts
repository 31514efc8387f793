/** `nnet eval`: loss and metrics of a saved run. */
import { UserError } from "../../base/user-error.ts";
import type { DataPart, Dataset } from "../../data/dataset.ts";
import { locateIn } from "../../data/locate.ts";
import { loadModelData } from "../../load-model-data.ts";
import { trainSection } from "../../lower/programs.ts";
import { evaluatePart, evaluationBatches } from "../../train/evaluate.ts";
import { openRun } from "../../train/open-run.ts";
import { readRun, type SavedRun } from "../../train/run-folder.ts";
import { vocabulary } from "../../vocabulary.ts";
import type { CliContext, ExitCode } from "../cli-context.ts";
import { engineOf } from "../engines.ts";
import { showLogs } from "../progress.ts";

interface EvalOptions {
  readonly part?: string;
  readonly weights?: string;
  readonly json?: boolean;
  readonly target: string;
  readonly threads?: string;
  readonly allowPath?: boolean;
}

const parts = ["test", "validation", "train"] as const;
type Part = (typeof parts)[number];

export async function evaluate(
  context: CliContext,
  [folder]: readonly string[],
  options: EvalOptions,
): Promise<ExitCode> {
  const { host, terminal } = context;
  if (options.part !== undefined && !parts.includes(options.part as Part)) {
    throw new UserError(`--part takes ${parts.join(", ")}, not "${options.part}"`, { exitCode: 2 });
  }
  const run = await readRun(host, folder as string, vocabulary, options.weights);
  const dataset = await loadRunData(context, run, options.allowPath ?? false);
  const [name, part] = choosePart(dataset, options.part as Part | undefined);
  const session = await openRun(run, engineOf(context, options), "evaluate", evaluationBatches([part]), {
    rows: dataset.train.rows,
  });
  const logs = evaluatePart(session, run.model, trainSection(run.model), part);
  if (options.json) terminal.print(JSON.stringify({ part: name, rows: part.rows, ...logs }));
  else terminal.print(`${name}  ${part.rows} rows  ${showLogs(logs)}`);
  return 0;
}

/** The model's paths are relative to the model file, whose folder the run remembers. */
async function loadRunData(context: CliContext, run: SavedRun, allowPath: boolean): Promise<Dataset> {
  const { host, folder } = context;
  const locate = locateIn(host, { modelFolder: host.resolve(folder, run.modelFolder), allowPath });
  return loadModelData(host, run.model, locate);
}

function choosePart(dataset: Dataset, wanted: Part | undefined): [Part, DataPart] {
  const name = wanted ?? parts.find((part) => dataset[part] !== undefined) ?? "train";
  const part = dataset[name];
  if (part?.rows === 0) {
    throw new UserError("the run was trained on points, so there are no rows with targets to compare with", {
      help: "nnet predict gives what the network says at places of your own",
      exitCode: 2,
    });
  }
  if (part) return [name, part];
  throw new UserError(`the run's data has no ${name} part`, {
    help: "name another with --part, or give the data section a split",
    exitCode: 2,
  });
}
