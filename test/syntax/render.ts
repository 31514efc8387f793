/** Findings as a person reads them, for snapshots: place, message, label, help, and the fix as it is offered. */
import type { Diagnostic } from "../../src/base/diagnostic.ts";
import { lineText, positionOf } from "../../src/base/source.ts";

export function render(diagnostics: readonly Diagnostic[]): string {
  return diagnostics.map(renderOne).join("\n");
}

function renderOne(diagnostic: Diagnostic): string {
  const { source, start, end } = diagnostic.span;
  const { line, column } = positionOf(source, start);
  const text = lineText(source, line);
  const width = Math.max(1, Math.min(end - start, text.length - column + 1));
  const shown = text.length > 100 ? `${text.slice(0, 97)}…` : text;
  const parts = [
    `${diagnostic.severity}[${diagnostic.rule}] ${line}:${column} ${diagnostic.message}`,
    `  | ${shown}`,
    `  | ${" ".repeat(Math.min(column - 1, 100))}${"^".repeat(Math.min(width, 60))} ${diagnostic.label ?? ""}`.trimEnd(),
  ];
  for (const { span, text } of diagnostic.related ?? []) {
    const place = positionOf(source, span.start);
    parts.push(`  and ${place.line}:${place.column} ${text}`);
  }
  if (diagnostic.help) parts.push(`  help: ${diagnostic.help}`);
  if (diagnostic.fix) parts.push(`  ${diagnostic.fix.safe ? "fix" : "perhaps"}: ${diagnostic.fix.title}`);
  return `${parts.join("\n")}\n`;
}
