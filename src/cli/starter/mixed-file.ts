/** The starting file of a mixed-effects model: what all rows have in common, and an effect of each group. */
import { UserError } from "../../base/user-error.ts";
import { fieldHelp, findField } from "../../data/find-field.ts";
import type { ColumnHeader, DataHeader } from "../../data/header.ts";
import type { ChosenFeatures } from "./choose-features.ts";
import { chooseShares, chooseTraining } from "./choose-network.ts";
import { columnWord } from "./column-word.ts";
import { columnsOf } from "./find-target.ts";
import { listed, shown } from "./shown.ts";
import type { StarterFile, StarterPart } from "./starter-file.ts";
import type { TargetFacts } from "./starter-task.ts";
import { batchPart, epochsPart, seedPart } from "./train-parts.ts";

/** A table that is there. */
export interface MixedFacts {
  readonly header: DataHeader;
  /** As a model file writes it. */
  readonly source: string;
  readonly target: TargetFacts;
  readonly group: ColumnHeader;
  readonly features: ChosenFeatures;
}

/** Fewer groups tell nothing of how groups differ. */
const leastGroups = 5;

/** The column that the user names, or the one that looks most like names of groups. */
export function groupColumn(
  header: DataHeader,
  target: ColumnHeader,
  name: string | undefined,
): ColumnHeader {
  const columns = columnsOf(header).filter((column) => column !== target);
  const names = columns.map((column) => column.name);
  const wanted = name === undefined ? undefined : findField(name, names);
  const column =
    name === undefined ? likelyGroup(columns) : columns.find((one) => one.name === wanted && isCounted(one));
  if (column) return column;
  throw new UserError(
    name === undefined
      ? `no column of ${header.source} looks like names of groups: texts or whole numbers, each in several rows`
      : wanted === undefined
        ? `${header.source} has no column ${name}`
        : `column ${name} names no groups: they are texts or whole numbers, at most 1,000 different ones`,
    { help: name === undefined ? "name it: --group NAME" : fieldHelp(name, names), exitCode: 2 },
  );
}

function likelyGroup(columns: readonly ColumnHeader[]): ColumnHeader | undefined {
  const likely = columns.filter((column) => {
    const groups = column.categories?.length ?? 0;
    return isCounted(column) && groups >= leastGroups && rowsOf(column) >= 2 * groups;
  });
  // Names before numbers, and of these the one with most groups.
  const most = (of: readonly ColumnHeader[]): ColumnHeader | undefined =>
    of.toSorted((a, b) => (b.categories?.length ?? 0) - (a.categories?.length ?? 0))[0];
  return most(likely.filter(({ type }) => type === "text")) ?? most(likely);
}

function isCounted({ type, integer, categories }: ColumnHeader): boolean {
  return categories !== undefined && (type === "text" || integer);
}

function rowsOf({ counts }: ColumnHeader): number {
  return counts?.reduce((sum, count) => sum + count, 0) ?? 0;
}

export function mixedFile(facts: MixedFacts | undefined): StarterFile {
  const rows = facts?.header.rows ?? 1_000;
  const shares = chooseShares(rows);
  const length = chooseTraining(Math.floor(rows * shares.train));
  const names = facts ? columnsOf(facts.header).map(({ name }) => name) : [];
  const group = facts ? columnWord(facts.group.name, names) : "group";
  return {
    about: aboutOf(facts),
    declarations: [
      {
        text: `input measures: f32[${facts?.features.width ?? 3}]`,
        why: "What is known of each row: the columns that features names below.",
      },
      {
        text: "input member: i32",
        why: "The group of each row: names and numbers alike become 0, 1, 2 … in sorted order.",
      },
      {
        text: `effect = member -> RandomEffect(categories(${group}), prior = Normal(0, learned))`,
        why: "A number for each group: how far its rows lie above or below the rest. The prior draws groups with few rows towards 0; how strongly is learned too, as the standard deviation between groups. A group that the data does not have gets 0. For a slope of its own in each group: RandomEffect(…, 2), and effect[:1] + effect[1:] * x.",
      },
    ],
    network: {
      text: "output answer ~ Normal((measures -> Dense(1)) + effect, learned)",
      why: "~ means distributed as: the answer is normal about a mean, with a standard deviation that is learned. Dense(1) is what all groups have in common, a weighted sum; Dense(16, relu) before it bends it. So predictions come with an interval.",
    },
    data: dataParts(facts, group, shares),
    train: [
      {
        text: "loss = elbo",
        why: "How surprised the distribution is by the data, and how far the groups' effects have moved from the prior. With a plain sum as above its optimum is that of a mixed-effects model.",
      },
      {
        text: "optimizer = Adam(CosineDecay(0.01, decay_steps = auto))",
        why: "A rate that falls to 0 lets the effects settle, for each step looks at random draws of them.",
      },
      {
        text: "metrics = [rmse, coverage(0.9)]",
        why: "The size of the usual error, and how often the truth lies in the interval that should hold it nine times in ten.",
      },
      batchPart(length, facts !== undefined),
      epochsPart(length),
      seedPart,
    ],
  };
}

function aboutOf(facts: MixedFacts | undefined): string {
  const steps =
    "`nnet check` finds mistakes in this file, `nnet train` trains it, and `nnet predict` uses what was learned, with an interval for each prediction. Every line may be changed: the comments say what it does.";
  if (!facts) {
    return `A mixed-effects model: an amount in rows that come in groups. Put your own file's and columns' names into the data section; nnet new --task mixed --data FILE does so by itself.\n\n${steps}`;
  }
  const { header, target, group } = facts;
  const file = header.source.replace(/^.*[\\/]/, "");
  const rows = `${header.sampled ? "about " : ""}${header.rows.toLocaleString("en-US")} rows`;
  return `Predicts ${shown(target.column)} from ${file}, whose ${rows} come in ${group.categories?.length ?? 0} groups by ${shown(group.name)}.\n\n${steps}`;
}

function dataParts(
  facts: MixedFacts | undefined,
  group: string,
  { train, validation, test }: ReturnType<typeof chooseShares>,
): readonly StarterPart[] {
  const measures = facts?.features.terms ?? ["age", "dose", "weight"];
  const left = facts?.features.leftOut.map(({ name, why }) => `${shown(name)} (${why})`) ?? [];
  const out = left.length === 0 ? "" : ` Left out: ${listed(left)}.`;
  const { missing } = facts?.features ?? {};
  return [
    {
      text: `source = ${facts?.source ?? 'csv("table.csv")'}`,
      why: "The table; its path is relative to this file, or to the folder in which nnet is called.",
    },
    {
      text: `features = { measures = [${measures.join(", ")}], member = ${group} }`,
      why: `What enters which input.${out}`,
    },
    {
      text: `target = zscore(${facts?.target.written ?? "amount"})`,
      why: "zscore: the network learns the amount in standard deviations from its mean. Predictions and their intervals are told in the amount's own unit again.",
    },
    {
      text: "normalize = zscore",
      why: "Every number with mean 0 and deviation 1, as measured on the training rows.",
    },
    ...(missing
      ? [
          {
            text: `missing = ${missing.policy}`,
            why: `Values are missing in ${listed(missing.columns.map(({ name, missing: count }) => `${shown(name)} (${count})`))}.`,
          },
        ]
      : []),
    {
      text: `split = { train = ${train}, validation = ${validation}${test > 0 ? `, test = ${test}` : ""} }`,
      why: `The network never learns from the validation rows. To see how well it does for groups that it has not met, write by = ${group} into the record.`,
    },
  ];
}
