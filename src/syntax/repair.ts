/** What a repair is: a small change to the tokens after which the grammar can go on, with the mistake that it mends. */
import type { TokenType } from "chevrotain";
import type { Source } from "../base/source.ts";
import { gapBefore } from "./places.ts";
import { Identifier, inventToken, makeToken, type Token } from "./tokens.ts";

/** What lacks both its brackets: the arguments of a definition, what is repeated, a choice in a choice, a list. */
export type Bracketed = "formals" | "repeated" | "choice" | "list";

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
  | { readonly kind: "unbracketed"; readonly what: Bracketed }
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

export interface Scene {
  readonly source: Source;
  readonly tokens: readonly Token[];
  /** Index of the token that no rule could take. */
  readonly failure: number;
  /** Index of the token that begins the broken item. */
  readonly item: number;
}

/** Puts made-up tokens in front of a token. */
export function put(
  scene: Scene,
  at: number,
  types: readonly TokenType[],
  cost: number,
  mistake: Mistake,
): Repair {
  const place = gapBefore(scene.tokens, at);
  return { at, drop: 0, insert: types.map((type) => inventToken(type, place)), cost, mistake };
}

/** Reads a token as one of another kind. */
export function retype(
  scene: Scene,
  at: number,
  type: TokenType,
  cost: number,
  mistake: Mistake,
  drop = 1,
): Repair {
  const first = scene.tokens[at] as Token;
  const last = scene.tokens[at + drop - 1] as Token;
  // Signs and reserved words are named as they are spelt.
  const image = type === Identifier ? first.image : type.name;
  const { newLine } = first;
  return {
    at,
    drop,
    insert: [makeToken(type, image, first.startOffset, { newLine, end: last.end })],
    cost,
    mistake,
  };
}
