/** The statements of a file or a block. */
import type * as ast from "../ast.ts";
import { printExpression, printString, printType } from "../print-expression.ts";
import { statementWords } from "../statement-form.ts";
import { printAssignment, signOf } from "./assignment.ts";
import { blanks, columnAfter, type Layout, lineStart, openingComment, type Place, width } from "./layout.ts";
import { printBracketed } from "./print-bracketed.ts";
import { printBody } from "./print-rows.ts";
import { printGroup } from "./print-within.ts";
import type { Row } from "./row.ts";

/** With the comments behind the last; `owner` is the file or the block. */
export function printStatements(
  layout: Layout,
  owner: object,
  items: readonly ast.Item[],
  indent: number,
): readonly string[] {
  const rows = items.map((item, i) => rowOf(layout, item, indent, i === 0));
  return printBody(layout, owner, rows, indent);
}

function rowOf(layout: Layout, item: ast.Item, indent: number, first: boolean): Row {
  switch (item.kind) {
    case "import": {
      const names = item.names.map(({ name }) => name).join(", ");
      return plain(item, `import ${names} from ${printString(item.from)}`);
    }
    case "param":
      return paramRow(layout, item, indent);
    case "def": {
      const head = `def ${item.name.name}${printFormals(layout, item, indent)}`;
      return assignmentRow(layout, { node: item, group: "def", head, owner: item, value: item.body }, indent);
    }
    case "block":
      return blockRow(layout, item, indent);
    case "section":
      return sectionRow(layout, item, indent);
    case "target":
      return targetRow(layout, item, indent);
    case "input":
      return inputRow(layout, item, indent);
    case "output":
      return outputRow(layout, item, indent);
    case "binding":
      return bindingRow(layout, item, { node: item, start: "", group: "binding" }, indent);
    case "expression-statement":
      return plain(item, printStatementExpression(layout, item.expression, indent, first));
  }
}

function plain(node: ast.Item, text: string): Row {
  return { node, name: "", print: () => text };
}

interface AssignmentRow {
  readonly node: ast.Item;
  readonly group: string;
  readonly head: string;
  readonly owner: object;
  readonly value: ast.Expression;
}

/** A head of several lines, with comments in it, aligns with nothing. */
function assignmentRow(layout: Layout, given: AssignmentRow, indent: number): Row {
  const { node, group, head, owner, value } = given;
  const print = (text: string): string =>
    printAssignment(layout, { owner, head: `${text} =`, value, indent });
  if (head.includes("\n")) return plain(node, print(head));
  return { node, group, name: head, sign: signOf(layout, value), print };
}

function paramRow(layout: Layout, item: ast.Param, indent: number): Row {
  const { range, value } = item;
  const tail = range ? 4 + printExpression(range).length : 0;
  const print = (head: string): string => {
    const start = printAssignment(layout, { owner: item, head: `${head} =`, value, indent, tail });
    return start + printRange(layout, range, columnAfter(start, indent), indent);
  };
  return typedRow(
    layout,
    { node: item, group: "param", name: `param ${item.name.name}` },
    item,
    indent,
    print,
  );
}

interface Head {
  readonly node: ast.Item;
  readonly group: string;
  readonly name: string;
}

function typedRow(
  layout: Layout,
  head: Head,
  { type, value }: { readonly type?: ast.Type; readonly value: ast.Expression },
  indent: number,
  print: (head: string) => string,
): Row {
  const sign = signOf(layout, value);
  if (type === undefined) return { ...head, sign, print };
  const text = printTypeAt(layout, type, indent);
  if (text.includes("\n")) return plain(head.node, print(`${head.name}: ${text}`));
  return { ...head, type: text, sign, print };
}

function bindingRow(
  layout: Layout,
  binding: ast.Binding,
  { node, start, group }: { readonly node: ast.Item; readonly start: string; readonly group: string },
  indent: number,
): Row {
  const { sign, value } = binding;
  const print = (head: string): string =>
    printAssignment(layout, { owner: binding, head: `${head} ${sign}`, value, indent });
  return typedRow(layout, { node, group, name: start + binding.name.name }, binding, indent, print);
}

function outputRow(layout: Layout, item: ast.Output, indent: number): Row {
  const { value } = item;
  if (value.kind === "binding") {
    return bindingRow(layout, value, { node: item, start: "output ", group: "output" }, indent);
  }
  const start = "output ";
  const place = { column: indent + start.length, indent, hang: indent + 2, tail: 0 };
  return plain(item, start + layout.print(value, place));
}

function inputRow(layout: Layout, item: ast.Input, indent: number): Row {
  const name = `input ${item.names.map((one) => one.name).join(", ")}`;
  const print = (head: string): string =>
    head + printRange(layout, item.range, columnAfter(head, indent), indent);
  if (item.type === undefined) return plain(item, print(name));
  const type = printTypeAt(layout, item.type, indent);
  if (type.includes("\n")) return plain(item, print(`${name}: ${type}`));
  return { node: item, group: "input", name, type, print };
}

function targetRow(layout: Layout, item: ast.Target, indent: number): Row {
  const name = `target ${item.name.name}`;
  const place = { column: indent + name.length + 2, indent, hang: indent + 2, tail: 0 };
  const type = layout.print(item.type, place);
  const print = (head: string): string =>
    head + printRange(layout, item.range, columnAfter(head, indent), indent);
  if (type.includes("\n")) return plain(item, print(`${name}: ${type}`));
  return { node: item, group: "target", name, type, print };
}

function printRange(
  layout: Layout,
  range: ast.Expression | undefined,
  column: number,
  indent: number,
): string {
  if (range === undefined) return "";
  return ` in ${layout.print(range, { column: column + 4, indent, hang: indent + 2, tail: 0 })}`;
}

function sectionRow(layout: Layout, item: ast.Section, indent: number): Row {
  const name = item.name ? `${item.section} ${item.name.name}` : item.section;
  const print = (head: string): string => {
    const place = { column: columnAfter(head, indent) + 1, indent, hang: indent + 2, tail: 0 };
    return `${head} ${layout.print(item.record, place)}`;
  };
  return { node: item, group: "section", name, sign: item.record.span.start, print };
}

function blockRow(layout: Layout, item: ast.Block, indent: number): Row {
  const head = `block ${item.name.name}${printFormals(layout, item, indent)}`;
  const [first] = item.body;
  if (!item.braces && first?.kind === "expression-statement") {
    const value = first.expression;
    return assignmentRow(layout, { node: item, group: "block", head, owner: item, value }, indent);
  }
  const lines = printStatements(layout, item, item.body, indent + 2);
  const opening = openingComment(layout, item);
  if (lines.length === 0 && opening === "") return plain(item, `${head} {}`);
  return plain(item, [`${head} {${opening}`, ...lines, `${blanks(indent)}}`].join("\n"));
}

function printFormals(layout: Layout, item: ast.Def | ast.Block, indent: number): string {
  const { comments } = layout;
  const { formals } = item;
  const hard = (one: ast.Formal): boolean =>
    comments.before.has(one) || comments.after.has(one) || (one.default ? layout.isHard(one.default) : false);
  const line = `(${formals.map(flatFormal).join(", ")})`;
  const commented = comments.opening.has(formals) || comments.closing.has(formals) || formals.some(hard);
  const column = indent + item.kind.length + 1 + item.name.name.length;
  if (!commented && (formals.length === 0 || column + line.length + 2 <= width)) return line;
  const parts = formals.map((node) => ({ node, print: (place: Place) => printFormal(layout, node, place) }));
  return printBracketed(layout, { owner: formals, open: "(", close: ")", parts }, indent);
}

function flatFormal(formal: ast.Formal): string {
  return formal.name.name + (formal.default ? ` = ${printExpression(formal.default)}` : "");
}

function printFormal(layout: Layout, { name, default: value }: ast.Formal, place: Place): string {
  if (value === undefined) return name.name;
  const start = `${name.name} = `;
  return (
    start + layout.print(value, { ...place, column: place.column + start.length, hang: place.indent + 2 })
  );
}

function printTypeAt(layout: Layout, type: ast.Type, indent: number): string {
  const { comments } = layout;
  const hard = (dim: ast.TypeDim): boolean =>
    comments.before.has(dim) || comments.after.has(dim) || (dim.kind !== "unknown-dim" && layout.isHard(dim));
  if (!comments.opening.has(type) && !comments.closing.has(type) && !type.dims.some(hard))
    return printType(type);
  const parts = type.dims.map((node) => ({
    node,
    print: (place: Place) => (node.kind === "unknown-dim" ? "?" : layout.print(node, place)),
  }));
  return printBracketed(
    layout,
    { owner: type, open: `${type.element?.name ?? ""}[`, close: "]", parts },
    indent,
  );
}

/**
 * Some values keep brackets that the tree does not know: behind another statement a `-` would go on with it, and a statement
 * word alone would begin one.
 */
function printStatementExpression(
  layout: Layout,
  expression: ast.Expression,
  indent: number,
  first: boolean,
): string {
  const place = { ...lineStart(indent), hang: indent + 2 };
  if (expression.kind === "identifier" && statementWords.includes(expression.name)) {
    return printGroup(layout, expression, place);
  }
  const text = layout.print(expression, place);
  return !first && text.startsWith("-") ? printGroup(layout, expression, place) : text;
}
