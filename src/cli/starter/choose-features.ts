/** Which columns enter the network and how, which are left out and why, and what is done about missing values. */
import { UserError } from "../../base/user-error.ts";
import type { ColumnHeader, DataHeader } from "../../data/header.ts";
import { columnWord } from "./column-word.ts";
import { columnsOf } from "./find-target.ts";

export interface ChosenFeatures {
  /** Entries of the list, as a model file writes them. */
  readonly terms: readonly string[];
  /** Numbers that they make of a row. */
  readonly width: number;
  /** Text columns among them. */
  readonly texts: readonly string[];
  readonly leftOut: readonly LeftOut[];
  readonly missing: MissingChoice | undefined;
}

export interface LeftOut {
  readonly name: string;
  readonly why: string;
}

export interface MissingChoice {
  readonly policy: "mean" | "drop";
  /** Columns that lack values, with how many. */
  readonly columns: readonly { readonly name: string; readonly missing: number }[];
}

/** Texts of more values than this are rather names than kinds: each value would be met in few rows. */
const mostKinds = 50;
/** Of a column that lacks more than this there is little to learn from what is there. */
const mostMissing = 0.5;
/** Rows are dropped for the sake of a text column only while they are few. */
const mostDropped = 0.1;

export function chooseFeatures(header: DataHeader, target: ColumnHeader): ChosenFeatures {
  const columns = columnsOf(header);
  const read = sampledRows(target);
  const terms: ColumnHeader[] = [];
  const leftOut: LeftOut[] = [];
  for (const column of columns) {
    if (column === target) continue;
    const why = reasonAgainst(column, read);
    if (why === undefined) terms.push(column);
    else leftOut.push({ name: column.name, why });
  }
  if (terms.length === 0) {
    const why = leftOut.map(({ name, why }) => `${name} ${why}`).join("; ");
    throw new UserError(
      `${header.source} has no column to learn from${why === "" ? " beside its target" : `: ${why}`}`,
      {
        exitCode: 2,
      },
    );
  }
  const names = columns.map(({ name }) => name);
  const texts = terms.filter(({ type }) => type === "text");
  return {
    terms: terms.map((column) => termOf(column, names)),
    width: terms.reduce(
      (sum, { type, categories }) => sum + (type === "text" ? (categories?.length ?? 0) : 1),
      0,
    ),
    texts: texts.map(({ name }) => name),
    leftOut,
    missing: chooseMissing(terms, target),
  };
}

/** Rows that the statistics are about. */
function sampledRows({ missing, counts }: ColumnHeader): number | undefined {
  return counts && missing + counts.reduce((sum, count) => sum + count, 0);
}

function termOf(column: ColumnHeader, names: readonly string[]): string {
  const word = columnWord(column.name, names);
  return column.type === "text" ? `onehot(${word})` : word;
}

function reasonAgainst(column: ColumnHeader, rows: number | undefined): string | undefined {
  const { type, missing, categories, statistics } = column;
  if (categories?.length === 0) return "is empty";
  if (categories?.length === 1 || (statistics && statistics.minimum === statistics.maximum)) {
    return "is the same in every row";
  }
  if (rows !== undefined && missing > mostMissing * rows) return `lacks ${missing} of ${rows} values`;
  if (type === "number") return isRowNumber(column) ? "numbers the rows" : undefined;
  if (!categories || categories.length > mostKinds) {
    return `holds ${categories?.length ?? "more than 1,000"} different texts`;
  }
  if (rows !== undefined && 2 * categories.length > rows) return "holds a text of its own in most rows";
  if (rows !== undefined && missing > mostDropped * rows) return `lacks ${missing} texts`;
  return undefined;
}

/** 0, 1, 2 … or 1, 2, 3 …, each once, under a name that says so: such a number tells a row apart and nothing else. */
function isRowNumber({ name, integer, missing, counts, statistics }: ColumnHeader): boolean {
  if (!integer || missing > 0 || !statistics) return false;
  const named = /^(|c1|unnamed.*|row|index|no|nr|(.*[\W_])?id)$/i.test(name) || /[a-z]I[dD]$/.test(name);
  const span = statistics.maximum - statistics.minimum + 1;
  const once = counts ? counts.every((count) => count === 1) : true;
  return named && once && (counts === undefined || span === counts.length || /id$/i.test(name));
}

/** Means stand in for numbers only; where a text or the target is missing, the row has to go. */
function chooseMissing(terms: readonly ColumnHeader[], target: ColumnHeader): MissingChoice | undefined {
  const lacking = [...terms, target].filter(({ missing }) => missing > 0);
  if (lacking.length === 0) return undefined;
  const drop = lacking.some((column) => column === target || column.type === "text");
  return { policy: drop ? "drop" : "mean", columns: lacking.map(({ name, missing }) => ({ name, missing })) };
}
