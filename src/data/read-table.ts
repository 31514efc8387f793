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
  const lines: number[] = [];
  let table: { readonly names: readonly string[]; readonly builders: readonly ColumnBuilder[] } | undefined;
  for await (const row of rowsOf(name, pieces, options, partial)) {
    if (!table) {
      const names = options.header ? columnNames(name, row) : row.fields.map((_, i) => `c${i + 1}`);
      const missing = new Set(options.missing);
      table = { names, builders: names.map(() => new ColumnBuilder(missing)) };
      if (options.header) continue;
    }
    requireWidth(name, table.names.length, row);
    for (const [i, builder] of table.builders.entries()) builder.add(row.fields[i] as string);
    lines.push(row.line);
  }
  if (!table) throw empty(name, options.header);
  if (lines.length === 0) {
    throw new UserError(`${name} has a header but no rows`, { place: name, exitCode: 2 });
  }
  const lineArray = Int32Array.from(lines);
  const fields: Record<string, RawField> = {};
  for (const [i, column] of table.names.entries()) {
    fields[column] = (table.builders[i] as ColumnBuilder).finish(lineArray);
  }
  return { rows: lines.length, fields };
}

async function* rowsOf(
  name: string,
  pieces: AsyncIterable<Uint8Array>,
  options: TableOptions,
  partial: boolean,
): AsyncGenerator<Row> {
  const { quote, comment } = options;
  let line = 1;
  let held: string | undefined;
  const blocks = textBlocks(name, pieces, quote ?? undefined, comment !== null);
  for await (const block of blocks) {
    if (partial) {
      // Hold each block back until the next is there: only the very last one may end inside a row.
      if (held !== undefined) {
        yield* parseBlock(name, held, line, options);
        line += lineBreaks(held);
      }
      held = block;
    } else {
      yield* parseBlock(name, block, line, options);
      line += lineBreaks(block);
    }
  }
  if (held !== undefined) yield* parseBlock(name, withoutLastRow(held, quote), line, options);
}

/** The rows of one block, blank lines left out. */
function* parseBlock(name: string, text: string, firstLine: number, options: TableOptions): Generator<Row> {
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
