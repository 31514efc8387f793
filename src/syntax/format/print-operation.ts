/** Operations and choices over several lines, the sign at the beginning of each. */
import type * as ast from "../ast.ts";
import { rankOf } from "../operations.ts";
import { leastLeft, leastRight, printExpression, rank } from "../print-expression.ts";
import { blanks, columnAfter, commentAfter, type Layout, linesBefore, type Place, width } from "./layout.ts";
import { printWithin } from "./print-within.ts";
import { operandsOf, operatorsOf } from "./regions.ts";

interface Operand {
  readonly node: ast.Expression;
  /** With its blank; empty for the first. */
  readonly sign: string;
  readonly least: number;
}

export function printBinary(layout: Layout, node: ast.Binary, place: Place): string {
  const own = rankOf(node.operator);
  const signs = operatorsOf(node);
  const operands = operandsOf(node).map((operand, i) => ({
    node: operand,
    sign: i === 0 ? "" : `${signs[i - 1]} `,
    least: i === 0 ? leastLeft(own) : leastRight(own),
  }));
  if (isCommented(layout, operands) || fitsInLines(layout, operands, place)) {
    return printLines(layout, operands, place);
  }
  return printInPlace(layout, operands, place);
}

export function printChoice(layout: Layout, node: ast.Choice, place: Place): string {
  const operands = [
    { node: node.condition, sign: "", least: 0 },
    { node: node.then, sign: "? ", least: 0 },
    { node: node.else, sign: ": ", least: 0 },
  ];
  return printLines(layout, operands, place);
}

function isCommented({ comments }: Layout, operands: readonly Operand[]): boolean {
  return operands.some(({ node }) => comments.before.has(node) || comments.after.has(node));
}

function fitsInLines(layout: Layout, operands: readonly Operand[], place: Place): boolean {
  return operands.every(({ node, sign, least }, i) => {
    if (layout.isHard(node)) return false;
    const brackets = rank(node) < least ? 2 : 0;
    const start = i === 0 ? place.column : place.hang;
    const tail = i === operands.length - 1 ? place.tail : 0;
    return start + sign.length + printExpression(node).length + brackets + tail <= width;
  });
}

function printLines(layout: Layout, operands: readonly Operand[], place: Place): string {
  const lines: string[] = [];
  operands.forEach(({ node, sign, least }, i) => {
    const last = i === operands.length - 1;
    lines.push(...linesBefore(layout, node, place.hang));
    const column = i === 0 ? place.column : place.hang + sign.length;
    const indent = i === 0 ? place.indent : place.hang;
    const inner = { column, indent, hang: indent + 2, tail: last ? place.tail : 0 };
    const start = i === 0 ? "" : blanks(place.hang) + sign;
    lines.push(start + printWithin(layout, node, least, inner) + commentAfter(layout, node));
  });
  return lines.join("\n");
}

/** Breaks inside the operands alone. */
function printInPlace(layout: Layout, operands: readonly Operand[], place: Place): string {
  let text = "";
  operands.forEach(({ node, sign, least }, i) => {
    if (i > 0) text += ` ${sign}`;
    const column = columnAfter(text, place.column);
    const tail = i === operands.length - 1 ? place.tail : 0;
    text += printWithin(layout, node, least, { ...place, column, tail });
  });
  return text;
}
