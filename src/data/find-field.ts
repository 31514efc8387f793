/** Finds a column by the name that a model file gives it, where words cannot hold every sign that a header can. */
import { suggest } from "../base/suggest.ts";

/** The exact name; else the only one that differs in case and in `.`, `-`, `_` and blanks alone. */
export function findField(name: string, fields: readonly string[]): string | undefined {
  if (fields.includes(name)) return name;
  const folded = fold(name);
  const alike = fields.filter((field) => fold(field) === folded);
  return alike.length === 1 ? alike[0] : undefined;
}

/** What to say about a name that no column has; `separate` tells what to do about a sign that parts the values unseen. */
export function fieldHelp(
  name: string,
  fields: readonly string[],
  separate = (sign: string) => `write separator = ${sign} in the source`,
): string {
  const separator = unsplit(fields);
  if (separator !== undefined)
    return `the whole first line was read as one column; if ${JSON.stringify(separator)} separates the values, ${separate(JSON.stringify(separator))}`;
  const near = nearField(name, fields);
  const shown = fields.slice(0, 12).join(", ") + (fields.length > 12 ? `, … (${fields.length} in all)` : "");
  return near === undefined ? `the columns are ${shown}` : `did you mean ${near}? The columns are ${shown}`;
}

/** The sign that likely separates what was read as one column. */
function unsplit(fields: readonly string[]): string | undefined {
  const [only = "", ...more] = fields;
  return more.length > 0 ? undefined : [";", "\t", "|"].find((sign) => only.includes(sign));
}

/** The column that was likely meant, as it is written in a model file. */
export function nearField(name: string, fields: readonly string[]): string | undefined {
  const near = suggest(name, fields) ?? suggest(fold(name), fields.map(fold));
  const field = fields.find((one) => one === near) ?? fields.find((one) => fold(one) === near);
  return field === undefined ? undefined : writtenName(field);
}

/** A word where the name is one, else a text in quotes. */
export function writtenName(field: string): string {
  return /^[A-Za-z_]\w*$/.test(field) ? field : JSON.stringify(field);
}

function fold(name: string): string {
  return name.toLowerCase().replace(/[._\s-]+/g, "_");
}
