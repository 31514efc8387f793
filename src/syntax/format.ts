/** The one format of model files (`nnet fmt`). */
import type { SourceFile } from "./ast.ts";
import { makeLayout } from "./format/layout.ts";
import { placeComments } from "./format/place-comments.ts";
import { type Dialect, plainForm } from "./format/plain-form.ts";
import { printStatements } from "./format/print-statements.ts";
import { printValue } from "./format/print-value.ts";
import { textTokens } from "./format/text-tokens.ts";

/**
 * The text of a file in the one format; with a line end behind the last line, empty for an empty file. The file must have been
 * parsed without findings. Formatting the result again changes nothing, and it means the same: the trees are equal but for
 * spans, brackets around groups, and what `dialect` lets be written as words.
 */
export function format(file: SourceFile, dialect: Dialect = {}): string {
  const plain = plainForm(file, dialect);
  const text = textTokens(file.source);
  const layout = makeLayout(text, placeComments(plain, text), printValue);
  return printStatements(layout, plain, plain.items, 0)
    .map((line) => `${line}\n`)
    .join("");
}
