/** Tokens as the user sees them, and changes of the text as fixes. */
import type { TokenType } from "chevrotain";
import type { Edit, Fix } from "../base/diagnostic.ts";
import { lineStarts, positionOf, type Source, type Span } from "../base/source.ts";
import { closers, signs, type Token } from "./tokens.ts";

/** A token as the user sees it. */
export function quoted(token: Token | undefined): string {
  if (token === undefined) return "the end of the file";
  if (token.image === "") return "this";
  return token.image.length > 30 ? `\`${token.image.slice(0, 27)}…\`` : `\`${token.image}\``;
}

export function spanOf(source: Source, token: Token): Span {
  return { source, start: token.startOffset, end: token.end };
}

const tight: ReadonlySet<string> = new Set([",", ":", ")", "]", "(", "[", "."]);

/** A sign put in at a place, with the blanks that it wants. */
export function insertion(source: Source, at: number, sign: string): Edit {
  const span = { source, start: at, end: at };
  if (sign === "(" || sign === "[") {
    // `Dense 64)`: the bracket takes the place of the blank.
    const blank = source.text.slice(at).match(/^ */)?.[0].length ?? 0;
    const apart = /[\p{L}\p{N}_)\]([{]$/u.test(source.text.slice(0, at).slice(-2)) || at === 0 ? "" : " ";
    return { span: { source, start: at, end: at + blank }, text: apart + sign };
  }
  const behind = /^\s|^$/.test(source.text.slice(at, at + 1)) ? "" : " ";
  return { span, text: (tight.has(sign) ? sign : ` ${sign}`) + behind };
}

/** A sign in the place of another; a colon stands close to what it follows, `=` does not. */
export function replacement(source: Source, span: Span, sign: string): Edit {
  const { text } = source;
  const before = tight.has(sign) || /\s/.test(text.charAt(span.start - 1)) ? "" : " ";
  const behind = closers.has(signs.get(sign) as TokenType) || /\s|^$/.test(text.charAt(span.end)) ? "" : " ";
  return { span, text: before + sign + behind };
}

/** The title is the mended line, or the part of it around the change. */
export function fixOf(source: Source, edits: readonly Edit[], safe: boolean): Fix {
  const first = edits[0] as Edit;
  const starts = lineStarts(source);
  const line = positionOf(source, first.span.start).line;
  const from = starts[line - 1] as number;
  const end = starts[line] ?? source.text.length;
  const to = Math.max(end, first.span.end);
  const mended =
    source.text.slice(from, first.span.start) + first.text + source.text.slice(first.span.end, to);
  const title = mended.trim().replaceAll(/\s*\n\s*/g, " ");
  if (title.length <= 80) return { title, edits, safe };
  const middle = first.span.start - from;
  return { title: `…${mended.slice(Math.max(0, middle - 30), middle + 40).trim()}…`, edits, safe };
}

export function lineOf(source: Source, offset: number): number {
  return positionOf(source, offset).line;
}

/** The blanks in front of the line of a place. */
export function blanksBefore(source: Source, offset: number): string {
  const start = lineStarts(source)[lineOf(source, offset) - 1] as number;
  return source.text.slice(start).match(/^[ \t]*/)?.[0] ?? "";
}
