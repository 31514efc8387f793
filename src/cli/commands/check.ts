/** `nnet check`: findings of model files. */
import type { Diagnostic, Severity } from "../../base/diagnostic.ts";
import { UserError } from "../../base/user-error.ts";
import { applyFixes } from "../../check/apply-fixes.ts";
import { renderPretty } from "../../check/render-pretty.ts";
import { version } from "../../version.ts";
import type { CliContext, ExitCode } from "../cli-context.ts";
import { configReader, readSeverities } from "../config.ts";
import { eachFile } from "../each-file.ts";
import { type OpenedModel, type OpenOptions, openModel } from "../open-model.ts";
import { paletteOf } from "../terminal-palette.ts";

interface CheckOptions {
  readonly format: string;
  readonly hints?: boolean;
  readonly failOn: string;
  readonly fix?: boolean;
  readonly diff?: boolean;
  readonly unsafe?: boolean;
  readonly data: boolean;
  readonly allowPath?: boolean;
  readonly set?: readonly string[];
  readonly severity?: readonly string[];
}

const severities: readonly Severity[] = ["error", "warning", "hint"];

/** Fixes that stand in each other's way are taken one round after the other; more rounds than this mend nothing more. */
const mostRounds = 5;

export async function check(
  context: CliContext,
  paths: readonly string[],
  options: CheckOptions,
): Promise<ExitCode> {
  requireChoice("--format", options.format, ["pretty", "json", "sarif", "github"]);
  requireChoice("--fail-on", options.failOn, severities);
  const given = readSeverities(options.severity ?? []);
  const configOf = configReader(context);
  const opened: OpenedModel[] = [];
  const unreadable = await eachFile(context, paths, async (path) => {
    const config = await configOf(path);
    const open = { ...options, severities: { ...config.severities, ...given } };
    const model = await openModel(context, path, open);
    opened.push(options.fix && !options.diff ? await mend(context, path, model, open) : model);
    return 0;
  });
  const findings = distinct(opened.flatMap(({ analysis }) => analysis.diagnostics));
  if (options.diff) await printDiffs(context, opened, options);
  else if (opened.length > 0) await print(context, opened, findings, options);
  if (unreadable > 0) return 2;
  return fails(findings, options.failOn) ? 1 : 0;
}

async function print(
  context: CliContext,
  opened: readonly OpenedModel[],
  findings: readonly Diagnostic[],
  options: CheckOptions,
): Promise<void> {
  const { terminal } = context;
  const names = opened.map(({ name }) => name);
  if (options.format !== "json" && options.format !== "sarif") tellAboutData(context, opened);
  const withoutData = opened.filter(({ analysis }) => analysis.missingData !== undefined).length;
  const text = await render(findings, names, context, { ...options, withoutData });
  if (text !== "") terminal.print(text.trimEnd());
}

/** Formats for programs are loaded when they are asked for. */
async function render(
  findings: readonly Diagnostic[],
  names: readonly string[],
  { terminal }: CliContext,
  { format, hints = false, withoutData }: CheckOptions & { readonly withoutData: number },
): Promise<string> {
  switch (format) {
    case "json":
      return (await import("../../check/render-json.ts")).renderJson(findings, names);
    case "sarif":
      return (await import("../../check/render-sarif.ts")).renderSarif(findings, names, version);
    case "github":
      return (await import("../../check/render-github.ts")).renderGithub(findings, { hints });
    default: {
      const palette = paletteOf(terminal.printColors);
      return terminal.fold(
        renderPretty(findings, names, { palette, width: terminal.width, hints, withoutData }),
      );
    }
  }
}

/** The file is mended first, and what is left is told. */
async function mend(
  context: CliContext,
  path: string,
  opened: OpenedModel,
  options: CheckOptions & OpenOptions,
): Promise<OpenedModel> {
  if (path === "-") return opened;
  let model = opened;
  for (let round = 0; round < mostRounds; round++) {
    const fixed = fixesOf(model, options);
    if (fixed.applied.length === 0) return model;
    await context.host.writeFile(context.host.resolve(context.folder, path), fixed.text);
    for (const { fix } of fixed.applied) context.terminal.say(`${path}: wrote ${fix?.title}`);
    model = await openModel(context, path, options);
  }
  return model;
}

async function printDiffs(
  { terminal }: CliContext,
  opened: readonly OpenedModel[],
  options: CheckOptions,
): Promise<void> {
  const { unifiedDiff } = await import("../unified-diff.ts");
  for (const model of opened) {
    const { text } = fixesOf(model, options);
    if (text !== model.text) terminal.print(unifiedDiff(model.name, model.text, text, "fixed"));
  }
}

function fixesOf({ text, analysis }: OpenedModel, { unsafe = false }: CheckOptions) {
  return applyFixes(text, analysis.diagnostics, { unsafe });
}

function tellAboutData(context: CliContext, opened: readonly OpenedModel[]): void {
  for (const { name, analysis } of opened) {
    const missing = analysis.missingData;
    if (analysis.header?.sampled) {
      const { source, rows } = analysis.header;
      context.terminal.say(
        `note: ${source} is large (about ${rows.toLocaleString("en-US")} rows), so its statistics are those of a part`,
      );
    }
    for (const { message } of analysis.missingWeights) {
      context.terminal.say(`note: ${message}, so the weights that it is to hold are not looked at`);
    }
    if (!missing) continue;
    context.terminal.say(`note: ${missing.message}, so ${name} is checked by what it declares`);
    if (missing.help) context.terminal.say(`  = help: ${missing.help}`);
  }
}

/** What is wrong with a file that several import is said once. */
function distinct(findings: readonly Diagnostic[]): readonly Diagnostic[] {
  const byPlace = new Map<string, Diagnostic>();
  for (const finding of findings) {
    const { rule, message, span } = finding;
    const key = JSON.stringify([span.source.name, span.start, span.end, rule, message]);
    if (!byPlace.has(key)) byPlace.set(key, finding);
  }
  return [...byPlace.values()];
}

function fails(findings: readonly Diagnostic[], failOn: string): boolean {
  const worst = severities.slice(0, severities.indexOf(failOn as Severity) + 1);
  return findings.some(({ severity }) => worst.includes(severity));
}

function requireChoice(flag: string, value: string, choices: readonly string[]): void {
  if (choices.includes(value)) return;
  throw new UserError(`${flag} takes ${choices.join(", ")}, not "${value}"`, { exitCode: 2 });
}
