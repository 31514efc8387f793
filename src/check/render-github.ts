/** Findings as commands of a GitHub workflow, which show them beside the lines of a pull request. */
import { compareDiagnostics, type Diagnostic, helpBesideFix, type Severity } from "../base/diagnostic.ts";
import { positionOf, type Span } from "../base/source.ts";

const commands: Readonly<Record<Severity, string>> = {
  error: "error",
  warning: "warning",
  hint: "notice",
  note: "notice",
};

/** One line a finding, in order of place; the empty text where there is none. Notes are no findings. */
export function renderGithub(
  findings: readonly Diagnostic[],
  { hints = false }: { hints?: boolean } = {},
): string {
  return findings
    .filter(({ severity }) => severity !== "note" && (hints || severity !== "hint"))
    .sort(compareDiagnostics)
    .map((finding) => `${annotation(finding)}\n`)
    .join("");
}

function annotation(finding: Diagnostic): string {
  const { severity, rule, message, label, fix, span } = finding;
  const help = helpBesideFix(finding);
  const places = [...(span.source.argument ? [] : placeOf(span)), ["title", rule] as const];
  const properties = places.map(([key, value]) => `${key}=${escapeProperty(String(value))}`).join(",");
  const lines = [
    ...(span.source.argument ? [`${span.source.name}:`] : []),
    label ? `${message}: ${label}` : message,
    ...(fix ? [`fix: ${fix.title}`] : []),
    ...(help ? [`help: ${help}`] : []),
    `why: nnet explain ${rule}`,
  ];
  return `::${commands[severity]} ${properties}::${escapeData(lines.join("\n"))}`;
}

function placeOf({ source, start, end }: Span): readonly (readonly [string, string | number])[] {
  const from = positionOf(source, start);
  const to = positionOf(source, Math.max(start, end));
  return [
    ["file", source.name.replaceAll("\\", "/")],
    ["line", from.line],
    // An end column counts only on the line of the start.
    ...(to.line === from.line
      ? ([
          ["col", from.column],
          ["endColumn", to.column],
        ] as const)
      : ([["endLine", to.line]] as const)),
  ];
}

/** As the runner's own toolkit escapes: percent first. */
function escapeData(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
