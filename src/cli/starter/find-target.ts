/** Which column is asked for, and which task that makes. */
import { UserError } from "../../base/user-error.ts";
import type { DataSpec } from "../../data/data-spec.ts";
import { fieldHelp, findField } from "../../data/find-field.ts";
import type { ColumnHeader, DataHeader } from "../../data/header.ts";
import { targetKindOf } from "../../data/target-kind-of.ts";
import { columnWord } from "./column-word.ts";
import type { TableTask, TargetFacts } from "./starter-task.ts";

export interface FoundTarget {
  readonly field: ColumnHeader;
  readonly facts: TargetFacts;
  readonly task: TableTask;
  /** The data's integers would be read as amounts: the file has to declare them as classes. */
  readonly declare: boolean;
}

/** Integers of more values than this are hardly classes, whatever the user says. */
const mostClasses = 1000;

export function columnsOf({ fields }: DataHeader): readonly ColumnHeader[] {
  return fields.flatMap((field) => (field.kind === "column" ? [field] : []));
}

/** The column that the user names, or the last one. */
export function targetColumn(header: DataHeader, name: string | undefined): ColumnHeader {
  const columns = columnsOf(header);
  const names = columns.map((column) => column.name);
  const found = name === undefined ? names[names.length - 1] : findField(name, names);
  const column = columns.find((one) => one.name === found);
  if (column) return column;
  throw new UserError(`${header.source} has no column ${name ?? "to predict"}`, {
    help: fieldHelp(name ?? "", names),
    exitCode: 2,
  });
}

/** `wanted` is the task that the user names; without it the values of the column tell. */
export function findTarget(
  header: DataHeader,
  spec: DataSpec,
  field: ColumnHeader,
  tasks: readonly TableTask[],
  wanted: TableTask | undefined,
): FoundTarget {
  requireValues(field, header);
  const term = { field, categorical: field.type === "text", span: spec.source.span };
  const end = { name: "target", key: "", bare: true, span: spec.source.span, terms: [term] };
  const kind = targetKindOf(end, undefined, { inputs: [], outputs: ["target"] });
  const looksLikeClasses = kind?.kind.kind === "class";
  const known = looksLikeClasses ? (kind.classes ?? []) : (field.categories ?? []);
  const classes = known.map((name) => ({ name, count: countOf(field, name) }));
  const task = wanted ?? tasks.find(({ name }) => name === nameOf(looksLikeClasses, classes.length));
  if (!task) throw new Error("no task for this target");
  if (wanted) requireFit(wanted, field, looksLikeClasses, classes.length);
  const names = header.fields.map(({ name }) => name);
  const facts: TargetFacts = {
    column: field.name,
    written: columnWord(field.name, names),
    rows: header.rows,
    classes: task.name === "regression" ? [] : classes,
    ...(field.statistics ? { deviation: field.statistics.deviation } : {}),
  };
  return { field, facts, task, declare: task.name !== "regression" && !looksLikeClasses };
}

function nameOf(classes: boolean, count: number): string {
  if (!classes) return "regression";
  return count === 2 ? "binary" : "multiclass";
}

function countOf({ categories, counts }: ColumnHeader, name: string): number {
  return counts?.[categories?.indexOf(name) ?? -1] ?? 0;
}

function requireValues(field: ColumnHeader, { rows, source }: DataHeader): void {
  const { name, type, categories, counts, statistics } = field;
  const help = "name the column that is to be predicted: --target NAME";
  const present = counts?.reduce((sum, count) => sum + count, 0);
  if (categories?.length === 0) {
    throw new UserError(`column ${name} of ${source} is empty`, { help, exitCode: 2 });
  }
  if (categories?.length === 1 || (statistics && statistics.minimum === statistics.maximum)) {
    const value = categories?.[0] ?? statistics?.minimum;
    throw new UserError(`column ${name} is ${value} in every row: there is nothing to tell apart`, {
      help,
      exitCode: 2,
    });
  }
  const distinct = categories?.length ?? Number.POSITIVE_INFINITY;
  if (type === "text" && (present === undefined || 2 * distinct > present)) {
    const count = categories ? `${distinct}` : "more than 1,000";
    throw new UserError(
      `column ${name} holds ${count} different texts in ${rows} rows: names or remarks, not classes to predict`,
      { help, exitCode: 2 },
    );
  }
}

/** What the user asks for has to be what the column can give. */
function requireFit(task: TableTask, field: ColumnHeader, looksLikeClasses: boolean, classes: number): void {
  const { name, type, integer } = field;
  const refuse = (why: string, other: string): never => {
    throw new UserError(`column ${name} ${why}`, { help: `nnet new --task ${other}`, exitCode: 2 });
  };
  if (task.name === "regression") {
    if (type === "text") refuse("holds text: regression predicts numbers", nameOf(true, classes));
    return;
  }
  // Text and few whole numbers are classes by themselves; of other whole numbers the user may say so.
  const countable = looksLikeClasses || (integer && classes >= 2 && classes <= mostClasses);
  if (task.name === "multiclass" && !countable)
    refuse(`holds numbers, too many or not whole: they are amounts, not classes`, "regression");
  if (task.name === "binary" && classes !== 2) {
    const count = field.categories ? String(classes) : "more than 1,000";
    refuse(
      `has ${count} different values: a question of yes or no has two`,
      nameOf(looksLikeClasses, classes),
    );
  }
}
