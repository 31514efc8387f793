/** JSON, one object a line, to columns and arrays. */
import { UserError } from "../base/user-error.ts";
import type { RawData, RawField } from "./format.ts";
import { JsonField } from "./json-field.ts";
import { textBlocks } from "./table-text.ts";

/** More keys than this are no columns but values in the place of names. */
const mostFields = 10_000;

/** `name` is what messages call the file. Throws UserError, with the line, for anything that is not one object a line. */
export async function readJsonLines(
  name: string,
  pieces: AsyncIterable<Uint8Array>,
  /** The last line may be cut off: leave it out. */
  partial = false,
): Promise<RawData> {
  const rows = new JsonRows(name);
  let held: string | undefined;
  for await (const block of textBlocks(name, pieces, {
    whole: false,
    kind: "text with one JSON object a line",
  })) {
    if (held !== undefined) rows.add(held);
    held = block;
  }
  if (held !== undefined) rows.add(partial ? held.slice(0, held.lastIndexOf("\n") + 1) : held);
  return rows.finish();
}

class JsonRows {
  private readonly fields = new Map<string, JsonField>();
  private readonly lines: number[] = [];
  private line = 0;

  constructor(private readonly name: string) {}

  add(block: string): void {
    const lines = block.split("\n");
    // What follows the last line break is a line only where there is something.
    if (lines[lines.length - 1] === "") lines.pop();
    for (const text of lines) {
      this.line++;
      if (text.trim() !== "") this.addRow(this.parse(text));
    }
  }

  finish(): RawData {
    const { name, lines } = this;
    if (lines.length === 0) {
      throw new UserError(`${name} is empty: it has no rows`, {
        place: name,
        help: "it may have been cut off while it was written or copied; get it again",
        exitCode: 2,
      });
    }
    const lineArray = Int32Array.from(lines);
    for (const field of this.fields.values()) {
      const row = field.rowWithoutArray(lines.length);
      if (row !== undefined) {
        this.line = lines[row] as number;
        throw this.refuse(`${field.key} has no array here`, "each row needs one of the same shape");
      }
    }
    const fields = [...this.fields].map(([key, field]): [string, RawField] => [
      key,
      field.finish(lines.length, lineArray),
    ]);
    return { rows: lines.length, fields: Object.fromEntries(fields) };
  }

  private addRow(row: Readonly<Record<string, unknown>>): void {
    const index = this.lines.length;
    for (const [key, value] of Object.entries(row)) {
      let field = this.fields.get(key);
      if (!field) {
        if (this.fields.size === mostFields) {
          throw this.refuse(
            `${this.name} has more than ${mostFields.toLocaleString("en-US")} different keys`,
            "give each row the same keys, and put what changes into the values",
          );
        }
        field = new JsonField(key);
        this.fields.set(key, field);
      }
      const problem = field.add(index, value);
      if (problem) throw this.refuse(problem.message, problem.help);
    }
    this.lines.push(this.line);
  }

  private parse(text: string): Readonly<Record<string, unknown>> {
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      throw this.refuse(`line ${this.line} of ${this.name} is not JSON: ${shown(text)}`, helpFor(text));
    }
    if (value !== null && typeof value === "object" && !Array.isArray(value)) {
      return value as Readonly<Record<string, unknown>>;
    }
    throw this.refuse(
      `line ${this.line} of ${this.name} is not an object: ${shown(text)}`,
      'each line is an object whose keys are the columns: {"age": 31, "name": "Ada"}',
    );
  }

  private refuse(message: string, help: string): UserError {
    return new UserError(message, { place: `${this.name}:${this.line}`, help, exitCode: 2 });
  }
}

function helpFor(text: string): string {
  if (/\b(NaN|Infinity)\b/.test(text)) return "write null where a number is not known";
  if (/^\s*\[\s*$/.test(text) || /^\s*\{\s*$/.test(text)) {
    return "one row a line, without line breaks inside: in Python, one json.dumps for each row";
  }
  return "the file may be cut off here; or a text lacks a quote, or a name does";
}

function shown(text: string): string {
  const short = text.trim();
  return short.length > 60 ? `${short.slice(0, 57)}…` : short;
}
