/** Records: on one line with commas, or an entry a line without. */
import type * as ast from "../ast.ts";
import { printKey } from "../print-expression.ts";
import { printAssignment, signOf } from "./assignment.ts";
import { blanks, type Layout, openingComment } from "./layout.ts";
import { printBody } from "./print-rows.ts";
import type { Row } from "./row.ts";

export function printRecord(layout: Layout, record: ast.RecordLiteral, indent: number): string {
  return layout.once(record, indent, () => printEntries(layout, record, indent));
}

function printEntries(layout: Layout, record: ast.RecordLiteral, indent: number): string {
  const rows = record.entries.map((entry) => entryRow(layout, entry, indent + 2));
  const lines = printBody(layout, record, rows, indent + 2);
  const opening = openingComment(layout, record);
  if (lines.length === 0 && opening === "") return "{}";
  return [`{${opening}`, ...lines, `${blanks(indent)}}`].join("\n");
}

function entryRow(layout: Layout, entry: ast.Entry, indent: number): Row {
  return {
    ...{ node: entry, group: "entry", name: printKey(entry.key), sign: signOf(layout, entry.value) },
    print: (head) => printAssignment(layout, { owner: entry, head: `${head} =`, value: entry.value, indent }),
  };
}
