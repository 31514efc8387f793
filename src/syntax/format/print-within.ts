/** An expression in a place that asks for a rank: what binds less gets brackets. */
import type { Expression } from "../ast.ts";
import { printExpression, rank } from "../print-expression.ts";
import type { Layout, Place } from "./layout.ts";
import { width } from "./layout.ts";
import { printBracketed } from "./print-bracketed.ts";

export function printWithin(layout: Layout, expression: Expression, least: number, place: Place): string {
  return rank(expression) < least ? printGroup(layout, expression, place) : layout.print(expression, place);
}

export function printGroup(layout: Layout, expression: Expression, place: Place): string {
  if (!layout.isHard(expression)) {
    const text = `(${printExpression(expression)})`;
    if (place.column + text.length + place.tail <= width) return text;
  }
  // The comments around the expression belong to its own place, which is outside of the brackets.
  const node = { span: expression.span };
  const part = { node, print: (inner: Place) => layout.print(expression, inner) };
  return printBracketed(layout, { owner: expression, open: "(", close: ")", parts: [part] }, place.indent);
}
