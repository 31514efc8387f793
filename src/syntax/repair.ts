/** What a repair is: a small change to the tokens after which the grammar can go on, with the mistake that it mends. */
import type { TokenType } from "chevrotain";
import { closerOf, closers, type Token } from "./tokens.ts";

export type Mistake =
  /** One sign or word has to stand in front of a token. */
  | { readonly kind: "missing-sign"; readonly sign: TokenType }
  /** A statement word has to stand in front of a token. */
  | { readonly kind: "missing-word"; readonly word: string }
  /** Brackets that are never closed, innermost first. */
  | { readonly kind: "unclosed"; readonly openers: readonly Token[] }
  | { readonly kind: "wrong-sign"; readonly found: string; readonly sign: TokenType }
  | { readonly kind: "surplus" }
  | { readonly kind: "missing-value" }
  | { readonly kind: "reserved-name" }
  | { readonly kind: "wrong-word"; readonly word: string }
  /** A word of another language, such as `return`. */
  | { readonly kind: "foreign-word" }
  | { readonly kind: "missing-name" }
  | { readonly kind: "missing-else" }
  /** What is repeated, or the arguments of a definition, without their brackets. */
  | { readonly kind: "unbracketed"; readonly open: string; readonly close: string }
  | { readonly kind: "unreadable" };

export interface Repair {
  /** Index of the first token that is changed or has something put in front. */
  readonly at: number;
  /** How many tokens are taken away. */
  readonly drop: number;
  readonly insert: readonly Token[];
  /** Between repairs that go equally far the cheaper one wins. */
  readonly cost: number;
  readonly mistake: Mistake;
}

/** Indices of the brackets that are open in front of token `end`, outermost first, counted from token `start`. */
export function openBrackets(tokens: readonly Token[], start: number, end: number): number[] {
  const open: number[] = [];
  for (let i = start; i < end; i++) {
    const { tokenType } = tokens[i] as Token;
    if (closerOf.has(tokenType)) open.push(i);
    else if (closers.has(tokenType)) open.pop();
  }
  return open;
}

/** Where a token that stands in front of another belongs in the text: behind the one before. */
export function gapBefore(tokens: readonly Token[], at: number): number {
  return tokens[at - 1]?.end ?? tokens[at]?.startOffset ?? 0;
}
