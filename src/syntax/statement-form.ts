/** Which statement begins at a place. The statement words are soft: each counts only where what follows could not go on from a name. */
import type { TokenType } from "chevrotain";
import {
  Arrow,
  Assign,
  Colon,
  False,
  From,
  Identifier,
  isWord,
  LeftBrace,
  LeftBracket,
  LeftParen,
  Minus,
  MissingValue,
  None,
  Not,
  NumberToken,
  Repeat,
  StringToken,
  Tilde,
  type Token,
  True,
} from "./tokens.ts";

export type StatementForm =
  | "import"
  | "param"
  | "def"
  | "block"
  | "section"
  | "target"
  | "input"
  | "output"
  | "binding"
  | "expression";

export const statementWords: readonly string[] = [
  ...["import", "param", "def", "block", "input", "output", "data", "train", "search", "target"],
];

/** Begins a value, and cannot go on from one. */
export const startsValue: ReadonlySet<TokenType> = new Set([
  ...[Identifier, From, Repeat, True, False, None, Not, NumberToken, StringToken, LeftBrace, MissingValue],
]);
/** After `output` and a blank these begin a value; without the blank they call, index or subtract. */
const startsValueAfterBlank: ReadonlySet<TokenType> = new Set([LeftParen, LeftBracket]);

export function statementForm(first: Token, second?: Token, third?: Token): StatementForm {
  if (!isWord(first) || second === undefined) return "expression";
  const word = first.image;
  switch (word) {
    case "import":
    case "param":
    case "def":
    case "block":
    case "target":
    case "input":
      if (isWord(second)) return word;
      break;
    case "data":
    case "train":
    case "search":
      if (second.tokenType === LeftBrace || isWord(second)) return "section";
      break;
    case "output":
      if (beginsOutput(first, second, third)) return "output";
      break;
  }
  const sign = second.tokenType;
  return sign === Assign || sign === Tilde || sign === Colon ? "binding" : "expression";
}

function beginsOutput(output: Token, second: Token, third: Token | undefined): boolean {
  if (startsValue.has(second.tokenType)) return true;
  if (second.newLine || second.startOffset === output.end) return false;
  if (startsValueAfterBlank.has(second.tokenType)) return true;
  // `output -u` negates, `output - u` and `output-u` subtract.
  return second.tokenType === Minus && third !== undefined && third.startOffset === second.end;
}

/** Begins a statement that is more than a value. */
export function startsOtherStatement(first: Token, second?: Token, third?: Token): boolean {
  return statementForm(first, second, third) !== "expression";
}

/** A line that begins like this very likely begins a statement or an entry. */
export function looksLikeStart(first: Token, second?: Token, third?: Token): boolean {
  if (startsOtherStatement(first, second, third)) return true;
  return first.tokenType === Identifier && second?.tokenType === Arrow;
}
