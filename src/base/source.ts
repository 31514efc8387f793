/** A piece of text with a name, and places in it. Everything that a user can be told about points here. */

export interface Source {
  /** The name as the user knows it: the path as given, or `<stdin>`. */
  readonly name: string;
  readonly text: string;
  /** It is a file that a model file imports. */
  readonly imported?: true;
  /** It is an argument of the command line, `--set width=32`, which is its name as well. */
  readonly argument?: true;
}

/** A half-open range `[start, end)` of UTF-16 offsets in one source. */
export interface Span {
  readonly source: Source;
  readonly start: number;
  readonly end: number;
}

export interface Position {
  /** 1-based. */
  readonly line: number;
  /** 1-based, in UTF-16 units. */
  readonly column: number;
}

const lineStartsOf = new WeakMap<Source, readonly number[]>();

/** Offsets at which the lines of a source begin (computed once a source). `\n`, `\r\n` and `\r` all end a line. */
export function lineStarts(source: Source): readonly number[] {
  const known = lineStartsOf.get(source);
  if (known) return known;
  const starts = [0];
  for (let i = 0; i < source.text.length; i++) {
    const c = source.text.charCodeAt(i);
    if (c === 10 || (c === 13 && source.text.charCodeAt(i + 1) !== 10)) starts.push(i + 1);
  }
  lineStartsOf.set(source, starts);
  return starts;
}

export function positionOf(source: Source, offset: number): Position {
  const starts = lineStarts(source);
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] as number) <= offset) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, column: offset - (starts[low] as number) + 1 };
}

/** `iris.nnet:3:9`; an argument of the command line is its own place. */
export function showPlace({ source, start }: Span): string {
  if (source.argument) return source.name;
  const { line, column } = positionOf(source, start);
  return `${source.name}:${line}:${column}`;
}

/** The text of a 1-based line, without its line break. */
export function lineText(source: Source, line: number): string {
  const starts = lineStarts(source);
  const start = starts[line - 1];
  if (start === undefined) return "";
  const end = starts[line] ?? source.text.length;
  return source.text.slice(start, end).replace(/[\r\n]+$/, "");
}

export function spanText(span: Span): string {
  return span.source.text.slice(span.start, span.end);
}

/** The smallest span that holds both; they must be of one source. */
export function joinSpans(a: Span, b: Span): Span {
  return { source: a.source, start: Math.min(a.start, b.start), end: Math.max(a.end, b.end) };
}
