/** A finding as data. Whoever finds something makes one of these; printing comes last and elsewhere. */
import type { Span } from "./source.ts";

/** `hint` is style or taste (hidden unless asked for); `note` is a fact told beside other output, never a finding. */
export type Severity = "error" | "warning" | "hint" | "note";

/** A second place that belongs to a finding, with what it has to do with it. */
export interface Related {
  readonly span: Span;
  readonly text: string;
}

export interface Edit {
  readonly span: Span;
  readonly text: string;
}

export interface Fix {
  /** What to write instead, as the reader would type it: `Dense(1, sigmoid)`. */
  readonly title: string;
  readonly edits: readonly Edit[];
  /** A safe fix keeps the meaning that the author must have had; a suggested one is a proposal. */
  readonly safe: boolean;
}

/** Numbers and names behind a finding, for programs that read it. */
export type Evidence = Readonly<Record<string, string | number | boolean>>;

export interface Diagnostic {
  /** Rule name in kebab-case, as `nnet explain` knows it. */
  readonly rule: string;
  readonly severity: Severity;
  /** What is wrong, one line, no full stop. */
  readonly message: string;
  readonly span: Span;
  /** Why it matters at this place; stands beside the carets. */
  readonly label?: string;
  readonly related?: readonly Related[];
  readonly fix?: Fix;
  /** What to do, where there is no edit to offer. */
  readonly help?: string;
  /** More specific rules name those that they silence at the same place. */
  readonly also?: readonly string[];
  readonly evidence?: Evidence;
}

export type Report = (diagnostic: Diagnostic) => void;

export function isError(diagnostic: Diagnostic): boolean {
  return diagnostic.severity === "error";
}

/** What help says besides the fix, whose title it often begins with. */
export function helpBesideFix({ help, fix }: Pick<Diagnostic, "help" | "fix">): string | undefined {
  if (help === undefined || fix === undefined || !help.startsWith(fix.title)) return help;
  const rest = help.slice(fix.title.length);
  if (rest === "") return undefined;
  return rest.startsWith(", ") ? rest.slice(2) : help;
}

/** Orders findings by file, place and rule, so that output never depends on the order of discovery. */
export function compareDiagnostics(a: Diagnostic, b: Diagnostic): number {
  return (
    compareText(a.span.source.name, b.span.source.name) ||
    a.span.start - b.span.start ||
    a.span.end - b.span.end ||
    compareText(a.rule, b.rule)
  );
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
