/** Findings about values that `--set` gives: no edit of the file mends them, so they say what to pass instead. */
import { type Diagnostic, type Edit, helpBesideFix } from "../base/diagnostic.ts";
import { shellWord } from "../base/shell-word.ts";
import { type Span, spanText } from "../base/source.ts";
import { argumentSource, argumentStart, type Override } from "../model/overrides.ts";
import type { SourceFile } from "../syntax/ast.ts";
import { applyEdits } from "./apply-fixes.ts";

export function passInstead(
  findings: readonly Diagnostic[],
  file: SourceFile,
  overrides: readonly Override[] = [],
): readonly Diagnostic[] {
  if (overrides.length === 0) return findings;
  // Of several for one name the last one counts.
  const places = new Map(overrides.map((one) => [one.name, valuePlace(one)]));
  const given = (span: Span): Span | undefined =>
    span.source !== file.span.source || isFormal(file, span) ? undefined : places.get(spanText(span));
  return findings.map((finding) => ofArguments(finding, given));
}

/** `given` tells where the value of a param is from, of a place in the file that is its name. */
function ofArguments(finding: Diagnostic, given: (span: Span) => Span | undefined): Diagnostic {
  const { fix, ...told } = finding;
  const from = given(finding.span);
  const related = from ? { related: [...(finding.related ?? []), { span: from, text: "given here" }] } : {};
  if (!fix) return { ...told, ...related };
  const edits = fix.edits.map((edit) => ({ ...edit, span: given(edit.span) ?? edit.span }));
  const own = edits.filter(({ span }) => span.source.argument);
  if (own.length === 0 && !finding.span.source.argument) return { ...finding, ...related };
  const advice =
    own.length === edits.length ? passed(own) : `with this value, the file should have ${fix.title}`;
  const more = helpBesideFix(finding);
  return { ...told, ...related, help: more === undefined ? advice : `${advice}; ${more}` };
}

/** The arguments as they should be passed. */
function passed(edits: readonly Edit[]): string {
  const sources = [...new Set(edits.map(({ span }) => span.source.text))];
  const words = sources.map((text) => {
    const after = applyEdits(
      text,
      edits.filter(({ span }) => span.source.text === text),
    );
    return `${argumentStart}${shellWord(after.slice(argumentStart.length))}`;
  });
  return `pass ${words.join(" ")}`;
}

function valuePlace(override: Override): Span {
  const source = argumentSource(override);
  const start = source.text.length - override.text.trimStart().length;
  return { source, start, end: start + override.text.trim().length };
}

/** Within a block a formal of that name is meant. */
function isFormal(file: SourceFile, span: Span): boolean {
  return file.items.some(
    (item) =>
      (item.kind === "block" || item.kind === "def") &&
      item.span.start <= span.start &&
      span.end <= item.span.end &&
      item.formals.some(({ name }) => name.name === spanText(span)),
  );
}
