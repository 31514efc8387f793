/** Comments that silence a rule: `# allow(rule): reason` and `# allow-file(rule): reason`. */
import { lineStarts, positionOf, type Span, spanText } from "../base/source.ts";
import type { Comment, SourceFile } from "../syntax/ast.ts";

export interface Allowance {
  readonly scope: "line" | "file";
  readonly rule: string;
  /** Where the rule's name stands in the comment. */
  readonly nameSpan: Span;
  readonly comment: Span;
  readonly reason: string;
  /** 1-based line that it speaks of; for a comment of its own, the next line that is not a comment alone. */
  readonly line: number;
}

const form = /^[#/\s]*allow(-file)?\(([^()]*)\)\s*:?\s*(.*)$/;

export function readAllowances(file: SourceFile): readonly Allowance[] {
  const commentLines = new Set(
    file.comments.filter((comment) => standsAlone(comment)).map((comment) => lineOf(comment.span)),
  );
  return file.comments.flatMap((comment) => readComment(comment, commentLines));
}

function readComment(comment: Comment, commentLines: ReadonlySet<number>): readonly Allowance[] {
  const text = spanText(comment.span);
  const match = form.exec(text);
  if (!match) return [];
  let line = lineOf(comment.span);
  while (commentLines.has(line)) line++;
  const list = match[2] ?? "";
  let offset = comment.span.start + text.indexOf("(") + 1;
  return list.split(",").map((part) => {
    const rule = part.trim();
    const start = offset + part.indexOf(rule);
    offset += part.length + 1;
    return {
      scope: match[1] ? "file" : "line",
      rule,
      nameSpan: { source: comment.span.source, start, end: start + rule.length },
      comment: comment.span,
      reason: (match[3] ?? "").trim(),
      line,
    };
  });
}

function lineOf(span: Span): number {
  return positionOf(span.source, span.start).line;
}

function standsAlone({ span }: Comment): boolean {
  const start = lineStarts(span.source)[lineOf(span) - 1] ?? 0;
  return span.source.text.slice(start, span.start).trim() === "";
}
