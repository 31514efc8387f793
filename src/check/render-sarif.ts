/** Findings as SARIF 2.1.0 (OASIS, 2020): what code hosts and editors read. */
import { compareDiagnostics, type Diagnostic, type Edit, type Severity } from "../base/diagnostic.ts";
import { positionOf, type Span } from "../base/source.ts";
import { findRulePage } from "./all-pages.ts";

type Level = "error" | "warning" | "note";

const levels: Readonly<Record<Severity, Level>> = {
  error: "error",
  warning: "warning",
  hint: "note",
  note: "note",
};

/** Indented JSON with a line break at the end. Hints are results of level `note`; notes are no findings and are left out. */
export function renderSarif(
  findings: readonly Diagnostic[],
  files: readonly string[],
  version: string,
): string {
  return `${JSON.stringify(sarifLog(findings, files, version), null, 2)}\n`;
}

export function sarifLog(findings: readonly Diagnostic[], files: readonly string[], version: string) {
  const told = findings.filter(({ severity }) => severity !== "note").sort(compareDiagnostics);
  const names = [...new Set(told.map(({ rule }) => rule))].sort();
  return {
    $schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "nnet", semanticVersion: version, rules: names.map(ruleDescriptor) } },
        columnKind: "utf16CodeUnits",
        artifacts: [...new Set(files)].sort().map((file) => ({ location: artifactLocation(file) })),
        results: told.map((finding) => result(finding, names.indexOf(finding.rule))),
      },
    ],
  };
}

function ruleDescriptor(name: string) {
  const page = findRulePage(name);
  if (!page) return { id: name };
  const { symptom, cause, remedy } = page.explain;
  return {
    id: name,
    shortDescription: { text: page.summary },
    fullDescription: { text: cause },
    help: { text: `${symptom}\n\n${cause}\n\n${remedy}` },
    defaultConfiguration: { level: levels[page.severity] },
  };
}

function result(finding: Diagnostic, ruleIndex: number) {
  const { message, label, help, fix, related, evidence, also } = finding;
  const text = [message, ...(label ? [label] : []), ...(help ? [`Help: ${help}`] : [])].join(". ");
  const properties = {
    ...(evidence ? { evidence: jsonEvidence(evidence) } : {}),
    ...(also?.length ? { also } : {}),
  };
  return {
    ruleId: finding.rule,
    ruleIndex,
    level: levels[finding.severity],
    message: { text },
    locations: [location(finding.span)],
    ...(related?.length
      ? {
          relatedLocations: related.map((one, id) => ({
            id,
            ...location(one.span),
            message: { text: one.text },
          })),
        }
      : {}),
    ...(fix ? { fixes: [{ description: { text: fix.title }, artifactChanges: changes(fix.edits) }] } : {}),
    ...(Object.keys(properties).length > 0 ? { properties } : {}),
  };
}

function changes(edits: readonly Edit[]) {
  const files = [...new Set(edits.map(({ span }) => span.source.name))];
  return files.map((file) => ({
    artifactLocation: artifactLocation(file),
    replacements: edits
      .filter(({ span }) => span.source.name === file)
      .map(({ span, text }) => ({ deletedRegion: region(span), insertedContent: { text } })),
  }));
}

/** An argument of the command line is in no file. */
function location(span: Span) {
  const { source } = span;
  if (source.argument) return { logicalLocations: [{ fullyQualifiedName: source.name, kind: "parameter" }] };
  return { physicalLocation: { artifactLocation: artifactLocation(source.name), region: region(span) } };
}

/** A relative URI reference: slashes forward, everything else that a URI does not allow percent-encoded. */
function artifactLocation(file: string) {
  const uri = file.replaceAll("\\", "/").split("/").map(encodeURIComponent).join("/");
  return { uri };
}

function region({ source, start, end }: Span) {
  const from = positionOf(source, start);
  const to = positionOf(source, end);
  return {
    startLine: from.line,
    startColumn: from.column,
    endLine: to.line,
    endColumn: to.column,
    charOffset: start,
    charLength: end - start,
  };
}

/** JSON has no word for infinity. */
function jsonEvidence(evidence: NonNullable<Diagnostic["evidence"]>) {
  return Object.fromEntries(
    Object.entries(evidence).map(([key, value]) => [
      key,
      typeof value === "number" && !Number.isFinite(value) ? String(value) : value,
    ]),
  );
}
