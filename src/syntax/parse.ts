/** Text to tree. Takes any text, never throws, and always gives a tree of whatever could be understood. */
import { compareDiagnostics, type Diagnostic } from "../base/diagnostic.ts";
import type { Source } from "../base/source.ts";
import type { SourceFile } from "./ast.ts";
import { tokenize } from "./lexer.ts";
import { bound, refusal } from "./limits.ts";
import { NnetParser } from "./parser.ts";
import { maxMistakes, parseWithRecovery } from "./recover.ts";

export interface Parsed {
  readonly file: SourceFile;
  /** In order of place. Rules: `syntax` for mistakes in the form of the text, `limit` for texts beyond a bound. */
  readonly diagnostics: readonly Diagnostic[];
}

let parser: NnetParser | undefined;

/**
 * Parses a model file. Every independent mistake is one diagnostic; none follows from another. Parts that could not be
 * understood are `missing` expressions, or lie in `file.unread`.
 */
export function parse(source: Source): Parsed {
  const span = { source, start: 0, end: source.text.length };
  const refused = refusal(source);
  if (refused !== undefined) {
    const file: SourceFile = { kind: "file", span, source, items: [], comments: [], unread: [span] };
    return { file, diagnostics: [refused] };
  }
  parser ??= new NnetParser();
  const lexed = tokenize(source);
  const bounded = bound(source, lexed.tokens);
  const { items, diagnostics, unread } = parseWithRecovery(parser, source, bounded.tokens, lexed.diagnostics);
  return {
    file: {
      ...{ kind: "file", span, source, items, comments: lexed.comments },
      unread: [...bounded.unread, ...unread],
    },
    diagnostics: atMost(
      [...lexed.diagnostics, ...bounded.diagnostics, ...diagnostics].sort(compareDiagnostics),
    ),
  };
}

function atMost(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const last = diagnostics[maxMistakes - 1];
  if (last === undefined) return diagnostics;
  const more: Diagnostic = {
    ...{ rule: "limit", severity: "error", span: last.span },
    message: `this file has ${maxMistakes} mistakes or more; the rest is not told`,
    help: "mend the first ones, or check that this is the text of a model",
  };
  return [...diagnostics.slice(0, maxMistakes), more];
}
