/** Findings for people: code frames in order of place, what to do, and one line that counts. */
import { compareDiagnostics, type Diagnostic, helpBesideFix, type Severity } from "../base/diagnostic.ts";
import { codeFrame } from "./code-frame.ts";
import { displayWidth, printable } from "./display-text.ts";
import { type Palette, plainPalette } from "./palette.ts";

export interface PrettyOptions {
  readonly palette?: Palette | undefined;
  /** Columns of the terminal; 120 where there is none. */
  readonly width?: number | undefined;
  /** Show hints; else they are only counted. */
  readonly hints?: boolean | undefined;
  /** How many of the files name data that was not there: finding nothing says less of them. */
  readonly withoutData?: number | undefined;
}

const fixColumn = 42;

/** All findings and the summary, with a line break at the end. `files` are the names of all files that were looked at. */
export function renderPretty(
  findings: readonly Diagnostic[],
  files: readonly string[],
  options: PrettyOptions = {},
): string {
  const shown = findings.filter(({ severity }) => options.hints || severity !== "hint");
  const blocks = [...shown]
    .sort(compareDiagnostics)
    .map((finding) => `${renderFinding(finding, options)}\n\n`);
  return `${blocks.join("")}${summarize(findings, files, options)}\n`;
}

/** One finding, without a line break at the end. */
export function renderFinding(finding: Diagnostic, options: PrettyOptions = {}): string {
  const palette = options.palette ?? plainPalette;
  const paint = palette.severity[finding.severity];
  const head = `${paint(`${finding.severity}[${finding.rule}]`)}${palette.strong(`: ${printable(finding.message)}`)}`;
  const width = options.width ?? 120;
  const frame = codeFrame(finding, { palette, width });
  const indent = " ".repeat(frame.gutter + 1);
  const advice = adviceOf(finding, palette, width - indent.length - "= ".length).map(
    (line) => `${indent}${palette.faint("=")} ${line}`,
  );
  return [head, ...frame.lines, ...advice].join("\n");
}

/** Lines of at most `width` columns where they can be. */
function adviceOf(finding: Diagnostic, palette: Palette, width: number): readonly string[] {
  const lines: string[] = [];
  if (finding.fix) {
    const title = printable(finding.fix.title);
    const flag = finding.fix.safe ? "--fix" : "--fix --unsafe";
    const how = `(nnet check ${flag} applies it)`;
    const room = width - "fix: ".length - how.length;
    const gap = " ".repeat(Math.max(2, Math.min(fixColumn, room) - displayWidth(title)));
    lines.push(`fix: ${palette.fix(title)}${gap}${palette.faint(how)}`);
  }
  const help = helpBesideFix(finding);
  if (help) lines.push(`help: ${printable(help)}`);
  if (finding.also?.length) lines.push(`also: ${finding.also.join(", ")}`);
  lines.push(`why: nnet explain ${finding.rule}`);
  return lines;
}

const counted: readonly Severity[] = ["error", "warning", "hint"];

/** `2 errors, 1 warning in churn.nnet`; hints that are not shown are told as such. */
export function summarize(
  findings: readonly Diagnostic[],
  files: readonly string[],
  options: PrettyOptions = {},
): string {
  const palette = options.palette ?? plainPalette;
  const where = files.length === 1 ? printable(files[0] as string) : `${files.length} files`;
  const counts = counted.flatMap((severity) => {
    const count = findings.filter((finding) => finding.severity === severity).length;
    if (count === 0 || (severity === "hint" && !options.hints)) return [];
    return [palette.severity[severity](`${count} ${severity}${count === 1 ? "" : "s"}`)];
  });
  const hidden = options.hints ? 0 : findings.filter(({ severity }) => severity === "hint").length;
  const more = hidden > 0 ? ` (${hidden} hint${hidden === 1 ? "" : "s"} not shown: --hints)` : "";
  const data = unseenData(files.length, options.withoutData ?? 0);
  return `${counts.length > 0 ? counts.join(", ") : "no findings"} in ${where}${data}${palette.faint(more)}`;
}

function unseenData(files: number, without: number): string {
  if (without === 0) return "";
  const whose = files === 1 ? "its data" : `the data of ${without === files ? "all" : without} of them`;
  return `; ${whose} was not there to look at`;
}
