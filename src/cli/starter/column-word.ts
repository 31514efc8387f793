/** The name of a column as a model file writes it. */
import { findField } from "../../data/find-field.ts";

/** Reserved words, and the constant that has a name. */
const taken = new Set(["repeat", "in", "and", "or", "not", "true", "false", "none", "pi"]);

/** A word where one finds the column (`sepal_length` finds `Sepal.Length`), else a text in quotes. */
export function columnWord(name: string, columns: readonly string[]): string {
  if (isWord(name)) return name;
  const folded = name.toLowerCase().replace(/[._\s-]+/g, "_");
  return isWord(folded) && findField(folded, columns) === name ? folded : quoted(name);
}

function isWord(name: string): boolean {
  return /^[A-Za-z_]\w*$/.test(name) && !taken.has(name);
}

/** A text in quotes. Signs that no string can hold become blanks, which find the same column. */
export function quoted(text: string): string {
  const escaped = text.replace(/[\\"]/g, "\\$&").replace(/\n/g, "\\n").replace(/\t/g, "\\t");
  return `"${escaped.replace(/\r/g, " ")}"`;
}
