/** Where things stand among the tokens: open brackets, ends of values, columns. */
import type { TokenType } from "chevrotain";
import { positionOf, type Source } from "../base/source.ts";
import { looksLikeStart } from "./statement-form.ts";
import * as t from "./tokens.ts";

type Token = t.Token;

export const endsValue: ReadonlySet<TokenType> = new Set([
  ...[t.Identifier, t.From, t.NumberToken, t.StringToken, t.True, t.False, t.None, t.MissingValue],
  ...[t.RightParen, t.RightBracket, t.RightBrace],
]);

/** Indices of the brackets that are open in front of token `end`, outermost first, counted from token `start`. */
export function openBrackets(tokens: readonly Token[], start: number, end: number): number[] {
  const open: number[] = [];
  for (let i = start; i < end; i++) {
    const { tokenType } = tokens[i] as Token;
    if (t.closerOf.has(tokenType)) open.push(i);
    else if (t.closers.has(tokenType)) open.pop();
  }
  return open;
}

/** Where a token that stands in front of another belongs in the text: behind the one before. */
export function gapBefore(tokens: readonly Token[], at: number): number {
  return tokens[at - 1]?.end ?? tokens[at]?.startOffset ?? 0;
}

export function columnOf(source: Source, tokens: readonly Token[], i: number): number {
  return positionOf(source, (tokens[i] as Token).startOffset).column;
}

/** The column in which the line of a token begins. */
export function marginOf(source: Source, tokens: readonly Token[], i: number): number {
  let first = i;
  while (first > 0 && !(tokens[first] as Token).newLine) first--;
  return columnOf(source, tokens, first);
}

/** The next arrow on the same level, if it comes before the end of the value. */
export function endOfStage(tokens: readonly Token[], from: number): number {
  const end = endOfSlot(tokens, from);
  let depth = 0;
  for (let i = from; i < end; i++) {
    const type = (tokens[i] as Token).tokenType;
    if (t.closerOf.has(type)) depth++;
    else if (t.closers.has(type)) depth--;
    else if (depth === 0 && type === t.Arrow) return i;
  }
  return end;
}

/** The next comma, closing bracket or beginning of a statement on the same level. */
export function endOfSlot(tokens: readonly Token[], from: number): number {
  let depth = 0;
  for (let i = from; i < tokens.length; i++) {
    const token = tokens[i] as Token;
    if (t.closers.has(token.tokenType)) {
      if (depth === 0) return i;
      depth--;
    } else if (t.closerOf.has(token.tokenType)) {
      depth++;
    } else if (depth === 0 && token.tokenType === t.Comma) {
      return i;
    } else if (
      i > from &&
      depth === 0 &&
      token.newLine &&
      looksLikeStart(token, tokens[i + 1], tokens[i + 2])
    ) {
      return i;
    }
  }
  return tokens.length;
}

/** Behind the nearest comma, opening bracket, `=` or arrow on the same level. */
export function startOfSlot(tokens: readonly Token[], from: number, item: number): number {
  let depth = 0;
  for (let i = from - 1; i >= item; i--) {
    const type = (tokens[i] as Token).tokenType;
    if (t.closers.has(type)) depth++;
    else if (t.closerOf.has(type)) {
      if (depth === 0) return i + 1;
      depth--;
    } else if (
      depth === 0 &&
      (type === t.Comma || type === t.Assign || type === t.Arrow || type === t.Tilde)
    ) {
      return i + 1;
    }
  }
  return item;
}

/** The next token that begins a line on the same level, or the closing bracket. */
export function endOfLine(tokens: readonly Token[], from: number): number {
  let depth = 0;
  for (let i = from; i < tokens.length; i++) {
    const token = tokens[i] as Token;
    if (depth === 0 && (token.newLine || t.closers.has(token.tokenType))) return i;
    if (t.closerOf.has(token.tokenType)) depth++;
    else if (t.closers.has(token.tokenType)) depth--;
  }
  return tokens.length;
}

/** The nearest `=` in front of a token in the same record. */
export function lastAssign(tokens: readonly Token[], from: number, item: number): number | undefined {
  const opener = openBrackets(tokens, item, from).at(-1);
  if (opener === undefined || (tokens[opener] as Token).tokenType !== t.LeftBrace) return undefined;
  let depth = 0;
  for (let i = from - 1; i > opener; i--) {
    const type = (tokens[i] as Token).tokenType;
    if (t.closers.has(type)) depth++;
    else if (t.closerOf.has(type)) depth--;
    else if (depth === 0 && type === t.Assign) return i;
  }
  return undefined;
}
