/** The starting file of a task whose rows stand in a table. */
import type { DataHeader } from "../../data/header.ts";
import type { ChosenFeatures, MissingChoice } from "./choose-features.ts";
import {
  chooseNetwork,
  chooseShares,
  chooseTraining,
  type NetworkSize,
  type PartShares,
} from "./choose-network.ts";
import type { FoundTarget } from "./find-target.ts";
import { rareClass, weightsAdvice } from "./rare-class.ts";
import { listed, shown } from "./shown.ts";
import type { StarterFile, StarterPart } from "./starter-file.ts";
import type { TableTask } from "./starter-task.ts";
import { batchPart, epochsPart, optimizerPart, seedPart } from "./train-parts.ts";

/** A table that is there. */
export interface TableFacts {
  readonly header: DataHeader;
  /** As a model file writes it. */
  readonly source: string;
  readonly target: FoundTarget;
  readonly features: ChosenFeatures;
}

/** What is supposed of a table that is to come. */
const supposed = { rows: 1_000, inputs: 10 };

export function tableFile(task: TableTask, table: TableFacts | undefined): StarterFile {
  const facts = table?.target.facts;
  const rows = table?.header.rows ?? supposed.rows;
  const shares = chooseShares(rows);
  const training = Math.floor(rows * shares.train);
  const length = chooseTraining(training);
  const output = task.output(facts);
  const size = chooseNetwork(training, table?.features.width ?? supposed.inputs, output.units);
  return {
    about: aboutOf(task, table),
    declarations: declarationsOf(task, table),
    network: networkPart(size, output, training, table !== undefined),
    data: [
      sourcePart(table),
      ...featureParts(table?.features),
      targetPart(task, table),
      normalizePart,
      ...missingParts(table?.features.missing),
      splitPart(task, shares, facts?.written ?? task.placeholder.column),
    ],
    train: [
      ...lossParts(task, table),
      optimizerPart(length),
      entry("metrics", task.metrics(facts)),
      batchPart(length, table !== undefined),
      epochsPart(length),
      seedPart,
    ],
  };
}

export function entry(
  key: string,
  { text, why }: { readonly text: string; readonly why: string },
): StarterPart {
  return { text: `${key} = ${text}`, why };
}

function aboutOf({ summary, name }: TableTask, table: TableFacts | undefined): string {
  const steps =
    "`nnet check` finds mistakes in this file, `nnet train` trains it, and `nnet predict` uses what was learned. Every line may be changed: the comments say what it does.";
  if (!table) {
    return `A network for ${summary} (${name}), from the columns of a table. Put your own file's and columns' names into the data section; nnet new --data FILE does so by itself.\n\n${steps}`;
  }
  const { rows, source, sampled } = table.header;
  const file = source.replace(/^.*[\\/]/, "");
  return `Predicts ${shown(table.target.facts.column)} from ${table.features.terms.length === 1 ? "one column" : `${table.features.terms.length} columns`} of ${file}, which has ${sampled ? "about " : ""}${rows.toLocaleString("en-US")} rows: ${summary}.\n\n${steps}`;
}

export function declarationsOf(task: TableTask, table: TableFacts | undefined): readonly StarterPart[] {
  if (!table) return task.placeholder.declaration ? [task.placeholder.declaration] : [];
  if (!table.target.declare) return [];
  const { classes, column } = table.target.facts;
  const text = `target answer: ${task.name === "binary" ? "binary" : `class(${classes.length})`}`;
  return [
    {
      text,
      why: `The whole numbers of ${shown(column)} would be read as amounts: this says that they are names of classes.`,
    },
  ];
}

function networkPart(
  { units, dropout, weights }: NetworkSize,
  output: { readonly text: string; readonly why: string },
  rows: number,
  known: boolean,
): StarterPart {
  if (units.length === 0) {
    return {
      text: `Dense(${output.text})`,
      why: `No hidden layer: ${rows} rows to train on are few for so many columns, and a larger network would learn them by heart.\n\n${output.why}`,
    };
  }
  const layers = units.map(
    (width, i) => `Dense(${width}, relu)${dropout && i === 0 ? " -> Dropout(0.2)" : ""}`,
  );
  const width = `${units.length === 1 ? "A hidden layer" : "Two hidden layers"} of ${units[0]} units${known ? `: ${weights.toLocaleString("en-US")} weights for ${rows.toLocaleString("en-US")} rows to train on` : ""}. Too few units, and the training loss stays high; too many, and the validation loss turns and rises.`;
  const relu =
    "relu keeps what is above 0 and makes the rest 0. Without it, or something as bent, the layers together would compute no more than one of them: a weighted sum.";
  const drop = dropout
    ? "\n\nDropout silences a fifth of the units at random while training, so that rows are not learned by heart; it does nothing when the network is tested or used."
    : "";
  return {
    text: `${layers.join(" -> ")} -> Dense(${output.text})`,
    why: `${width}\n\n${relu}${drop}\n\n${output.why}`,
  };
}

export function sourcePart(table: TableFacts | undefined): StarterPart {
  return {
    text: `source = ${table?.source ?? 'csv("table.csv")'}`,
    why: "The table; its path is relative to this file, or to the folder in which nnet is called.",
  };
}

function featureParts(features: ChosenFeatures | undefined): readonly StarterPart[] {
  if (!features) return [];
  const onehot =
    features.texts.length === 0
      ? ""
      : " onehot gives each value of a text column a number of its own, 1 where it holds and 0 elsewhere: a network takes numbers, and 0, 1, 2 … would say that the values lie in a row.";
  const left = features.leftOut.map(({ name, why }) => `${shown(name)} (${why})`);
  const out = left.length === 0 ? "" : ` Left out: ${listed(left)}.`;
  return [
    {
      text: `features = [${features.terms.join(", ")}]`,
      why: `What the network may look at. Leave out what is not known yet when a prediction is wanted.${onehot}${out}`,
    },
  ];
}

export function targetPart(task: TableTask, table: TableFacts | undefined): StarterPart {
  return entry("target", task.target(table?.target.facts));
}

export const normalizePart: StarterPart = {
  text: "normalize = zscore",
  why: "Every number with mean 0 and deviation 1, as measured on the training rows. Otherwise columns of large numbers drown the others, and one learning rate cannot suit them all.",
};

export function missingParts(missing: MissingChoice | undefined): readonly StarterPart[] {
  if (!missing) return [];
  const columns = listed(missing.columns.map(({ name, missing: count }) => `${shown(name)} (${count})`));
  const why =
    missing.policy === "mean"
      ? `Values are missing in ${columns}: the mean of the training rows stands in for them. drop leaves such rows out, median bears outliers.`
      : `Values are missing in ${columns}: such rows are left out, because a mean can stand in for numbers of features only.`;
  return [{ text: `missing = ${missing.policy}`, why }];
}

export function splitPart(
  { stratify }: TableTask,
  { train, validation, test }: PartShares,
  column: string,
): StarterPart {
  const shares = `train = ${train}, validation = ${validation}${test > 0 ? `, test = ${test}` : ""}`;
  const parts =
    test > 0
      ? "The network never learns from the validation rows: they show, epoch by epoch, whether it understands or learns by heart. The test rows are looked at once, at the end: the choices that you make by the validation rows fit those a little too well."
      : "The network never learns from the validation rows: they show, epoch by epoch, whether it understands or learns by heart. The table is too small for test rows as well.";
  const shared = stratify ? " stratify gives each part the same share of each class." : "";
  return {
    text: `split = { ${shares}${stratify ? `, stratify = ${column}` : ""} }`,
    why: `${parts}${shared}`,
  };
}

/** The loss, and what is done for classes that it would hardly see. */
export function lossParts({ loss }: TableTask, table: TableFacts | undefined): readonly StarterPart[] {
  const rare = table && rareClass(table.target.facts);
  if (!rare) return [entry("loss", loss)];
  if (rare.drowned) {
    const weights = { text: "class_weight = balanced", why: weightsAdvice(rare, true) };
    return [entry("loss", loss), weights];
  }
  return [entry("loss", { ...loss, why: `${loss.why}\n\n${weightsAdvice(rare, false)}` })];
}
