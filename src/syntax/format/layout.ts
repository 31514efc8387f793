/** What all printers of the formatter share: the width, places on a line, comments, and what must not be on one line. */
import type * as ast from "../ast.ts";
import { printExpression } from "../print-expression.ts";
import { childrenOf } from "./children.ts";
import { type PlacedComments, printComment } from "./place-comments.ts";
import {
  blankLineBefore,
  brokenAt,
  brokenBehind,
  indexAt,
  signBefore,
  type TextTokens,
} from "./text-tokens.ts";

export const width = 100;
/** Between the end of a line and the comment behind it. */
export const beforeComment = "   ";

/** Where a text begins, and what it must fit into. */
export interface Place {
  readonly column: number;
  /** Of closing brackets. */
  readonly indent: number;
  /** Of further lines of a chain or an operation. */
  readonly hang: number;
  /** Columns to leave free behind the last line. */
  readonly tail: number;
}

export interface Layout {
  readonly text: TextTokens;
  readonly comments: PlacedComments;
  /** The text of an expression at a place; further lines are indented as they are to stand in the file. */
  print(expression: ast.Expression, place: Place): string;
  /** Holds comments, or lines that its author broke and that stay broken. */
  isHard(node: object): boolean;
  /** What stands between brackets over several lines depends on the indentation alone; made once, nesting stays cheap. */
  once(owner: object, indent: number, make: () => string): string;
}

/** A place at the beginning of a line. */
export function lineStart(indent: number, tail = 0): Place {
  return { column: indent, indent, hang: indent, tail };
}

export function makeLayout(
  text: TextTokens,
  comments: PlacedComments,
  print: (layout: Layout, expression: ast.Expression, place: Place) => string,
): Layout {
  const known = new WeakMap<object, boolean>();
  const isHard = (node: object): boolean => {
    let hard = known.get(node);
    if (hard === undefined) {
      hard = findHard(node as ast.Expression);
      known.set(node, hard);
    }
    return hard;
  };
  const findHard = (node: ast.Expression): boolean =>
    comments.opening.has(node) ||
    comments.closing.has(node) ||
    isBroken(text, node) ||
    childrenOf(node).some(
      (child) => comments.before.has(child) || comments.after.has(child) || isHard(child),
    );
  const layout: Layout = {
    ...{ text, comments, isHard, once: makeOnce() },
    print: (expression, place) => print(layout, expression, place),
  };
  return layout;
}

function makeOnce(): Layout["once"] {
  const made = new WeakMap<object, Map<number, string>>();
  return (owner, indent, make) => {
    const known = made.get(owner) ?? new Map<number, string>();
    made.set(owner, known);
    const text = known.get(indent) ?? make();
    known.set(indent, text);
    return text;
  };
}

/** The author ended a line beside an arrow, or behind an opening brace. */
function isBroken(text: TextTokens, node: ast.Expression): boolean {
  switch (node.kind) {
    case "chain":
      return node.stages.some((stage, i) => i > 0 && brokenBefore(text, node.stages[i - 1], stage, "->"));
    case "record":
      return node.entries.some((entry) => startsLine(text, entry.span.start));
    case "repeat": {
      const brace = signBefore(text, node.body.span.start);
      return brace !== undefined && brokenBehind(text, brace);
    }
    default:
      return false;
  }
}

interface Spanned {
  readonly span: { readonly start: number; readonly end: number };
}

export function brokenBefore(
  text: TextTokens,
  previous: Spanned | undefined,
  next: Spanned,
  sign: string,
): boolean {
  return previous !== undefined && brokenAt(text, previous.span.end, next.span.start, sign);
}

function startsLine(text: TextTokens, offset: number): boolean {
  return text.tokens[indexAt(text, offset)]?.newLine ?? false;
}

/** The text on one line where it fits and nothing speaks against it. */
export function flat(
  layout: Layout,
  expression: ast.Expression,
  { column, tail }: Place,
): string | undefined {
  if (layout.isHard(expression)) return undefined;
  const text = printExpression(expression);
  return column + text.length + tail <= width ? text : undefined;
}

export function blanks(count: number): string {
  return " ".repeat(count);
}

/** The column behind a text that begins at a column. */
export function columnAfter(text: string, column: number): number {
  const line = text.lastIndexOf("\n");
  return line < 0 ? column + text.length : text.length - line - 1;
}

/** Comments in front of a part, each on its own line. */
export function linesBefore(layout: Layout, node: object, indent: number): readonly string[] {
  return (layout.comments.before.get(node) ?? []).map((comment) => blanks(indent) + printComment(comment));
}

export function commentAfter(layout: Layout, node: object): string {
  const comment = layout.comments.after.get(node);
  return comment ? beforeComment + printComment(comment) : "";
}

export function openingComment(layout: Layout, owner: object): string {
  const comment = layout.comments.opening.get(owner);
  return comment ? beforeComment + printComment(comment) : "";
}

/** Comments in front of a closing bracket, or at the end of the file. Blank lines are kept only where `apart` asks for it. */
export function closingLines(
  layout: Layout,
  owner: object,
  indent: number,
  apart = false,
): readonly string[] {
  return (layout.comments.closing.get(owner) ?? []).flatMap((comment) => {
    const line = blanks(indent) + printComment(comment);
    return apart && blankLineBefore(layout.text.source, comment.span.start) ? ["", line] : [line];
  });
}
