/** Parts of constants: an item of a list, an entry of a record. */
import type { Report } from "../base/diagnostic.ts";
import { spanText } from "../base/source.ts";
import type { Expression, Index, Member } from "../syntax/ast.ts";
import type { Value } from "../words/value.ts";
import { refuseConstant } from "./refuse-constant.ts";

/** Which item of a list is taken; undefined where the brackets ask for something else. */
export function itemPlace({ slices: [only, ...more] }: Index): Expression | undefined {
  return only?.range || more.length > 0 ? undefined : only?.start;
}

/** `widths[0]`; `at` is what the expression in the brackets is worth. */
export function itemOf(list: Value, at: Value | undefined, index: Index, report: Report): Value | undefined {
  const { span } = index;
  const place = itemPlace(index);
  if (list.kind !== "list" || place === undefined)
    return refuseConstant(span, "of a constant, only one item of a list can be taken: `widths[0]`", report);
  if (at === undefined) return undefined;
  const { items } = list;
  const number = at.kind === "number" ? at.value : Number.NaN;
  const item = items[number < 0 ? number + items.length : number];
  if (item !== undefined) return { ...item, span };
  const [only] = index.slices as [Index["slices"][number]];
  return refuseConstant(only.span, `the list has ${items.length} items, counted from 0`, report);
}

/** `sizes.small`. */
export function entryOf(record: Value, { name, span }: Member, report: Report): Value | undefined {
  if (record.kind === "word") {
    const text = JSON.stringify(spanText(span));
    report({
      ...{ rule: "bad-constant", severity: "error", span },
      message: `nothing in this file is called ${record.name}, so it has no ${name.name}`,
      label: "a text, such as the name of a file, stands in quotes",
      fix: { title: text, edits: [{ span, text }], safe: false },
    });
    return undefined;
  }
  if (record.kind !== "record")
    return refuseConstant(name.span, "only a record has parts with names", report);
  const entry = record.entries.find(({ key }) => key === name.name);
  if (entry) return { ...entry.value, span };
  const keys = record.entries.map(({ key }) => key).join(", ");
  return refuseConstant(name.span, `the record has no ${name.name}: it has ${keys}`, report);
}
