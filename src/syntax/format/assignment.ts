/** `head = value`: on one line, or the value on lines of its own below. */
import type * as ast from "../ast.ts";
import { printExpression } from "../print-expression.ts";
import { blanks, columnAfter, type Layout, lineStart, linesBefore, openingComment, width } from "./layout.ts";
import { brokenBehind, signBefore } from "./text-tokens.ts";

export interface Assignment {
  /** The node that the sign belongs to. */
  readonly owner: object;
  /** Up to the sign. */
  readonly head: string;
  readonly value: ast.Expression;
  readonly indent: number;
  /** Columns to leave free behind the value. */
  readonly tail?: number;
}

/** Where the sign in front of a value stands. */
export function signOf(layout: Layout, value: ast.Expression): number | undefined {
  return signBefore(layout.text, value.span.start)?.startOffset;
}

export function printAssignment(
  layout: Layout,
  { owner, head, value, indent, tail = 0 }: Assignment,
): string {
  const opening = openingComment(layout, owner);
  const above = linesBefore(layout, value, indent + 2);
  const commented = opening !== "" || above.length > 0;
  const column = columnAfter(head, indent) + 1;
  const place = { column, indent, hang: indent + 2, tail };
  if (!commented && !goesBelow(layout, value, indent, column, tail)) {
    return `${head} ${layout.print(value, place)}`;
  }
  const below = layout.print(value, lineStart(indent + 2, tail));
  return [head + opening, ...above, blanks(indent + 2) + below].join("\n");
}

/** Values that open with a bracket stay on the line of the sign: they find room inside. */
function goesBelow(
  layout: Layout,
  value: ast.Expression,
  indent: number,
  column: number,
  tail: number,
): boolean {
  if (value.kind === "list" || value.kind === "tuple" || value.kind === "record") return false;
  const sign = signBefore(layout.text, value.span.start);
  const broken = sign !== undefined && brokenBehind(layout.text, sign);
  if (value.kind === "chain") return broken;
  if (layout.isHard(value)) return broken;
  const length = printExpression(value).length + tail;
  if (column + length <= width) return false;
  if (broken) return true;
  const operation = value.kind === "binary" || value.kind === "choice" || value.kind === "unary";
  return operation && indent + 2 + length <= width;
}
