/** The run-time half of the checker: a training as it stands in, findings out. */
import type { Diagnostic } from "../base/diagnostic.ts";
import type { Override } from "../model/overrides.ts";
import type { SourceFile } from "../syntax/ast.ts";
import { rulePages } from "./all-pages.ts";
import { allRules } from "./all-rules.ts";
import type { Severities } from "./check-model.ts";
import { passInstead } from "./pass-instead.ts";
import { applyPrecedence } from "./precedence.ts";
import { isWatchRule, type ReportFinding, type WatchPlace } from "./rule.ts";
import { suppress } from "./suppress.ts";
import { type Found, toDiagnostic } from "./walk.ts";
import type { Watched } from "./watched.ts";

export interface JudgeOptions {
  /** Whose comments may silence findings. */
  readonly file?: SourceFile | undefined;
  /** By rule name, in place of the rule's own. */
  readonly severities?: Severities | undefined;
  /** What `--set` put in the place of the file's own values. */
  readonly overrides?: readonly Override[] | undefined;
}

const watchRules = allRules.filter(isWatchRule);

export function judgeWatched(
  watched: Watched,
  place: WatchPlace,
  { file, severities = {}, overrides }: JudgeOptions = {},
): readonly Diagnostic[] {
  const found: Found[] = [];
  for (const rule of watchRules) {
    const severity = severities[rule.name];
    if (severity === "off") continue;
    const report: ReportFinding = (span, finding) => {
      const diagnostic = toDiagnostic(rule, span, finding);
      found.push({ rule, subject: span, diagnostic: severity ? { ...diagnostic, severity } : diagnostic });
    };
    rule.visit[place]?.(watched, report);
  }
  const findings = applyPrecedence(found);
  if (findings.length === 0 || !file) return findings;
  const ruleNames = rulePages.map(({ name }) => name);
  // What comments say of other rules has been judged before training.
  const kept = new Set(suppress(file, findings, { ruleNames, complete: false }));
  return passInstead(
    findings.filter((finding) => kept.has(finding)),
    file,
    overrides,
  );
}
