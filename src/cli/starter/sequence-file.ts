/** The starting file of texts, or of rows that follow each other. */
import type { ChosenFeatures } from "./choose-features.ts";
import { chooseShares, chooseTraining, type PartShares } from "./choose-network.ts";
import { columnWord } from "./column-word.ts";
import type { FoundSequence } from "./find-sequence.ts";
import { shown } from "./shown.ts";
import type { StarterFile, StarterPart } from "./starter-file.ts";
import type { TableTask } from "./starter-task.ts";
import {
  declarationsOf,
  entry,
  lossParts,
  missingParts,
  normalizePart,
  sourcePart,
  splitPart,
  type TableFacts,
  targetPart,
} from "./table-file.ts";
import { batchPart, epochsPart, optimizerPart, seedPart } from "./train-parts.ts";

export interface SequenceFacts extends TableFacts {
  readonly found: FoundSequence;
}

/** What is supposed of texts that are to come. */
const supposed = { rows: 1_000, length: 100, vocabulary: 2_000 };

/** `task` is what is asked of a sequence: one of the tasks of tables. */
export function sequenceFile(task: TableTask, table: SequenceFacts | undefined): StarterFile {
  return table?.found.kind === "steps" ? stepsFile(task, table, table.found) : textFile(task, table);
}

const steps =
  "`nnet check` finds mistakes in this file, `nnet train` trains it, and `nnet predict` uses what was learned. Every line may be changed: the comments say what it does.";

function textFile(task: TableTask, table: SequenceFacts | undefined): StarterFile {
  const found = table?.found.kind === "text" ? table.found : undefined;
  const names = table?.header.fields.map(({ name }) => name) ?? [];
  const column = found ? columnWord(found.column.name, names) : "text";
  const rows = table?.header.rows ?? supposed.rows;
  const { length, vocabulary } = found ?? supposed;
  const facts = table?.target.facts;
  const output = task.output(facts);
  const shares = chooseShares(rows);
  const { width, hidden } = textSize(rows * shares.train * output.units, vocabulary);
  return {
    about: `${table ? `Predicts ${shown(table.target.facts.column)} from the words of ${shown(found?.column.name ?? "")}` : "A network for texts, from a column of a table. Put your own file's and columns' names into the data section; nnet new --task sequence --data FILE does so by itself"}.\n\n${steps}`,
    declarations: [
      {
        text: `param vocab = ${vocabulary}`,
        why: "How many different words have a number: the most frequent ones. 0 fills up short texts, 1 stands for all other words.",
      },
      { text: `input words: i32[${length}]`, why: `The first ${length} words of a text, as whole numbers.` },
      ...declarationsOf(task, table),
    ],
    network: {
      text: `words -> Embedding(vocab, ${width}, mask_zero = true) -> GlobalAveragePooling1D() -> ${hidden}Dense(${output.text})`,
      why: `Embedding gives every word ${width} numbers of its own, which are learned; mask_zero says that 0 is no word, so that the pooling passes over it. The mean of a text's words is a strong beginning: it knows what the text speaks of, not in which order. Where the order matters, put GRU(32) in the place of GlobalAveragePooling1D().\n\n${output.why}`,
    },
    data: [
      sourcePart(table),
      {
        text: `features = { words = tokens(${column}, length = ${length}, vocabulary = vocab) }`,
        why: "tokens reads lower case, leaves punctuation out and numbers the words of the training rows by how often they occur.",
      },
      targetPart(task, table),
      ...textMissing(table),
      splitPart(task, shares, facts?.written ?? task.placeholder.column),
    ],
    train: trainParts(task, table, Math.floor(rows * shares.train)),
  };
}

/** As many numbers for a word as the rows can teach. */
function textSize(numbers: number, vocabulary: number): { readonly width: number; readonly hidden: string } {
  const width = [32, 16, 8].find((size) => size * vocabulary <= 10 * numbers) ?? 4;
  return { width, hidden: numbers >= 1_000 ? "Dense(16, relu) -> Dropout(0.2) -> " : "Dropout(0.2) -> " };
}

function textMissing(table: SequenceFacts | undefined): readonly StarterPart[] {
  const lacking = [table?.found.column, table?.target.field].filter((column) => (column?.missing ?? 0) > 0);
  if (lacking.length === 0) return [];
  const list = lacking.map((column) => `${shown(column?.name ?? "")} (${column?.missing})`).join(", ");
  return [{ text: "missing = drop", why: `Values are missing in ${list}: such rows are left out.` }];
}

function stepsFile(
  task: TableTask,
  table: SequenceFacts,
  found: Extract<FoundSequence, { readonly kind: "steps" }>,
): StarterFile {
  const { header, features, target } = table;
  const by = columnWord(
    found.column.name,
    header.fields.map(({ name }) => name),
  );
  const shares = chooseShares(header.rows);
  const training = Math.floor(header.rows * shares.train);
  const output = task.output(target.facts);
  const units =
    [32, 16, 8].find((size) => weightsOf(size, features.width) <= 10 * training * output.units) ?? 4;
  return {
    about: `Predicts ${shown(target.facts.column)} of each row from the row and those before it of the same ${shown(found.column.name)}: ${found.groups} sequences in ${header.rows.toLocaleString("en-US")} rows.\n\n${steps}`,
    declarations: [
      {
        text: `input series: f32[${found.length}, ${features.width}]`,
        why: `${found.length} steps of ${features.width} ${features.width === 1 ? "number" : "numbers"}; shorter sequences have zeros in front.`,
      },
      ...declarationsOf(task, table),
    ],
    network: {
      text: `series -> Masking() -> LSTM(${units}) -> Dropout(0.2) -> Dense(${output.text})`,
      why: `An LSTM reads step after step and keeps ${units} numbers in mind; what it has in mind after the last step goes on. Masking passes over the zeros in front. Dropout silences a fifth of the numbers at random while training, so that sequences are not learned by heart.\n\n${output.why}`,
    },
    data: [
      sourcePart(table),
      sequencePart(features, found, by),
      targetPart(task, table),
      normalizePart,
      ...missingParts(features.missing),
      groupSplit(shares, by),
    ],
    train: trainParts(task, table, training),
  };
}

/** Four gates, each with a map of the step, one of what is in mind, and a bias. */
function weightsOf(units: number, width: number): number {
  return 4 * units * (units + width + 1);
}

function sequencePart({ terms, leftOut }: ChosenFeatures, found: FoundSequence, by: string): StarterPart {
  const left = leftOut.map(({ name, why }) => `${shown(name)} (${why})`).join(", ");
  const out = left === "" ? "" : ` Left out: ${left}.`;
  return {
    text: `features = { series = sequence([${terms.join(", ")}], by = ${by}, max_length = ${found.length}) }`,
    why: `Each row enters with those before it that have the same ${shown(found.column.name)}, in the order of the file; order = column sorts them, each = group makes one example of a whole group.${out}`,
  };
}

function groupSplit({ train, validation, test }: PartShares, by: string): StarterPart {
  const shares = `train = ${train}, validation = ${validation}${test > 0 ? `, test = ${test}` : ""}`;
  return {
    text: `split = { ${shares}, by = ${by} }`,
    why: "Whole sequences go to one part: rows of one sequence on both sides would show what was learned by heart.",
  };
}

function trainParts(
  task: TableTask,
  table: SequenceFacts | undefined,
  training: number,
): readonly StarterPart[] {
  const length = chooseTraining(training);
  return [
    ...lossParts(task, table),
    optimizerPart(length),
    entry("metrics", task.metrics(table?.target.facts)),
    batchPart(length, table !== undefined),
    epochsPart(length),
    seedPart,
  ];
}
