/** One number: `8_000`, `0.5`, `.5`, `1.`, `1e-3`. */
import { addToken, type LexerState, match } from "./lexer-state.ts";
import { syntaxError } from "./syntax-error.ts";
import { MissingValue, NumberToken } from "./tokens.ts";

const number = /(?:\d[\d_]*(?:\.\d[\d_]*|\.(?![\p{L}\w.]))?|\.\d[\d_]*)(?:[eE][+-]?\d[\d_]*)?/uy;
/** A number runs into a word or a second point: `64relu`, `1.2.3`. */
const tail = /(?:[\p{L}\p{N}_]|\.(?=[\p{L}\p{N}_]))+/uy;

export function readNumber(state: LexerState): void {
  const { source, text, offset } = state;
  const end = offset + match(number, text, offset);
  const extra = match(tail, text, end);
  if (extra > 0) {
    readBadNumber(state, end, end + extra);
    return;
  }
  const value = Number(text.slice(offset, end).replaceAll("_", ""));
  if (!Number.isFinite(value)) {
    const message = "this number is too large";
    const help = "the largest number is about 1.8e308";
    state.diagnostics.push(syntaxError({ source, start: offset, end }, { message, help }));
    addToken(state, MissingValue, end);
    return;
  }
  addToken(state, NumberToken, end, { value });
}

function readBadNumber(state: LexerState, numberEnd: number, end: number): void {
  const { source, text, offset } = state;
  const whole = text.slice(offset, end);
  const rest = text.slice(numberEnd, end);
  const isWord = /^[\p{L}_][\p{L}\p{N}_]*$/u.test(rest) && !/^[eE]$/.test(rest);
  const help =
    isWord && !/^0[xXbBoO]/.test(whole)
      ? `a product is written \`${text.slice(offset, numberEnd)} * ${rest}\`, two arguments \`${text.slice(offset, numberEnd)}, ${rest}\`; a name begins with a letter`
      : "numbers look like 8_000, 0.5 or 1e-3";
  state.diagnostics.push(
    syntaxError(
      { source, start: offset, end },
      { message: `\`${whole}\` is neither a number nor a name`, help },
    ),
  );
  addToken(state, MissingValue, end);
}
