/** Values of a data section from its text, with their places: enough of the language for tests of this room. */
import type { Source, Span } from "../../src/base/source.ts";
import type { ArgumentValue, RecordEntry, RecordValue, Value } from "../../src/words/value.ts";

const token = /\s*(?:#[^\n]*\s*)*([A-Za-z_]\w*|"[^"]*"|-?\d[\d_]*(?:\.\d+)?(?:e-?\d+)?|[=()[\]{},/])/y;

/** The record between the braces of `data { … }`; only the entries are written. */
export function sectionValues(text: string): RecordValue {
  const source: Source = { name: "test.nnet", text: `{ ${text} }` };
  const reader = tokens(source);
  const value = readValue(source, reader);
  if (value.kind !== "record" || reader.peek() !== undefined) throw new Error(`no section: ${text}`);
  return value;
}

interface Token {
  readonly text: string;
  readonly span: Span;
}

function tokens(source: Source) {
  const list: Token[] = [];
  token.lastIndex = 0;
  for (let match = token.exec(source.text); match; match = token.exec(source.text)) {
    const text = match[1] as string;
    list.push({ text, span: { source, start: token.lastIndex - text.length, end: token.lastIndex } });
  }
  let at = 0;
  return {
    peek: (ahead = 0) => list[at + ahead],
    next(): Token {
      const found = list[at++];
      if (!found) throw new Error(`the text ends too early: ${source.text}`);
      return found;
    },
  };
}

type Reader = ReturnType<typeof tokens>;

function readValue(source: Source, reader: Reader): Value {
  const { text, span } = reader.next();
  const until = (end: string) => {
    const closing = reader.next();
    if (closing.text !== end) throw new Error(`${end} expected, not ${closing.text}`);
    return { source, start: span.start, end: closing.span.end };
  };
  if (text === "[") {
    const items: Value[] = [];
    while (reader.peek()?.text !== "]") {
      items.push(readValue(source, reader));
      if (reader.peek()?.text === ",") reader.next();
    }
    return { kind: "list", items, span: until("]") };
  }
  if (text === "{") {
    const entries: RecordEntry[] = [];
    while (reader.peek()?.text !== "}") {
      const key = reader.next();
      reader.next();
      entries.push({ key: key.text, keySpan: key.span, value: readValue(source, reader) });
      if (reader.peek()?.text === ",") reader.next();
    }
    return { kind: "record", entries, span: until("}") };
  }
  if (text.startsWith('"')) return { kind: "string", value: text.slice(1, -1), span };
  if (/^[-\d]/.test(text)) {
    const value = Number(text.replaceAll("_", ""));
    if (reader.peek()?.text !== "/") return { kind: "number", value, span };
    reader.next();
    const divisor = reader.next();
    return {
      kind: "number",
      value: value / Number(divisor.text),
      span: { ...span, end: divisor.span.end },
    };
  }
  if (text === "true" || text === "false") return { kind: "boolean", value: text === "true", span };
  if (text === "none") return { kind: "none", span };
  if (reader.peek()?.text !== "(") return { kind: "word", name: text, span };
  reader.next();
  const args: ArgumentValue[] = [];
  while (reader.peek()?.text !== ")") {
    const name = reader.peek(1)?.text === "=" ? reader.next() : undefined;
    if (name) reader.next();
    const value = readValue(source, reader);
    args.push({
      value,
      span: { ...value.span, start: name?.span.start ?? value.span.start },
      ...(name ? { name: name.text, nameSpan: name.span } : {}),
    });
    if (reader.peek()?.text === ",") reader.next();
  }
  return { kind: "call", name: text, nameSpan: span, args, span: until(")") };
}
