/** The tokens of a text, to ask where its author broke lines: the tree does not know brackets around groups, commas and arrows. */
import type { Source } from "../../base/source.ts";
import { tokenize } from "../lexer.ts";
import type { Token } from "../tokens.ts";

export interface TextTokens {
  readonly source: Source;
  readonly tokens: readonly Token[];
}

export function textTokens(source: Source): TextTokens {
  return { source, tokens: tokenize(source).tokens };
}

/** Index of the first token that begins at or behind an offset. */
export function indexAt({ tokens }: TextTokens, offset: number): number {
  let low = 0;
  let high = tokens.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((tokens[middle] as Token).startOffset < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The last token before an offset, brackets around a group passed over. */
export function signBefore(text: TextTokens, offset: number): Token | undefined {
  let index = indexAt(text, offset) - 1;
  while (text.tokens[index]?.image === "(") index--;
  return text.tokens[index];
}

/** The token directly before an offset. */
export function tokenBefore(text: TextTokens, offset: number): Token | undefined {
  return text.tokens[indexAt(text, offset) - 1];
}

/** Whether a line ends directly before or behind the sign that stands between two parts; without a sign, between them. */
export function brokenAt(text: TextTokens, from: number, to: number, sign: string): boolean {
  for (let i = indexAt(text, from); i < text.tokens.length; i++) {
    const token = text.tokens[i] as Token;
    if (token.image === sign || token.startOffset >= to) {
      return token.newLine || (token.image === sign && brokenBehind(text, token));
    }
  }
  return false;
}

/** Whether a line ends directly behind a token. */
export function brokenBehind(text: TextTokens, token: Token): boolean {
  return text.tokens[indexAt(text, token.end)]?.newLine ?? false;
}

/** Whether the line above the one that begins at an offset is blank. */
export function blankLineBefore({ text }: Source, offset: number): boolean {
  let ends = 0;
  for (let at = offset - 1; at >= 0 && ends < 2; at--) {
    const sign = text.charAt(at);
    if (sign === "\n" || (sign === "\r" && text.charAt(at + 1) !== "\n")) ends++;
    else if (!/\s/.test(sign)) return false;
  }
  return ends > 1;
}
