/** What the readers of single tokens share while a text is cut into tokens. */
import type { TokenType } from "chevrotain";
import type { Diagnostic } from "../base/diagnostic.ts";
import type { Source } from "../base/source.ts";
import type { Comment } from "./ast.ts";
import { closerOf, closers, makeToken, type Token } from "./tokens.ts";

export interface Lexed {
  readonly tokens: Token[];
  readonly comments: Comment[];
  readonly diagnostics: Diagnostic[];
}

export interface LexerState extends Lexed {
  readonly source: Source;
  readonly text: string;
  offset: number;
  newLine: boolean;
  /** How many brackets are open. */
  depth: number;
}

export function startLexing(source: Source): LexerState {
  return {
    ...{ source, text: source.text, offset: 0, newLine: true, depth: 0 },
    ...{ tokens: [], comments: [], diagnostics: [] },
  };
}

/** Adds the token that reaches from the present place to `end`, and goes there. */
export function addToken(state: LexerState, type: TokenType, end: number, extra: Partial<Token> = {}): void {
  const image = state.text.slice(state.offset, end);
  state.tokens.push(makeToken(type, image, state.offset, { newLine: state.newLine, ...extra }));
  state.newLine = false;
  state.offset = end;
  if (closerOf.has(type)) state.depth++;
  else if (closers.has(type)) state.depth = Math.max(0, state.depth - 1);
}

export function endOfLine(text: string, from: number): number {
  let end = from;
  while (end < text.length && text.charCodeAt(end) !== 10 && text.charCodeAt(end) !== 13) end++;
  return end;
}

/** The length of what a sticky pattern matches at a place, or 0. */
export function match(pattern: RegExp, text: string, offset: number): number {
  pattern.lastIndex = offset;
  return pattern.test(text) ? pattern.lastIndex - offset : 0;
}
