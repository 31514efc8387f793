/** Text to tokens and comments. It takes any text: what is no token becomes a foreign sign or a missing value, with a finding. */
import type { Source } from "../base/source.ts";
import { foreignSignAt } from "./foreign-signs.ts";
import { addToken, endOfLine, type Lexed, type LexerState, match, startLexing } from "./lexer-state.ts";
import { readNumber } from "./read-number.ts";
import { readString, startsString } from "./read-string.ts";
import { syntaxError } from "./syntax-error.ts";
import { Foreign, Identifier, reservedWords, signs } from "./tokens.ts";

const word = /[\p{L}_][\p{L}\p{N}\p{M}_]*/uy;
/** Anything that prints no ink, line ends aside: pasted text holds all sorts. */
const blanks = /[\t\v\f \u00a0\u00ad\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f-\u2064\u3000\ufeff]+/y;

export function tokenize(source: Source): Lexed {
  const state = startLexing(source);
  while (state.offset < state.text.length) readNext(state);
  return state;
}

function readNext(state: LexerState): void {
  const { text, offset } = state;
  const code = text.charCodeAt(offset);
  if (code === 10 || code === 13) {
    state.newLine = true;
    state.offset++;
  } else if (code === 32 || match(blanks, text, offset) > 0) {
    state.offset += code === 32 ? 1 : match(blanks, text, offset);
  } else if (code === 35 || (code === 47 && text.charCodeAt(offset + 1) === 47)) {
    readComment(state);
  } else if (isDigit(code) || (code === 46 && isDigit(text.charCodeAt(offset + 1)))) {
    readNumber(state);
  } else if (startsString(code)) {
    readString(state);
  } else {
    readWordOrSign(state);
  }
}

function readComment(state: LexerState): void {
  const { source, text, offset } = state;
  const end = endOfLine(text, offset);
  const written = text.slice(offset, end).trimEnd();
  state.comments.push({
    span: { source, start: offset, end: offset + written.length },
    text: written.replace(/^(#+|\/\/)/, "").trim(),
    documentation: written.startsWith("##"),
  });
  state.offset = end;
}

function readWordOrSign(state: LexerState): void {
  const { text, offset } = state;
  const length = match(word, text, offset);
  if (length > 0) {
    const type = reservedWords.get(text.slice(offset, offset + length)) ?? Identifier;
    addToken(state, type, offset + length);
    return;
  }
  const foreign = foreignSignAt(text, offset);
  if (foreign) {
    addToken(state, Foreign, offset + foreign.text.length, { meant: foreign.meant });
    return;
  }
  for (const size of [2, 1]) {
    const type = signs.get(text.slice(offset, offset + size));
    if (type) {
      addToken(state, type, offset + size);
      return;
    }
  }
  readUnknown(state);
}

/** A run of characters that begin no token is one mistake. */
function readUnknown(state: LexerState): void {
  const { source, text, offset } = state;
  const run = /[^\s\p{L}\p{N}_()[\]{},.:?=~^+\-*/%<>!"'#;&|]+/uy;
  const end = offset + Math.max(match(run, text, offset), codeUnits(text, offset));
  const shown = text.slice(offset, Math.min(end, offset + 12));
  const named = /^\p{C}/u.test(shown) ? "an invisible control character" : `\`${shown}\``;
  state.diagnostics.push(
    syntaxError(
      { source, start: offset, end },
      { message: `${named} is not a sign of the language`, help: "remove it, or put text in quotes" },
    ),
  );
  addToken(state, Foreign, end, { meant: [] });
}

function codeUnits(text: string, offset: number): number {
  return (text.codePointAt(offset) ?? 0) > 0xffff ? 2 : 1;
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}
