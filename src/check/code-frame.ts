/** The lines of source that a finding speaks of, with carets below and words beside them. */
import type { Diagnostic } from "../base/diagnostic.ts";
import { lineStarts, lineText, positionOf, type Source, type Span, showPlace } from "../base/source.ts";
import { type Cell, displayCells, displayWidth, printable, widthOf } from "./display-text.ts";
import type { Paint, Palette } from "./palette.ts";

export interface FrameOptions {
  readonly palette: Palette;
  /** Columns of the terminal. */
  readonly width: number;
}

/** A stretch of one line that is underlined. */
interface Mark {
  readonly source: Source;
  readonly line: number;
  /** UTF-16 offsets in the line. */
  readonly start: number;
  readonly end: number;
  readonly label: string;
  readonly sign: "^" | "-";
  readonly paint: Paint;
}

/** Spans longer than this show their first and last line only. */
const fullLines = 4;

export interface CodeFrame {
  readonly lines: readonly string[];
  /** Columns of the line numbers. */
  readonly gutter: number;
}

export function codeFrame(finding: Diagnostic, options: FrameOptions): CodeFrame {
  const marks = marksOf(finding, options.palette);
  const gutter = Math.max(...marks.map(({ line }) => String(line).length));
  const sources = [...new Set(marks.map(({ source }) => source))];
  const { faint } = options.palette;
  const bar = faint(`${" ".repeat(gutter)} │`);
  const lines = sources.flatMap((source, i) => {
    const own = marks.filter((mark) => mark.source === source);
    const corner = i === 0 ? "┌─" : "├─";
    return [
      `${faint(`${" ".repeat(gutter)} ${corner}`)} ${placeOf(source, finding, own)}`,
      bar,
      ...sourceLines(own, gutter, options),
      bar,
    ];
  });
  return { lines, gutter };
}

function placeOf(source: Source, finding: Diagnostic, own: readonly Mark[]): string {
  // Its text, which follows, is all that there is to say of its place.
  if (source.argument) return "the command line";
  if (source === finding.span.source) return printable(showPlace(finding.span));
  const first = own[0] as Mark;
  return `${printable(source.name)}:${first.line}:${first.start + 1}`;
}

function marksOf(finding: Diagnostic, palette: Palette): readonly Mark[] {
  const first = spanMarks(finding.span, finding.label ?? "", "^", palette.severity[finding.severity]);
  const others = (finding.related ?? []).flatMap(({ span, text }) =>
    spanMarks(span, text, "-", palette.related),
  );
  return [...first, ...others];
}

function spanMarks(span: Span, label: string, sign: "^" | "-", paint: Paint): readonly Mark[] {
  const { source } = span;
  const first = positionOf(source, span.start).line;
  const last = Math.max(first, positionOf(source, Math.max(span.start, span.end - 1)).line);
  const marks: Mark[] = [];
  for (let line = first; line <= last; line++) {
    if (last - first >= fullLines && line > first && line < last) continue;
    const text = lineText(source, line);
    const lineStart = lineStarts(source)[line - 1] ?? 0;
    const blank = text.length - text.trimStart().length;
    const start = line === first ? Math.min(span.start - lineStart, text.length) : blank;
    const end = line === last ? Math.min(span.end - lineStart, text.length) : text.length;
    if (line > first && line < last && end <= start) continue;
    marks.push({ source, line, start, end, label: line === last ? printable(label) : "", sign, paint });
  }
  return marks;
}

function sourceLines(marks: readonly Mark[], gutter: number, options: FrameOptions): readonly string[] {
  const lines = [...new Set(marks.map(({ line }) => line))].sort((a, b) => a - b);
  const { faint } = options.palette;
  const room = Math.max(20, options.width - gutter - 3);
  return lines.flatMap((line) => {
    const own = marks.filter((mark) => mark.line === line).sort((a, b) => a.start - b.start);
    const { source } = own[0] as Mark;
    const shown = cutLine(lineText(source, line), own, room);
    const number = faint(`${(source.argument ? "" : String(line)).padStart(gutter)} │`);
    const bar = faint(`${" ".repeat(gutter)} │`);
    return [
      `${number} ${shown.text}`.trimEnd(),
      ...own.flatMap((mark) => underline(mark, shown, room).map((text) => `${bar} ${text}`.trimEnd())),
    ];
  });
}

/** What is printed of a line, and at which column each offset of the line stands in it. */
interface ShownLine {
  readonly text: string;
  columnOf(offset: number): number;
}

/** A line too long for the terminal is cut around its marks; `…` stands for what is left out. */
function cutLine(line: string, marks: readonly Mark[], room: number): ShownLine {
  const start = (marks[0] as Mark).start;
  // Bounds the work on files of one huge line; three rooms hold any window that may be chosen below.
  const from = sliceStart(line, Math.max(0, start - 2 * room));
  const cells = displayCells(line.slice(from, start + 3 * room));
  const cutRight = start + 3 * room < line.length;
  const columnOf = (offset: number): number => columnAt(cells, offset - from);
  const total = widthOf(cells);
  if (from === 0 && !cutRight && total <= room) return { text: textOf(cells), columnOf };

  const end = columnOf(Math.max(...marks.map((mark) => mark.end)));
  const begin = columnOf(start);
  const lead = Math.max(4, Math.floor((room - Math.min(end - begin, room)) / 2));
  const first = Math.max(0, Math.min(begin - lead, total - room));
  const left = from > 0 || first > 0 ? "…" : "";
  const right = cutRight || total > first + room ? "…" : "";
  const low = first + left.length;
  const high = first + room - right.length;
  const window = cells.filter((cell) => cell.column >= low && cell.column + cell.width <= high);
  const shift = (window[0]?.column ?? low) - left.length;
  return {
    text: `${left}${textOf(window)}${right}`,
    columnOf: (offset) => Math.max(0, Math.min(columnOf(offset) - shift, room)),
  };
}

/** Not inside a surrogate pair. */
function sliceStart(line: string, offset: number): number {
  const code = line.charCodeAt(offset);
  return code >= 0xdc00 && code <= 0xdfff ? offset + 1 : offset;
}

/** The column of the cell that holds an offset; past the last cell, the end. */
function columnAt(cells: readonly Cell[], offset: number): number {
  for (let i = 0; i < cells.length; i++) {
    const next = cells[i + 1];
    if (next && offset < next.offset) return (cells[i] as Cell).column;
  }
  const last = cells.at(-1);
  return last && offset <= last.offset ? last.column : widthOf(cells);
}

function textOf(cells: readonly Cell[]): string {
  return cells.map(({ text }) => text).join("");
}

/** The label stands beside the carets where there is room, else below them, as far left as it must. */
function underline(mark: Mark, shown: ShownLine, room: number): readonly string[] {
  const start = shown.columnOf(mark.start);
  const length = Math.max(1, shown.columnOf(mark.end) - start);
  const carets = mark.paint(mark.sign.repeat(length));
  const row = `${" ".repeat(start)}${carets}`;
  if (mark.label === "") return [row];
  const label = mark.paint(mark.label);
  const width = displayWidth(mark.label);
  if (start + length + 1 + width <= room) return [`${row} ${label}`];
  return [row, `${" ".repeat(Math.max(0, Math.min(start, room - width)))}${label}`];
}
