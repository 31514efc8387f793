/** Bounds that keep the text of a stranger from exhausting the tools that read it. Each is told once. */
import type { TokenType } from "chevrotain";
import type { Diagnostic } from "../base/diagnostic.ts";
import type { Source, Span } from "../base/source.ts";
import { endsValue } from "./places.ts";
import { looksLikeStart, startsValue } from "./statement-form.ts";
import {
  And,
  Arrow,
  Assign,
  AtLeast,
  AtMost,
  Colon,
  Comma,
  closerOf,
  closers,
  Divide,
  Dot,
  Equal,
  Greater,
  LeftBrace,
  Less,
  Minus,
  Not,
  NotEqual,
  Or,
  Plus,
  Power,
  Question,
  Remainder,
  Tilde,
  Times,
  type Token,
} from "./tokens.ts";

export const maxBytes = 1024 * 1024;
const maxNesting = 64;
/** Operations that hang on one another in one value: the height of the tree, which later stages walk by recursion. */
const maxOperations = 500;

function limitError(span: Span, message: string, help: string): Diagnostic {
  return { rule: "limit", severity: "error", span, message, help };
}

/** The finding that keeps a text from being read at all, if there is one. */
export function refusal(source: Source): Diagnostic | undefined {
  const start = { source, start: 0, end: 0 };
  if (bytesOf(source.text) > maxBytes) {
    const help = "a model file describes a network; keep data in files of its own";
    return limitError(start, "this file is larger than 1 MiB, the most that a model file may hold", help);
  }
  if (source.text.includes("\0")) {
    return {
      ...{
        rule: "syntax",
        severity: "error",
        span: start,
        message: "this is a binary file, not the text of a model",
      },
      help: "a model file is plain text, such as `Dense(64, relu) -> Dense(1, sigmoid)`",
    };
  }
  return undefined;
}

/** The size in UTF-8, counted only as far as the limit asks. */
function bytesOf(text: string): number {
  if (text.length > maxBytes || text.length * 3 <= maxBytes) return text.length;
  let bytes = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    const half = code >= 0xd800 && code < 0xe000;
    bytes += code < 0x80 ? 1 : code < 0x800 || half ? 2 : 3;
  }
  return bytes;
}

export interface Bounded {
  readonly tokens: readonly Token[];
  readonly diagnostics: readonly Diagnostic[];
  /** What was left out. */
  readonly unread: readonly Span[];
}

/**
 * Leaves out statements that nest too deep or hang too many operations on one another, so that neither the parser nor a
 * reader of the tree can overflow. The count of operations is an upper bound of the height that they give the tree.
 */
export function bound(source: Source, tokens: readonly Token[]): Bounded {
  const kept: Token[] = [];
  const diagnostics: Diagnostic[] = [];
  const unread: Span[] = [];
  const height = new Height();
  let statement = 0;
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i] as Token;
    if (height.depth === 0 && token.newLine && startsLine(tokens, i)) statement = kept.length;
    kept.push(token);
    const excess = height.add(token);
    if (excess === undefined) continue;
    const span = { source, start: token.startOffset, end: token.end };
    diagnostics.push(excess === "nesting" ? tooDeep(span) : tooLong(span));
    const first = kept[statement] as Token;
    kept.length = statement;
    do i++;
    while (i < tokens.length && !(atMargin(source, tokens[i] as Token) && startsLine(tokens, i)));
    unread.push({ source, start: first.startOffset, end: (tokens[i - 1] as Token).end });
    height.clear();
    i--;
  }
  return { tokens: diagnostics.length === 0 ? tokens : kept, diagnostics, unread };
}

function tooDeep(span: Span): Diagnostic {
  const message = `brackets nest more than ${maxNesting} levels deep here`;
  return limitError(span, message, "give inner parts names of their own");
}

function tooLong(span: Span): Diagnostic {
  const message = `more than ${maxOperations} operations hang on one another here`;
  return limitError(span, message, "give parts of this value names of their own");
}

function startsLine(tokens: readonly Token[], i: number): boolean {
  return looksLikeStart(tokens[i] as Token, tokens[i + 1], tokens[i + 2]);
}

function atMargin(source: Source, token: Token): boolean {
  return (
    token.newLine &&
    /^[\r\n]?$/.test(source.text.slice(Math.max(0, token.startOffset - 1), token.startOffset))
  );
}

const separators: ReadonlySet<TokenType> = new Set([Arrow, Assign, Colon, Comma, Question, Tilde]);
const operations: ReadonlySet<TokenType> = new Set([
  ...[Power, Plus, Minus, Times, Divide, Remainder, Equal, NotEqual, AtMost, AtLeast, Less, Greater],
  ...[And, Or, Not, Dot, ...closerOf.keys()],
]);

/** Open brackets, and the operations in each since its last separator. */
class Height {
  readonly #levels = [0];
  #sum = 0;
  #afterValue = false;

  get depth(): number {
    return this.#levels.length - 1;
  }

  clear(): void {
    this.#levels.splice(0, this.#levels.length, 0);
    this.#sum = 0;
    this.#afterValue = false;
  }

  add(token: Token): "nesting" | "operations" | undefined {
    const type = token.tokenType;
    const last = this.#levels.length - 1;
    if (closers.has(type) && last > 0) this.#sum -= this.#levels.pop() as number;
    // Two values side by side belong to two statements; a brace may belong to a `repeat`.
    const begins = this.#afterValue && startsValue.has(type) && type !== LeftBrace;
    this.#afterValue = endsValue.has(type);
    if (begins || separators.has(type)) {
      this.#sum -= this.#levels[last] as number;
      this.#levels[last] = 0;
    }
    if (operations.has(type)) {
      this.#levels[last] = (this.#levels[last] as number) + 1;
      this.#sum++;
    }
    if (closerOf.has(type)) this.#levels.push(0);
    if (this.depth > maxNesting) return "nesting";
    return this.#sum > maxOperations ? "operations" : undefined;
  }
}
