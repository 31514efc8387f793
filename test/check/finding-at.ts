/** Findings for tests of what comes after the rules: spans are found by the text they cover. */
import type { Diagnostic } from "../../src/base/diagnostic.ts";
import type { Source, Span } from "../../src/base/source.ts";
import type { SourceFile } from "../../src/syntax/ast.ts";

export function sourceOf(text: string, name = "churn.nnet"): Source {
  return { name, text };
}

/** The span of a piece of text; the n-th where it occurs more than once. */
export function at(source: Source, piece: string, occurrence = 0): Span {
  let start = source.text.indexOf(piece);
  for (let i = 0; i < occurrence; i++) start = source.text.indexOf(piece, start + 1);
  if (start < 0) throw new Error(`no "${piece}" in the text`);
  return { source, start, end: start + piece.length };
}

export function finding(span: Span, more: Partial<Diagnostic> = {}): Diagnostic {
  return { rule: "lr-high", severity: "warning", message: "too high", span, ...more };
}

/** A tree with comments and nothing else, for what reads only comments. */
export function commentsOnly(source: Source): SourceFile {
  const comments = [...source.text.matchAll(/#.*$/gm)].map((match) => ({
    span: { source, start: match.index, end: match.index + match[0].trimEnd().length },
    text: match[0].replace(/^#+/, "").trim(),
    documentation: match[0].startsWith("##"),
  }));
  const span = { source, start: 0, end: source.text.length };
  return { kind: "file", span, source, items: [], comments, unread: [] };
}
