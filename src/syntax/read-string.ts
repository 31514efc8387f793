/** One string, in either quote, on one line. A string without its end is closed where that is likeliest. */
import { addToken, endOfLine, type LexerState } from "./lexer-state.ts";
import { syntaxError } from "./syntax-error.ts";
import { StringToken } from "./tokens.ts";

const escapes: ReadonlyMap<string, string> = new Map([
  ["\\", "\\"],
  ['"', '"'],
  ["'", "'"],
  ["n", "\n"],
  ["t", "\t"],
]);

/** Quotes that word processors put in the place of typed ones, with those that end them. */
const curlyQuotes: ReadonlyMap<string, string> = new Map([
  ["“", "“”"],
  ["”", "“”"],
  ["„", "“”"],
  ["«", "»"],
  ["‘", "‘’"],
  ["’", "‘’"],
]);

export function startsString(code: number): boolean {
  return code === 34 || code === 39 || (code > 127 && curlyQuotes.has(String.fromCharCode(code)));
}

export function readString(state: LexerState): void {
  const { text, offset } = state;
  const quote = text.charAt(offset);
  const curly = curlyQuotes.get(quote);
  const stops = `${curly ?? quote}\n\r`;
  let at = offset + 1;
  while (at < text.length && !stops.includes(text.charAt(at))) {
    const escaped = text.charAt(at) === "\\" && !/[\n\r]/.test(text.charAt(at + 1));
    at += escaped ? 2 : 1;
  }
  if (at >= text.length || /[\n\r]/.test(text.charAt(at)))
    readUnterminated(state, quote, endOfLine(text, offset));
  else if (curly) readCurly(state, at);
  else finish(state, at, at + 1);
}

/** Adds the string whose text ends before `contentEnd` and whose token ends before `end`. */
function finish(state: LexerState, contentEnd: number, end: number): void {
  const { source, text, offset } = state;
  let value = "";
  let told = false;
  for (let at = offset + 1; at < contentEnd; at++) {
    const character = text.charAt(at);
    if (character !== "\\" || at + 1 >= contentEnd) {
      value += character;
      continue;
    }
    const meaning = escapes.get(text.charAt(at + 1));
    if (meaning === undefined) {
      const span = { source, start: at, end: at + 2 };
      const message = `\`${text.slice(at, at + 2)}\` means nothing in a string`;
      const help = "a backslash is written `\\\\`; paths may use `/` everywhere";
      if (!told) state.diagnostics.push(syntaxError(span, { message, help }));
      told = true;
      value += character;
    } else {
      value += meaning;
      at++;
    }
  }
  addToken(state, StringToken, end, { value });
}

function readCurly(state: LexerState, at: number): void {
  const { source, text, offset } = state;
  const span = { source, start: offset, end: at + 1 };
  const straight = `"${text.slice(offset + 1, at).replaceAll('"', '\\"')}"`;
  state.diagnostics.push(
    syntaxError(span, {
      message: "curly quotes do not make a string",
      fix: { title: straight, edits: [{ span, text: straight }], safe: true },
    }),
  );
  finish(state, at, at + 1);
}

function readUnterminated(state: LexerState, quote: string, lineEnd: number): void {
  const { source, text, offset } = state;
  const end = likelyEnd(state, quote, lineEnd);
  const straight = quote === "'" ? "'" : '"';
  const other = text.slice(end, end + 1).match(/["']/) ? 1 : 0;
  const written = text.slice(offset + 1, end);
  const fixed = `${straight}${written}${straight}`;
  const whole = { source, start: offset, end: end + other };
  state.diagnostics.push(
    syntaxError(
      { source, start: offset, end },
      {
        message: "this text has no closing quote",
        label: "a text ends on its own line, with the quote that began it",
        fix: { title: fixed, edits: [{ span: whole, text: fixed }], safe: false },
      },
    ),
  );
  finish(state, end, end + other);
}

/** Before the other quote; else before the brackets and commas at the end of the line, where such brackets are open; else the line's end. */
function likelyEnd(state: LexerState, quote: string, lineEnd: number): number {
  const { text, offset } = state;
  const line = text.slice(offset + 1, lineEnd);
  const other = line.indexOf(quote === '"' ? "'" : '"');
  if (other > 0) return offset + 1 + other;
  const comment = line.search(/\s+#/);
  const content = comment > 0 ? line.slice(0, comment) : line;
  const run = content.match(/[)\]},\s]*$/)?.[0] ?? "";
  const closing = run.replaceAll(/[,\s]/g, "").length;
  const kept = closing <= state.depth ? content.slice(0, content.length - run.length) : content.trimEnd();
  return offset + 1 + kept.length;
}
