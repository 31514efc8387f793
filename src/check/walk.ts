/** One walk over the model in which every rule sees every place that it asks for. */
import type { Diagnostic } from "../base/diagnostic.ts";
import type { Span } from "../base/source.ts";
import type { CheckContext } from "./check-context.ts";
import type { Finding, ReportFinding, Rule, Visitors, WatchPlace } from "./rule.ts";

/** A finding before precedence and suppression, with the object of the model that it was found at. */
export interface Found {
  readonly rule: Rule;
  readonly subject: object;
  readonly diagnostic: Diagnostic;
  /** It is told whatever more specific rules say of the same place. */
  readonly ownCause?: boolean;
}

export function walk(rules: readonly Rule[], context: CheckContext): readonly Found[] {
  const { model } = context;
  const found: Found[] = [];
  visitAll(rules, "model", [model], context, found);
  visitAll(rules, "input", model.inputs, context, found);
  visitAll(rules, "layer", model.layers, context, found);
  visitAll(rules, "output", context.outputs, context, found);
  if (model.data) visitAll(rules, "data", [model.data], context, found);
  if (model.train) visitAll(rules, "train", [model.train], context, found);
  return withoutRepeats(found);
}

type PlaceOf<K extends Exclude<keyof Visitors, WatchPlace>> = Parameters<NonNullable<Visitors[K]>>[0];

function visitAll<K extends Exclude<keyof Visitors, WatchPlace>>(
  rules: readonly Rule[],
  kind: K,
  places: readonly PlaceOf<K>[],
  context: CheckContext,
  found: Found[],
): void {
  type Visit = (place: PlaceOf<K>, report: ReportFinding, context: CheckContext) => void;
  const asking = rules.flatMap((rule) => {
    const visit = rule.visit[kind] as Visit | undefined;
    return visit ? [{ rule, visit }] : [];
  });
  if (asking.length === 0) return;
  for (const place of places) {
    for (const { rule, visit } of asking) {
      const report: ReportFinding = (span, finding) =>
        found.push({
          rule,
          subject: place,
          diagnostic: toDiagnostic(rule, span, finding),
          ...(finding.ownCause ? { ownCause: true } : {}),
        });
      visit(place, report, context);
    }
  }
}

export function toDiagnostic(rule: Rule, span: Span, finding: Finding): Diagnostic {
  return {
    rule: rule.name,
    severity: finding.severity ?? rule.severity,
    message: finding.message,
    span,
    label: finding.why,
    ...(finding.related?.length ? { related: finding.related } : {}),
    ...(finding.fix ? { fix: finding.fix } : {}),
    ...(finding.help ? { help: finding.help } : {}),
    evidence: finding.evidence,
  };
}

/** A block or a repeat makes many layers of one text: what is wrong with the text is told once. */
function withoutRepeats(found: readonly Found[]): readonly Found[] {
  const seen = new Map<string, Found>();
  for (const one of found) {
    const { rule, span } = one.diagnostic;
    const key = `${rule} ${span.start} ${span.end} ${span.source.name}`;
    if (!seen.has(key)) seen.set(key, one);
  }
  return [...seen.values()];
}
