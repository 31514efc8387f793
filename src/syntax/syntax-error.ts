/** A finding of rule `syntax`, which is every mistake in the form of the text. */
import type { Diagnostic } from "../base/diagnostic.ts";
import type { Span } from "../base/source.ts";

export type SyntaxErrorParts = Omit<Diagnostic, "rule" | "severity" | "span">;

export function syntaxError(span: Span, parts: SyntaxErrorParts): Diagnostic {
  return { rule: "syntax", severity: "error", span, ...parts };
}
