/** Statements or entries below one another: blank lines as the author has them, at most one; signs, types and comments aligned. */
import { positionOf, type Source } from "../../base/source.ts";
import { alignRows, headOf } from "./align-rows.ts";
import { beforeComment, blanks, closingLines, type Layout, width } from "./layout.ts";
import { printComment } from "./place-comments.ts";
import type { Row } from "./row.ts";
import { blankLineBefore } from "./text-tokens.ts";

interface Piece {
  /** Comments above, with the row's indentation. */
  readonly above: readonly string[];
  readonly row: Row;
  /** A blank line stands somewhere above the row and below the one before. */
  readonly apart: boolean;
}

function printRows(layout: Layout, rows: readonly Row[], indent: number): readonly string[] {
  const pieces = rows.map((row) => pieceOf(layout, row, indent));
  const aligned = alignRows(
    pieces.map(({ row, apart }) => ({ row, apart, authorGap: authorGap(row, layout.text.source) })),
    width - indent,
  );
  const texts = aligned.map((one) => one.row.print(headOf(one)));
  const ends = commentColumns(layout, pieces, texts);
  return pieces.flatMap(({ above, row }, i) => {
    const text = blanks(indent) + texts[i];
    const comment = layout.comments.after.get(row.node);
    if (!comment) return [...above, text];
    const padding = blanks(Math.max(0, (ends[i] ?? 0) - (texts[i] as string).length));
    return [...above, text + padding + beforeComment + printComment(comment)];
  });
}

/** Rows and the comments behind the last of them, as they stand between braces or in a file. */
export function printBody(
  layout: Layout,
  owner: object,
  rows: readonly Row[],
  indent: number,
): readonly string[] {
  return trimStart([...printRows(layout, rows, indent), ...closingLines(layout, owner, indent, true)]);
}

function trimStart(lines: readonly string[]): readonly string[] {
  return lines[0] === "" ? lines.slice(1) : lines;
}

function pieceOf({ comments, text }: Layout, row: Row, indent: number): Piece {
  const { start } = row.node.span;
  const above: string[] = [];
  for (const comment of comments.before.get(row.node) ?? []) {
    // A comment from inside the row comes with the row's own blank line.
    const at = Math.min(comment.span.start, start);
    if (blankLineBefore(text.source, at) && (at < start || above.length === 0)) above.push("");
    above.push(blanks(indent) + printComment(comment));
  }
  const hoisted = (comments.before.get(row.node) ?? []).some(({ span }) => span.start > start);
  if (!hoisted && blankLineBefore(text.source, start)) above.push("");
  return { above, row, apart: above.includes("") };
}

/** Columns from the beginning of a row to its sign, where the author put more than one blank in front of the sign. */
function authorGap({ node, sign }: Row, source: Source): number | undefined {
  if (sign === undefined) return undefined;
  const start = positionOf(source, node.span.start);
  const end = positionOf(source, sign);
  return start.line === end.line ? end.column - start.column : undefined;
}

/** Comments behind rows of one line that follow one another stand below one another: the length to fill up each row to. */
function commentColumns(layout: Layout, pieces: readonly Piece[], texts: readonly string[]): number[] {
  const ends: number[] = [];
  let begin = 0;
  const close = (end: number): void => {
    const longest = Math.max(0, ...texts.slice(begin, end).map((text) => text.length));
    for (let i = begin; i < end; i++) ends[i] = longest;
    begin = end;
  };
  pieces.forEach(({ above, row }, i) => {
    const text = texts[i] as string;
    const alone = text.includes("\n") || !layout.comments.after.has(row.node);
    if (alone || above.length > 0) close(i);
    if (!alone) return;
    ends[i] = 0;
    begin = i + 1;
  });
  close(pieces.length);
  return ends;
}
