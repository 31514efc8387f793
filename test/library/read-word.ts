/** Reads a word of the library as a model file writes it, for tests that need no model: `Dense(4, relu, use_bias = false)`. */
import type { Source, Span } from "../../src/base/source.ts";
import { vocabulary } from "../../src/library/vocabulary.ts";
import { readInstance } from "../../src/words/read-arguments.ts";
import type { ArgumentValue, Value } from "../../src/words/value.ts";
import type { Instance, Vocabulary, Word, WordKind } from "../../src/words/word.ts";

/** The instance; throws where a finding is reported. */
export function readWord<W extends Word>(
  kind: W["kind"],
  source: string,
  words: Vocabulary = vocabulary,
): Instance<W> {
  const messages: string[] = [];
  const value = parseValue(source);
  const instance = readInstance(kind as WordKind, value, words, (d) => messages.push(d.message));
  if (instance === undefined) throw new Error(`${source}: ${messages.join("; ")}`);
  return instance as Instance<W>;
}

/** An expression of literals, lists, words and calls, each value with its span in a source of its own. */
export function parseValue(text: string): Value {
  const source: Source = { name: "test.nnet", text };
  const tokens = [
    ...text.matchAll(/[A-Za-z_]\w*|-?\d[\d_]*(?:\.\d+)?(?:e[-+]?\d+)?|"[^"]*"|'[^']*'|[()[\]{},=]/g),
  ];
  let next = 0;
  const peek = (offset = 0): string | undefined => tokens[next + offset]?.[0];
  const span = (from: number): Span => {
    const last = tokens[next - 1];
    return { source, start: tokens[from]?.index ?? 0, end: (last?.index ?? 0) + (last?.[0].length ?? 0) };
  };
  const expect = (token: string): void => {
    if (peek() !== token) throw new Error(`${text}: expected ${token}, found ${peek()}`);
    next++;
  };
  const listUntil = <T>(end: string, item: () => T): T[] => {
    const items: T[] = [];
    while (peek() !== end) {
      items.push(item());
      if (peek() !== end) expect(",");
    }
    expect(end);
    return items;
  };
  const argument = (): ArgumentValue => {
    const from = next;
    if (peek(1) !== "=") {
      const inner = value();
      return { span: inner.span, value: inner };
    }
    const name = peek() as string;
    next++;
    const nameSpan = span(from);
    expect("=");
    const inner = value();
    return { span: span(from), name, nameSpan, value: inner };
  };
  const value = (): Value => {
    const from = next;
    const token = peek();
    if (token === undefined) throw new Error(`${text}: a value is missing`);
    next++;
    if (token === "[" || token === "(") {
      const items = listUntil(token === "[" ? "]" : ")", value);
      return { kind: "list", span: span(from), items };
    }
    if (token === "{") {
      const entries = listUntil("}", argument).map(({ name = "", nameSpan, value: entry }) => ({
        key: name,
        keySpan: nameSpan ?? entry.span,
        value: entry,
      }));
      return { kind: "record", span: span(from), entries };
    }
    if (/^-?\d/.test(token))
      return { kind: "number", span: span(from), value: Number(token.replaceAll("_", "")) };
    if (/^["']/.test(token)) return { kind: "string", span: span(from), value: token.slice(1, -1) };
    if (token === "true" || token === "false")
      return { kind: "boolean", span: span(from), value: token === "true" };
    if (token === "none") return { kind: "none", span: span(from) };
    const nameSpan = span(from);
    if (peek() !== "(") return { kind: "word", span: nameSpan, name: token };
    expect("(");
    const args = listUntil(")", argument);
    return { kind: "call", span: span(from), name: token, nameSpan, args };
  };
  const result = value();
  if (next < tokens.length) throw new Error(`${text}: ${peek()} is left over`);
  return result;
}
