/** Decides which rows stand in one column: signs and types align within a run of rows of one line. */
import type { Row } from "./row.ts";

export interface Candidate {
  readonly row: Row;
  /** A blank line stands above. */
  readonly apart: boolean;
  /** Columns from the beginning of the row to its sign, as the author has it. */
  readonly authorGap: number | undefined;
}

export interface Widths {
  /** Of a name with its colon. */
  readonly name: number;
  /** Of all that stands before the sign. */
  readonly head: number;
}

export interface AlignedRow {
  readonly row: Row;
  readonly widths: Widths;
}

const none: Widths = { name: 0, head: 0 };

/** The words before the sign, filled up to their columns. */
export function headOf({ row, widths }: AlignedRow): string {
  const { name, type } = row;
  const head = type === undefined ? name : `${`${name}:`.padEnd(widths.name)} ${type}`;
  return row.sign === undefined ? head : head.padEnd(widths.head);
}

/**
 * A row of several lines ends a run and is in none; but where its author lined its sign up with the row before or behind it, it
 * stays in line. `room` is what a line may hold.
 */
export function alignRows(rows: readonly Candidate[], room: number): readonly AlignedRow[] {
  const single = rows.map(({ row }) => row.group !== undefined && !printed(row, none).includes("\n"));
  const widths: Widths[] = rows.map(() => none);
  let begin = 0;
  for (let i = 0; i <= rows.length; i++) {
    const before = rows[i - 1];
    const goesOn = i > begin && i < rows.length && single[i - 1] && single[i] && follows(before, rows[i]);
    if (goesOn) continue;
    if (i > begin && single[begin]) fill(rows, widths, begin, i, room);
    begin = i;
  }
  return rows.map(({ row }, i) => ({
    row,
    widths: single[i] ? (widths[i] as Widths) : besides(rows, single, widths, i),
  }));
}

function follows(before: Candidate | undefined, next: Candidate | undefined): boolean {
  return before !== undefined && next !== undefined && !next.apart && before.row.group === next.row.group;
}

/** The widths of a run. A row that they would make too long for a line stays outside. */
function fill(rows: readonly Candidate[], widths: Widths[], begin: number, end: number, room: number): void {
  let inside = Array.from({ length: end - begin }, (_, i) => begin + i);
  for (;;) {
    const shared = widthsOf(inside.map((i) => (rows[i] as Candidate).row));
    const fitting = inside.filter((i) => {
      const { row } = rows[i] as Candidate;
      return printed(row, shared).length <= room || printed(row, shared) === printed(row, none);
    });
    if (fitting.length === inside.length) {
      for (const i of inside) widths[i] = shared;
      return;
    }
    inside = fitting;
  }
}

function widthsOf(rows: readonly Row[]): Widths {
  const name = Math.max(0, ...rows.map((row) => (row.type === undefined ? 0 : row.name.length + 1)));
  const head = Math.max(
    0,
    ...rows.map((row) => (row.sign === undefined ? 0 : headOf({ row, widths: { name, head: 0 } }).length)),
  );
  return { name, head };
}

function printed(row: Row, widths: Widths): string {
  return row.print(headOf({ row, widths }));
}

function besides(
  rows: readonly Candidate[],
  single: readonly boolean[],
  widths: readonly Widths[],
  i: number,
): Widths {
  const own = rows[i] as Candidate;
  if (!isFilledUp(own)) return none;
  for (const step of [-1, 1]) {
    // Rows of several lines in between are in line as well, where they are filled up themselves.
    let at = i;
    while (inLine(rows, own, at, step) && !single[at + step] && isFilledUp(rows[at + step])) at += step;
    if (inLine(rows, own, at, step) && single[at + step]) {
      return { name: 0, head: widths[at + step]?.head ?? 0 };
    }
  }
  return none;
}

/** Its author put more than one blank in front of its sign. */
function isFilledUp(candidate: Candidate | undefined): boolean {
  if (candidate?.row.group === undefined || candidate.authorGap === undefined) return false;
  return candidate.authorGap > headOf({ row: candidate.row, widths: none }).length + 1;
}

function inLine(rows: readonly Candidate[], own: Candidate, at: number, step: number): boolean {
  const [before, next] = step < 0 ? [rows[at - 1], rows[at]] : [rows[at], rows[at + 1]];
  return follows(before, next) && rows[at + step]?.authorGap === own.authorGap;
}
