/** Finds a column by the name that a model file gives it, where words cannot hold every sign that a header can. */
import { suggest } from "../base/suggest.ts";

/** The exact name; else the only one that differs in case and in `.`, `-`, `_` and blanks alone. */
export function findField(name: string, fields: readonly string[]): string | undefined {
  if (fields.includes(name)) return name;
  const folded = fold(name);
  const alike = fields.filter((field) => fold(field) === folded);
  return alike.length === 1 ? alike[0] : undefined;
}

/** What to say about a name that no column has. */
export function fieldHelp(name: string, fields: readonly string[]): string {
  const near = suggest(name, fields) ?? suggest(fold(name), fields.map(fold));
  const meant = fields.find((field) => field === near || fold(field) === near);
  const shown = fields.slice(0, 12).join(", ") + (fields.length > 12 ? `, … (${fields.length} in all)` : "");
  return meant === undefined ? `the columns are ${shown}` : `did you mean ${meant}? The columns are ${shown}`;
}

function fold(name: string): string {
  return name.toLowerCase().replace(/[._\s-]+/g, "_");
}
