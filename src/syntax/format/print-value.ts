/** An expression at a place: on one line where that fits, else by its kind over several. */
import type * as ast from "../ast.ts";
import { postfixRank, printExpression, printSlice, unaryRank } from "../print-expression.ts";
import { columnAfter, flat, type Layout, type Place, width } from "./layout.ts";
import { type Brackets, printBracketed } from "./print-bracketed.ts";
import { printChain } from "./print-chain.ts";
import { printBinary, printChoice } from "./print-operation.ts";
import { printRecord } from "./print-record.ts";
import { printWithin } from "./print-within.ts";

export function printValue(layout: Layout, expression: ast.Expression, place: Place): string {
  const line = flat(layout, expression, place);
  if (line !== undefined) return line;
  switch (expression.kind) {
    case "list":
    case "tuple":
      return printList(layout, expression, place);
    case "record":
      return printRecord(layout, expression, place.indent);
    case "call":
      return printCall(layout, expression, place);
    case "index":
      return printIndex(layout, expression, place);
    case "member": {
      const tail = place.tail + expression.name.name.length + 1;
      const object = printWithin(layout, expression.object, postfixRank, { ...place, tail });
      return expression.object.kind === "number"
        ? printExpression(expression)
        : `${object}.${expression.name.name}`;
    }
    case "unary": {
      const sign = expression.operator === "not" ? "not " : "-";
      const inner = { ...place, column: place.column + sign.length };
      return sign + printWithin(layout, expression.operand, unaryRank, inner);
    }
    case "binary":
      return printBinary(layout, expression, place);
    case "choice":
      return printChoice(layout, expression, place);
    case "chain":
      return printChain(layout, expression, place);
    case "repeat":
      return printRepeat(layout, expression, place);
    default:
      return printExpression(expression);
  }
}

function printList(layout: Layout, owner: ast.ListLiteral | ast.TupleLiteral, { indent }: Place): string {
  const parts = owner.items.map((node) => ({ node, print: (place: Place) => layout.print(node, place) }));
  return printBrackets(layout, { owner, open: "[", close: "]", parts }, indent);
}

/** Nothing but blanks between the brackets needs no lines. */
function printBrackets(layout: Layout, brackets: Brackets, indent: number): string {
  const { owner, open, close, parts } = brackets;
  const { opening, closing } = layout.comments;
  if (parts.length === 0 && !opening.has(owner) && !closing.has(owner)) return open + close;
  return printBracketed(layout, brackets, indent);
}

function printCall(layout: Layout, owner: ast.Call, place: Place): string {
  const callee = printWithin(layout, owner.callee, postfixRank, { ...place, tail: 1 });
  const parts = owner.args.map((node) => ({
    node,
    print: (inner: Place) => printArgument(layout, node, inner),
  }));
  const brackets = { owner, open: "(", close: ")", parts };
  return callee + printSuffix(layout, brackets, owner.args.map(flatArgument), callee, place);
}

function printIndex(layout: Layout, owner: ast.Index, place: Place): string {
  const object = printWithin(layout, owner.object, postfixRank, { ...place, tail: 1 });
  const parts = owner.slices.map((node) => ({
    node,
    print: (inner: Place) => printSliceAt(layout, node, inner),
  }));
  const brackets = { owner, open: "[", close: "]", parts };
  return object + printSuffix(layout, brackets, owner.slices.map(printSlice), object, place);
}

/** Behind what stands over several lines, brackets may still fit on the last of them. */
function printSuffix(
  layout: Layout,
  brackets: Brackets,
  flatParts: readonly string[],
  before: string,
  { column, indent, tail }: Place,
): string {
  const { owner, open, close, parts } = brackets;
  const { opening, closing, before: above, after } = layout.comments;
  const commented = parts.some(({ node }) => above.has(node) || after.has(node) || layout.isHard(node));
  if (before.includes("\n") && !commented && !opening.has(owner) && !closing.has(owner)) {
    const line = open + flatParts.join(", ") + close;
    if (columnAfter(before, column) + line.length + tail <= width) return line;
  }
  return printBrackets(layout, brackets, indent);
}

function flatArgument({ name, value }: ast.Argument): string {
  return (name ? `${name.name} = ` : "") + printExpression(value);
}

function printArgument(layout: Layout, { name, value }: ast.Argument, place: Place): string {
  if (name === undefined) return layout.print(value, place);
  const start = `${name.name} = `;
  const inner = { ...place, column: place.column + start.length, hang: place.indent + 2 };
  return start + layout.print(value, inner);
}

function printSliceAt(layout: Layout, slice: ast.Slice, place: Place): string {
  if (!layout.isHard(slice)) return printSlice(slice);
  const { start, end, range } = slice;
  const first = (start ? printWithin(layout, start, 0, place) : "") + (range ? ":" : "");
  const column = columnAfter(first, place.column);
  return first + (end ? printWithin(layout, end, 0, { ...place, column }) : "");
}

function printRepeat(layout: Layout, node: ast.Repeat, place: Place): string {
  const start = node.variable ? `repeat ${node.variable.name} in ` : "repeat ";
  const over = { ...place, column: place.column + start.length, tail: 2 };
  const body = { node: node.body, print: (inner: Place) => layout.print(node.body, inner) };
  const brackets = { owner: node, open: "{", close: "}", parts: [body] };
  return `${start}${printWithin(layout, node.over, 0, over)} ${printBracketed(layout, brackets, place.indent)}`;
}
