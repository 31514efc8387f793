/** Takes away what the file allows, and reports allowances that say nothing, name nothing or silence nothing. */
import type { Diagnostic } from "../base/diagnostic.ts";
import { positionOf } from "../base/source.ts";
import { suggest } from "../base/suggest.ts";
import type { SourceFile } from "../syntax/ast.ts";
import { type Allowance, readAllowances } from "./allowance.ts";

export interface SuppressOptions {
  readonly ruleNames: readonly string[];
  /** False where parts of the file could not be read: then nobody knows what an allowance would have silenced. */
  readonly complete: boolean;
  /** Rules that are switched off: an allowance for one is not called unused. */
  readonly inactive?: ReadonlySet<string>;
}

/** Findings that stay, and those about the allowances themselves. Errors of the parser and model stage stay always. */
export function suppress(
  file: SourceFile,
  findings: readonly Diagnostic[],
  { ruleNames, complete, inactive }: SuppressOptions,
): readonly Diagnostic[] {
  const allowances = readAllowances(file);
  if (allowances.length === 0) return findings;
  const known = new Set(ruleNames);
  const working = allowances.filter(({ rule, reason }) => known.has(rule) && reason !== "");
  const used = new Set<Allowance>();

  const kept = findings.flatMap((finding) => {
    const matching = working.filter((allowance) => speaksOf(allowance, finding));
    for (const allowance of matching) used.add(allowance);
    const allowed = new Set(matching.map(({ rule }) => rule));
    if (allowed.has(finding.rule)) return [];
    return [allowed.size > 0 ? withoutAlso(finding, allowed) : finding];
  });
  const faults = allowances.flatMap((allowance) => {
    if (!known.has(allowance.rule)) return [unknownRule(allowance, ruleNames)];
    if (allowance.reason === "") return [withoutReason(allowance)];
    return complete && !used.has(allowance) && !inactive?.has(allowance.rule) ? [unused(allowance)] : [];
  });
  return [...kept, ...faults];
}

function speaksOf(allowance: Allowance, finding: Diagnostic): boolean {
  if (finding.rule !== allowance.rule && !finding.also?.includes(allowance.rule)) return false;
  const { span } = finding;
  if (allowance.scope === "file" && span.source.argument) return true;
  if (span.source !== allowance.comment.source) return false;
  if (allowance.scope === "file") return true;
  const first = positionOf(span.source, span.start).line;
  const last = positionOf(span.source, Math.max(span.start, span.end - 1)).line;
  return first <= allowance.line && allowance.line <= last;
}

function withoutAlso(finding: Diagnostic, allowed: ReadonlySet<string>): Diagnostic {
  const { also = [], ...rest } = finding;
  const left = also.filter((name) => !allowed.has(name));
  return left.length > 0 ? { ...rest, also: left } : rest;
}

function unknownRule(allowance: Allowance, ruleNames: readonly string[]): Diagnostic {
  const close = suggest(allowance.rule, ruleNames);
  return {
    rule: "unknown-rule",
    severity: "warning",
    message: `there is no rule "${allowance.rule}"`,
    span: allowance.nameSpan.start < allowance.nameSpan.end ? allowance.nameSpan : allowance.comment,
    label: "this comment silences nothing",
    ...(close
      ? { fix: { title: close, edits: [{ span: allowance.nameSpan, text: close }], safe: false } }
      : { help: "`nnet rules` lists all rules" }),
    evidence: { rule: allowance.rule },
  };
}

function withoutReason(allowance: Allowance): Diagnostic {
  const word = allowance.scope === "file" ? "allow-file" : "allow";
  return {
    rule: "allow-without-reason",
    severity: "warning",
    message: `allowing ${allowance.rule} needs a reason`,
    span: allowance.comment,
    label: "without one it silences nothing",
    help: `write the reason behind a colon: # ${word}(${allowance.rule}): why it is right here`,
    evidence: { rule: allowance.rule },
  };
}

function unused(allowance: Allowance): Diagnostic {
  const where = allowance.scope === "file" ? "in this file" : `on line ${allowance.line}`;
  return {
    rule: "unused-allow",
    severity: "hint",
    message: `nothing to allow: ${allowance.rule} finds nothing ${where}`,
    span: allowance.comment,
    label: "this comment silences nothing and would hide a later mistake",
    help: "delete it",
    evidence: { rule: allowance.rule },
  };
}
