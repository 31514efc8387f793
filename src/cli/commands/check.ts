/** `nnet check`: findings of model files. */
import type { Diagnostic, Severity } from "../../base/diagnostic.ts";
import { UserError } from "../../base/user-error.ts";
import { applyFixes } from "../../check/apply-fixes.ts";
import { renderJson } from "../../check/render-json.ts";
import { renderPretty } from "../../check/render-pretty.ts";
import type { CliContext, ExitCode } from "../cli-context.ts";
import { type OpenedModel, openModel } from "../open-model.ts";
import { paletteOf } from "../terminal-palette.ts";

interface CheckOptions {
  readonly format: string;
  readonly hints?: boolean;
  readonly failOn: string;
  readonly fix?: boolean;
  readonly unsafe?: boolean;
  readonly data: boolean;
  readonly allowPath?: boolean;
  readonly set?: readonly string[];
}

const severities: readonly Severity[] = ["error", "warning", "hint"];

export async function check(
  context: CliContext,
  files: readonly string[],
  options: CheckOptions,
): Promise<ExitCode> {
  requireChoice("--format", options.format, ["pretty", "json"]);
  requireChoice("--fail-on", options.failOn, severities);
  const opened: OpenedModel[] = [];
  for (const path of files) opened.push(await openChecked(context, path, options));
  const findings = opened.flatMap(({ analysis }) => analysis.diagnostics);
  const names = opened.map(({ name }) => name);
  if (options.format === "json") {
    context.terminal.print(renderJson(findings, names));
  } else {
    tellAbsentData(context, opened);
    const palette = paletteOf(context.terminal.printColors);
    context.terminal.print(
      renderPretty(findings, names, {
        palette,
        width: context.terminal.width,
        hints: options.hints,
      }).trimEnd(),
    );
  }
  return fails(findings, options.failOn) ? 1 : 0;
}

/** With `--fix`, the file is mended first, and what is left is told. */
async function openChecked(context: CliContext, path: string, options: CheckOptions): Promise<OpenedModel> {
  const opened = await openModel(context, path, options);
  if (!options.fix || path === "-") return opened;
  // Findings in other texts (an imported file, the value of `--set`) are told and not mended here.
  const own = opened.analysis.diagnostics.filter(({ span }) => span.source.name === opened.name);
  const fixed = applyFixes(opened.text, own, { unsafe: options.unsafe ?? false });
  if (fixed.applied.length === 0) return opened;
  await context.host.writeFile(context.host.resolve(context.folder, path), fixed.text);
  for (const { fix } of fixed.applied) context.terminal.say(`${path}: wrote ${fix?.title}`);
  return openModel(context, path, options);
}

function tellAbsentData(context: CliContext, opened: readonly OpenedModel[]): void {
  for (const { name, analysis } of opened) {
    const missing = analysis.missingData;
    if (!missing) continue;
    context.terminal.say(`note: ${missing.message}, so ${name} is checked by what it declares`);
    if (missing.help) context.terminal.say(`  = help: ${missing.help}`);
  }
}

function fails(findings: readonly Diagnostic[], failOn: string): boolean {
  const worst = severities.slice(0, severities.indexOf(failOn as Severity) + 1);
  return findings.some(({ severity }) => worst.includes(severity));
}

function requireChoice(flag: string, value: string, choices: readonly string[]): void {
  if (choices.includes(value)) return;
  throw new UserError(`${flag} takes ${choices.join(", ")}, not "${value}"`, { exitCode: 2 });
}
