/** Statements in the making: pieces of text with the places that they come from, so that comments find their way between them. */
import type { Comment } from "../ast.ts";
import { printComment, standsAlone } from "../format/place-comments.ts";

export interface Piece {
  readonly text: string;
  /** Where it comes from in the pasted text; comments inside a kept piece are in its text already. */
  readonly start: number;
  readonly end: number;
  readonly kept?: boolean;
}

/** Pieces that belong together, in order. */
export interface Unit {
  readonly start: number;
  readonly pieces: readonly Piece[];
}

/** One piece a line, with every comment beside or in front of the piece that it stood beside or in front of. */
export function weave(pieces: readonly Piece[], comments: readonly Comment[]): string {
  const before = new Map<Piece | undefined, Comment[]>();
  const behind = new Map<Piece, Comment>();
  for (const comment of comments) {
    const at = comment.span.start;
    if (pieces.some((piece) => piece.kept && piece.start <= at && at < piece.end)) continue;
    const last = pieces.findLast((piece) => piece.start < at);
    if (!standsAlone(comment) && last && !behind.has(last)) {
      behind.set(last, comment);
      continue;
    }
    const next = pieces.find((piece) => piece.start > at);
    before.set(next, [...(before.get(next) ?? []), comment]);
  }
  const lines = pieces.flatMap((piece) => {
    const comment = behind.get(piece);
    return [
      ...(before.get(piece) ?? []).map(printComment),
      piece.text + (comment ? ` ${printComment(comment)}` : ""),
    ];
  });
  return [...lines, ...(before.get(undefined) ?? []).map(printComment)].map((line) => `${line}\n`).join("");
}
