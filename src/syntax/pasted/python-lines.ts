/**
 * Statements of Python that say nothing about the model: imports, data as it is prepared, figures as they are printed. They become
 * blanks, so that places stay. What is left is what `network.ts` reads.
 */
import { isLibrary } from "./plain-names.ts";

export interface WithoutPython {
  readonly text: string;
  /** What was taken out, as written; of several lines the first. */
  readonly removed: readonly string[];
  /** Where the first statement begins that only a Python interpreter could follow. */
  readonly program?: number;
}

const signs: readonly RegExp[] = [
  /^[ \t]*from[ \t]+[\w.]+[ \t]+import[ \t]/m,
  /^[ \t]*import[ \t]+[\w.]+[ \t]+as[ \t]+\w/m,
  /^[ \t]*(\w+[ \t]*=[ \t]*)?([\w.]+\.)?Sequential[ \t]*\(/m,
  /^[ \t]*\w+\.compile[ \t]*\(/m,
];

/** Whether it is a Keras program, or another of Python: no model file has such lines. */
export function looksLikePython(text: string): boolean {
  return signs.some((sign) => sign.test(text));
}

const aside: readonly RegExp[] = [
  /^(from\s+[\w.]+\s+import|import)\s/,
  /^print\s*\(/,
  /^[\w.]+\.summary\s*\(/,
  // A text by itself describes; `%` and `!` speak to a notebook.
  /^[rf]?["'%!]/,
  /^(pass|if\s+__name__\s*==.*:)$/,
  // Several names at once, parts of tables, and `+=`.
  /^\(?\s*\w+\s*,[^=]*=(?!=)/,
  /^\(\s*\w+\s*\)\s*=(?!=)/,
  /^[\w.]+\s*\[.*\]\s*[-+*/]?=(?!=)/s,
  /^[\w.]+\s*([-+*/%]|\/\/|\*\*)=/,
  /^\w+\s*=.*\w\.(predict|evaluate)\s*\(/s,
  /^\w+\s*=\s*(len|int|list|set|sorted|open|train_test_split|to_categorical|pad_sequences)\s*\(/,
];

const control = /^(for|while|with|try|except|finally|if|elif|else|class|def|async|return)\b[^=]*$|^@\w/s;

/** A function that makes the model, with nothing that could be different from call to call. */
const maker = /^def\s+(\w+)\s*\(\s*\)\s*(->[^:]*)?:$/;

const made = /^(\w+)\s*=\s*([\w.]*\b(Sequential|Model|Input)\s*\(|.*\)\s*\()/s;

/** `28, 28` for two names: numbers, texts and words. */
const constants = /^(\w+(?:\s*,\s*\w+)+)\s*=\s*([\w.'"-]+(?:\s*,\s*[\w.'"-]+)+)$/;

export function withoutPythonLines(text: string): WithoutPython {
  const removed: string[] = [];
  const statements = statementsOf(text);
  const results = resultsOf(statements);
  const own = new Set(
    statements.flatMap(({ code }) => made.exec(code)?.[1] ?? []).concat(...results.values()),
  );
  let [left, done] = ["", 0];
  let program: number | undefined;
  let result: string | undefined;
  for (const { code, start, end } of statements) {
    const [, called] = maker.exec(code) ?? /^\w+\s*=\s*(\w+)\(\)$/.exec(code) ?? [];
    const isMaker = called !== undefined && results.has(called);
    if (isMaker) result = results.get(called);
    const other = otherwise(code, result);
    const isOut = other === undefined && (isMaker || isAside(code, own));
    if (other === undefined && !isOut) {
      if (control.test(code)) program ??= start;
      continue;
    }
    left += text.slice(done, start) + (other ?? text.slice(start, end).replace(/[^\r\n]/g, " "));
    done = end;
    if (isOut && !isMaker) removed.push(firstLine(code));
  }
  return { text: left + text.slice(done), removed, ...(program === undefined ? {} : { program }) };
}

function isAside(code: string, own: ReadonlySet<string>): boolean {
  if (aside.some((form) => form.test(code))) return true;
  const [, root = "", next = ""] = /^(?:\w+\s*=\s*)?([A-Za-z_]\w*)\s*(?:\.\s*(\w+)|\[)/.exec(code) ?? [];
  if (root === "" || own.has(root)) return false;
  return !isLibrary(root) || /^(utils|datasets|data|random|io|config|preprocessing|saving)$/.test(next);
}

/** Functions that make the model, and the name that what they return is given. */
function resultsOf(statements: readonly Statement[]): ReadonlyMap<string, string> {
  const makers = new Set(statements.flatMap(({ code }) => maker.exec(code)?.[1] ?? []));
  return new Map(
    statements.flatMap(({ code }) => {
      const [, name = "", called = ""] = /^(\w+)\s*=\s*(\w+)\(\)$/.exec(code) ?? [];
      return makers.has(called) ? [[called, name] as const] : [];
    }),
  );
}

/** The same in words that the language has. */
function otherwise(code: string, result: string | undefined): string | undefined {
  const returned = /^return\s+(.*)$/s.exec(code)?.[1];
  if (returned !== undefined && result !== undefined) return `${result} = ${returned}`;
  const [, names, values] = constants.exec(code) ?? [];
  const [left, right] = [names?.split(/\s*,\s*/) ?? [], values?.split(/\s*,\s*/) ?? []];
  if (left.length !== right.length || left.length === 0) return undefined;
  return left.map((name, i) => `${name} = ${right[i]}`).join("  ");
}

function firstLine(code: string): string {
  const [line = "", ...more] = code.split(/\r?\n/);
  return more.length > 0 ? `${line.trimEnd()} …` : line;
}

interface Statement {
  /** Without the comment at its end. */
  readonly code: string;
  readonly start: number;
  /** Behind that comment. */
  readonly end: number;
}

/** Lines, joined where brackets are open or a text has not ended; those that hold only a comment are none. */
function statementsOf(text: string): readonly Statement[] {
  const statements: Statement[] = [];
  const parts =
    /'''[\s\S]*?'''|"""[\s\S]*?"""|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|#[^\r\n]*|\\\r?\n|\r?\n|[\s\S]/g;
  let [start, code, depth] = [0, "", 0];
  const finish = (end: number): void => {
    const begin = start + (/^\s*/.exec(code)?.[0].length ?? 0);
    if (code.trim() !== "") statements.push({ code: code.trim(), start: begin, end });
    code = "";
  };
  for (const { 0: part, index } of text.matchAll(parts)) {
    if (/^\r?\n$/.test(part) && depth <= 0) {
      finish(index);
      [start, depth] = [index + part.length, 0];
      continue;
    }
    if ("([{".includes(part)) depth++;
    if (")]}".includes(part)) depth--;
    // Blanks keep the length, by which the start is found.
    code += part.startsWith("#") ? " ".repeat(part.length) : part;
  }
  finish(text.length);
  return statements;
}
