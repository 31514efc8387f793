/** Every file of models/: no finding, trains on its data, reaches what its comment promises. */
import { readdirSync, readFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import { nodeHost } from "../../src/cli/node-host.ts";
import { type Analysis, analyse, cpuEngine } from "../../src/compile.ts";
import type { DataPart, Dataset } from "../../src/data/dataset.ts";
import { locateIn } from "../../src/data/locate.ts";
import { loadModelData } from "../../src/load-model-data.ts";
import { evaluatePart } from "../../src/train/evaluate.ts";
import { trainModel } from "../../src/train/train-model.ts";

const folder = "models";
const files = readdirSync(folder).filter((name) => name.endsWith(".nnet"));
const locate = locateIn(nodeHost, { modelFolder: folder });

interface Promised {
  /** Which figure, and at least how much. */
  readonly figure: string;
  readonly least: number;
  readonly most?: number;
  /** Fewer epochs than the file's, where those would take a minute. */
  readonly epochs?: number;
  /** The same of steps, and of rows to train on. */
  readonly steps?: number;
  readonly rows?: number;
}

/** Files that name no data: a plain network, and blocks that others import. */
const withoutData = ["plain.nnet", "blocks.nnet"];

const promised: Readonly<Record<string, Promised>> = {
  "iris.nnet": { figure: "val_accuracy", least: 0.93 },
  "diabetes.nnet": { figure: "val_accuracy", least: 0.75 },
  "mnist-mlp.nnet": { figure: "test accuracy", least: 0.95, epochs: 1 },
  "mnist-linear.nnet": { figure: "test accuracy", least: 0.9, most: 0.935, epochs: 1 },
  "mnist-relu.nnet": { figure: "test accuracy", least: 0.94, epochs: 1 },
  "gpt.nnet": { figure: "loss", least: 0, most: 0.1, epochs: 60 },
  "mnist-convnet.nnet": { figure: "accuracy", least: 0.3, epochs: 1, rows: 2_000 },
  "digits.nnet": { figure: "val_accuracy", least: 0.5, epochs: 1, rows: 1_500 },
  "signatures.nnet": { figure: "val_right", least: 0.8, epochs: 6 },
  "reviews.nnet": { figure: "val_spam_auc", least: 0.95, epochs: 3 },
  "flowers.nnet": { figure: "accuracy", least: 0.6, epochs: 6 },
  "adding.nnet": { figure: "val_loss", least: 0, most: 0.3, epochs: 1, rows: 640 },
  "translate.nnet": { figure: "val_perplexity", least: 1, most: 6, steps: 80 },
};

/** The same data with fewer rows to train on. */
function firstRows(dataset: Dataset, rows: number | undefined): Dataset {
  if (rows === undefined) return dataset;
  const cut = (arrays: DataPart["features"]) =>
    Object.fromEntries(
      Object.entries(arrays).map(([name, array]) => {
        const width = array.values.length / array.rows;
        return [name, { ...array, rows, values: array.values.subarray(0, rows * width) }];
      }),
    );
  const { train } = dataset;
  return {
    ...dataset,
    train: { ...train, rows, features: cut(train.features), targets: cut(train.targets) },
  };
}

describe.each(files)("models/%s", (name) => {
  const text = readFileSync(`${folder}/${name}`, "utf8");
  let analysis: Analysis;
  beforeAll(async () => {
    analysis = await analyse({ name, text }, { host: nodeHost, locate });
  });

  test("no finding", () => {
    const { diagnostics, missingData } = analysis;
    expect(missingData).toBeUndefined();
    const findings = diagnostics.filter(({ severity }) => severity !== "hint" && severity !== "note");
    expect(findings.map(({ rule, message }) => `${rule}: ${message}`)).toEqual([]);
  });

  test.skipIf(withoutData.includes(name))("trains", async () => {
    const promise = promised[name];
    const { model } = analysis;
    if (!model?.train) throw new Error(`${name} has no train section`);
    const epochs = promise?.epochs ?? (promise ? model.train.epochs : 1);
    const steps = promise?.steps ?? (model.train.steps === undefined ? undefined : 2);
    const train = { ...model.train, epochs, ...(steps === undefined ? {} : { steps }) };
    const own = { ...model, train };
    const dataset = firstRows(await loadModelData(nodeHost, own, locate), promise?.rows);
    const result = await trainModel({ model: own, dataset, engine: cpuEngine, host: nodeHost });
    const logs = result.history.at(-1)?.logs ?? {};
    expect(Number.isFinite(logs.loss)).toBe(true);
    if (!promise) return;
    const reached =
      promise.figure === "test accuracy" && dataset.test
        ? evaluatePart(result.session, own, train, dataset.test).accuracy
        : logs[promise.figure];
    expect(reached, promise.figure).toBeGreaterThanOrEqual(promise.least);
    if (promise.most !== undefined) expect(reached, promise.figure).toBeLessThan(promise.most);
  });
});
