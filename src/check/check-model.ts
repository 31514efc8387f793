/** `nnet check` without its hosts: a model in, findings out. */
import { compareDiagnostics, type Diagnostic, isError, type Severity } from "../base/diagnostic.ts";
import type { DataHeader } from "../data/header.ts";
import { planFields } from "../data/plan.ts";
import type { DataPlan } from "../data/planned.ts";
import { dataNames } from "../model/data-names.ts";
import type { ModelIR } from "../model/ir.ts";
import type { SourceFile } from "../syntax/ast.ts";
import { rulePages } from "./all-pages.ts";
import { allRules } from "./all-rules.ts";
import type { CheckContext } from "./check-context.ts";
import { modelGraph } from "./model-graph.ts";
import { outputPlace } from "./output-place.ts";
import { applyPrecedence } from "./precedence.ts";
import { isWatchRule } from "./rule.ts";
import { suppress } from "./suppress.ts";
import { walk } from "./walk.ts";

export type Severities = Readonly<Record<string, Severity | "off">>;

export interface CheckOptions {
  readonly file: SourceFile;
  /** Of the data, where it is there. */
  readonly header?: DataHeader | undefined;
  /** By rule name, in place of the rule's own. Errors of the parser and the model stage cannot be changed. */
  readonly severities?: Severities | undefined;
  /** What the parser and the model stage have found: returned with the rest, so that one suppression serves all. */
  readonly earlier?: readonly Diagnostic[] | undefined;
}

/** Findings in order of place. Hints are among them: whoever prints decides on them. */
export function checkModel(model: ModelIR, options: CheckOptions): readonly Diagnostic[] {
  const graph = modelGraph(model);
  const plan = planOf(model, options.header);
  const context: CheckContext = {
    model,
    file: options.file,
    ...(options.header ? { header: options.header } : {}),
    ...(plan ? { plan } : {}),
    graph,
    outputs: model.outputs.map((output) => outputPlace(model, graph, output)),
  };
  const severities = options.severities ?? {};
  const active = allRules.filter((rule) => severities[rule.name] !== "off");
  return finish(applyPrecedence(walk(active, context)), options);
}

function planOf(model: ModelIR, header: DataHeader | undefined): DataPlan | undefined {
  if (!model.data || !header) return undefined;
  // What the fields contradict has been reported by the model stage.
  return planFields(model.data, header.fields, dataNames(model), () => {});
}

/** For files of which no model could be made: severities and suppression alone. */
export function checkFindings(options: CheckOptions): readonly Diagnostic[] {
  return finish([], options);
}

function finish(own: readonly Diagnostic[], options: CheckOptions): readonly Diagnostic[] {
  const severities = options.severities ?? {};
  const earlier = options.earlier ?? [];
  const errors = earlier.filter(isError);
  const rest = [...earlier.filter((finding) => !isError(finding)), ...own];
  const kept = suppress(options.file, withSeverities(rest, severities), {
    ruleNames: rulePages.map(({ name }) => name),
    complete: errors.length === 0,
    // What a training will show, nobody knows yet.
    inactive: new Set([
      ...Object.keys(severities).filter((name) => severities[name] === "off"),
      ...allRules.filter(isWatchRule).map(({ name }) => name),
    ]),
  });
  return [...errors, ...withSeverities(kept, severities)].sort(compareDiagnostics);
}

function withSeverities(findings: readonly Diagnostic[], severities: Severities): readonly Diagnostic[] {
  return findings.flatMap((finding) => {
    const severity = severities[finding.rule];
    if (severity === undefined) return [finding];
    return severity === "off" ? [] : [{ ...finding, severity }];
  });
}
