/** Findings for programs. The form is a promise: it changes only with its version. */
import { compareDiagnostics, type Diagnostic, type Severity } from "../base/diagnostic.ts";
import { positionOf, type Span } from "../base/source.ts";

const findingsVersion = "nnet.findings/1";

export interface JsonReport {
  readonly version: typeof findingsVersion;
  /** Every file that was looked at, in order of name, those without findings too. */
  readonly files: readonly { readonly file: string; readonly findings: readonly JsonFinding[] }[];
  readonly summary: { readonly errors: number; readonly warnings: number; readonly hints: number };
}

export interface JsonFinding {
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
  readonly place: JsonPlace;
  readonly label?: string;
  readonly related: readonly { readonly place: JsonPlace; readonly text: string }[];
  readonly fix?: {
    readonly title: string;
    readonly safe: boolean;
    readonly edits: readonly { readonly place: JsonPlace; readonly text: string }[];
  };
  readonly help?: string;
  readonly also: readonly string[];
  readonly evidence: Readonly<Record<string, string | number | boolean>>;
}

/** Lines and columns from 1, offsets from 0, all in UTF-16 units; ends are exclusive. */
export interface JsonPlace {
  readonly file: string;
  readonly start: JsonPosition;
  readonly end: JsonPosition;
}

export interface JsonPosition {
  readonly offset: number;
  readonly line: number;
  readonly column: number;
}

/** Indented JSON with a line break at the end; hints are always among the findings. */
export function renderJson(findings: readonly Diagnostic[], files: readonly string[]): string {
  return `${JSON.stringify(jsonReport(findings, files), null, 2)}\n`;
}

export function jsonReport(findings: readonly Diagnostic[], files: readonly string[]): JsonReport {
  const names = [...new Set([...files, ...findings.map(({ span }) => span.source.name)])].sort();
  const ordered = [...findings].sort(compareDiagnostics);
  const count = (severity: Severity): number => findings.filter((one) => one.severity === severity).length;
  return {
    version: findingsVersion,
    files: names.map((file) => ({
      file,
      findings: ordered.filter(({ span }) => span.source.name === file).map(jsonFinding),
    })),
    summary: { errors: count("error"), warnings: count("warning"), hints: count("hint") },
  };
}

function jsonFinding(finding: Diagnostic): JsonFinding {
  const { label, fix, help } = finding;
  return {
    rule: finding.rule,
    severity: finding.severity,
    message: finding.message,
    place: jsonPlace(finding.span),
    ...(label === undefined ? {} : { label }),
    related: (finding.related ?? []).map(({ span, text }) => ({ place: jsonPlace(span), text })),
    ...(fix
      ? {
          fix: {
            title: fix.title,
            safe: fix.safe,
            edits: fix.edits.map(({ span, text }) => ({ place: jsonPlace(span), text })),
          },
        }
      : {}),
    ...(help === undefined ? {} : { help }),
    also: finding.also ?? [],
    evidence: Object.fromEntries(
      Object.entries(finding.evidence ?? {}).map(([key, value]) => [key, plainValue(value)]),
    ),
  };
}

/** JSON has no word for infinity; it becomes text rather than null. */
function plainValue(value: string | number | boolean): string | number | boolean {
  return typeof value === "number" && !Number.isFinite(value) ? String(value) : value;
}

function jsonPlace({ source, start, end }: Span): JsonPlace {
  return {
    file: source.name,
    start: { offset: start, ...positionOf(source, start) },
    end: { offset: end, ...positionOf(source, end) },
  };
}
