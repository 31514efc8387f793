/** Comma-separated text to columns: names, types, and the line of each row. */
import { type CsvError, type Options, parse } from "csv-parse/sync";
import { UserError } from "../base/user-error.ts";
import { ColumnBuilder } from "./column-builder.ts";
import type { RawData, RawField } from "./format.ts";
import { textBlocks } from "./table-text.ts";

export interface TableOptions {
  readonly separator: string;
  /** The first row names the columns; else they are `c1`, `c2`, … */
  readonly header: boolean;
  /** Values that mean "not known". */
  readonly missing: readonly string[];
  readonly quote: string | null;
  readonly comment: string | null;
}

interface Row {
  readonly fields: readonly string[];
  readonly line: number;
}

/** `name` is what messages call the file. Throws UserError, with the line, for anything that is not one table. */
export async function readTable(
  name: string,
  pieces: AsyncIterable<Uint8Array>,
  options: TableOptions,
  /** The last row may be cut off: leave it out. */
  partial = false,
): Promise<RawData> {
  const table = new Table(name, options);
  let line = 1;
  const take = (block: string): void => {
    for (const row of rowsOf(name, block, line, options)) table.add(row);
    line += lineBreaks(block);
  };
  // Of a part of a file only the very last block may end inside a row: each waits until the next is there.
  let held = "";
  const { quote, comment } = options;
  for await (const block of textBlocks(name, pieces, {
    quote: quote ?? undefined,
    whole: comment !== null,
    kind: "a table of text",
  })) {
    take(partial ? held : block);
    held = block;
  }
  if (partial) take(withoutLastRow(held, quote));
  return table.finish();
}

class Table {
  private readonly lines: number[] = [];
  private names: readonly string[] | undefined;
  private builders: readonly ColumnBuilder[] = [];

  constructor(
    private readonly name: string,
    private readonly options: TableOptions,
  ) {}

  add(row: Row): void {
    if (!this.names) {
      const { header, missing } = this.options;
      this.names = header ? columnNames(this.name, row) : row.fields.map((_, i) => `c${i + 1}`);
      const texts = new Set(missing);
      this.builders = this.names.map(() => new ColumnBuilder(texts));
      if (header) return;
    }
    requireWidth(this.name, this.names.length, row);
    for (let i = 0; i < this.builders.length; i++) this.builders[i]?.add(row.fields[i] as string);
    this.lines.push(row.line);
  }

  finish(): RawData {
    const { name, names, lines } = this;
    if (!names) throw empty(name, this.options.header);
    if (lines.length === 0) {
      throw new UserError(`${name} has a header but no rows`, { place: name, exitCode: 2 });
    }
    const lineArray = Int32Array.from(lines);
    const fields = names.map((column, i): [string, RawField] => [
      column,
      (this.builders[i] as ColumnBuilder).finish(lineArray),
    ]);
    return { rows: lines.length, fields: Object.fromEntries(fields) };
  }
}

/** The rows of one block, blank lines left out. */
function* rowsOf(name: string, text: string, firstLine: number, options: TableOptions): Generator<Row> {
  const parser: Options = {
    delimiter: options.separator,
    quote: options.quote ?? false,
    escape: options.quote ?? null,
    record_delimiter: ["\r\n", "\n", "\r"],
    relax_column_count: true,
    ...(options.comment === null ? {} : { comment: options.comment, comment_no_infix: true, info: true }),
  };
  let line = firstLine;
  let records: unknown[];
  try {
    records = parse(text, parser);
  } catch (error) {
    throw quoteError(name, error as CsvError, firstLine);
  }
  for (const record of records) {
    // With comments the parser alone knows which lines it passed over.
    const commented =
      options.comment === null ? undefined : (record as { record: string[]; info: { lines: number } });
    const fields = commented ? commented.record : (record as string[]);
    if (commented) line = firstLine + commented.info.lines - 1;
    if (fields.length > 1 || (fields[0] as string).trim() !== "") yield { fields, line };
    line += 1;
    for (const field of fields) if (field.includes("\n")) line += lineBreaks(field);
  }
}

function columnNames(name: string, row: Row): readonly string[] {
  const names = row.fields.map((field, i) => field.trim() || `c${i + 1}`);
  const twice = names.find((column, i) => names.indexOf(column) !== i);
  if (twice === undefined) return names;
  throw new UserError(`${name} has two columns called "${twice}"`, {
    place: `${name}:${row.line}`,
    help: "give each column its own name, or write header = false if the first line is a row of data",
    exitCode: 2,
  });
}

function requireWidth(name: string, columns: number, row: Row): void {
  if (row.fields.length === columns) return;
  const count = row.fields.length;
  throw new UserError(
    `line ${row.line} of ${name} has ${count} value${count === 1 ? "" : "s"}, but there are ${columns} columns`,
    {
      place: `${name}:${row.line}`,
      help:
        columns === 1 || count === 1
          ? 'if another sign separates the values, name it: csv("…", separator = ";")'
          : "a value that holds the separator must stand in quotes",
      exitCode: 2,
    },
  );
}

function quoteError(name: string, error: CsvError, firstLine: number): UserError {
  const line = firstLine + Number(error.lines ?? 1) - 1;
  const message =
    error.code === "CSV_QUOTE_NOT_CLOSED"
      ? `a quoted value of ${name} is never closed (the file ends on line ${line})`
      : `a quote stands in the middle of a value on line ${line} of ${name}`;
  return new UserError(message, {
    place: `${name}:${line}`,
    help: "double a quote inside quotes, or write quote = none if quotes mean nothing in this file",
    exitCode: 2,
  });
}

function empty(name: string, header: boolean): UserError {
  return new UserError(`${name} is empty: it has ${header ? "no header and " : ""}no rows`, {
    place: name,
    help: "it may have been cut off while it was written or copied; get it again",
    exitCode: 2,
  });
}

function lineBreaks(text: string): number {
  let count = 0;
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) count++;
  return count;
}

function withoutLastRow(text: string, quote: string | null): string {
  let quoted = false;
  let end = 0;
  for (let i = 0; i < text.length; i++) {
    if (text[i] === quote) quoted = !quoted;
    else if (text[i] === "\n" && !quoted) end = i + 1;
  }
  return text.slice(0, end);
}
