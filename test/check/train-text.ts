/** Trains a model text on the data of `models/`, and gives what the watch finds. */

import type { Diagnostic } from "../../src/base/diagnostic.ts";
import { nodeHost } from "../../src/cli/node-host.ts";
import { analyse, cpuEngine } from "../../src/compile.ts";
import { locateIn } from "../../src/data/locate.ts";
import { loadModelData } from "../../src/load-model-data.ts";
import type { ModelIR } from "../../src/model/ir.ts";
import { trainModel } from "../../src/train/train-model.ts";
import type { TrainOptions, TrainResult } from "../../src/train/training-run.ts";
import { fitOneBatch } from "../../src/train/watch/fit-one-batch.ts";

export interface Trained {
  readonly findings: readonly Diagnostic[];
  /** What the checker says before. */
  readonly checked: readonly Diagnostic[];
  /** Absent where the training broke. */
  readonly result?: TrainResult;
  readonly error?: string;
}

interface Prepared extends TrainOptions {
  readonly model: ModelIR;
  readonly checked: readonly Diagnostic[];
}

/** `folder` is where data paths begin. */
export async function preparedOf(text: string, folder = "."): Promise<Prepared> {
  const locate = locateIn(nodeHost, {
    modelFolder: nodeHost.resolve(process.cwd(), folder),
    allowPath: true,
  });
  const { model, file, diagnostics } = await analyse(
    { name: "model.nnet", text },
    { host: nodeHost, locate },
  );
  if (!model) throw new Error("the model text cannot be read");
  const dataset = await loadModelData(nodeHost, model, locate);
  return { model, dataset, engine: cpuEngine, host: nodeHost, watch: { file }, checked: diagnostics };
}

export async function trainText(
  text: string,
  folder?: string,
  more: Partial<TrainOptions> = {},
): Promise<Trained> {
  const findings: Diagnostic[] = [];
  const prepared = await preparedOf(text, folder);
  const { checked } = prepared;
  const observer = { finding: (finding: Diagnostic) => findings.push(finding) };
  try {
    return { findings, checked, result: await trainModel({ ...prepared, observer, ...more }) };
  } catch (error) {
    return { findings, checked, error: (error as Error).message };
  }
}

export async function fitText(text: string): Promise<readonly Diagnostic[]> {
  const { watch, ...prepared } = await preparedOf(text);
  return (await fitOneBatch({ ...prepared, ...(watch ? { watch } : {}) })).findings;
}
