/** Whether a loss or a metric can judge an output: shapes alone, for what they mean is the checker's. */
import type { Report } from "../base/diagnostic.ts";
import { showShape } from "../base/dim.ts";
import { spanText } from "../base/source.ts";
import type { LossDefinition } from "../library/loss.ts";
import type { MetricDefinition } from "../library/metric.ts";
import type { Instance } from "../words/word.ts";
import type { LossTerm, OutputIR } from "./ir.ts";
import { targetShape } from "./loss-facts.ts";

/** False when it cannot, which is reported. */
export function checkMetric(
  metric: Instance<MetricDefinition>,
  output: OutputIR,
  term: LossTerm | undefined,
  report: Report,
): boolean {
  if (term !== undefined && metric.word.ofDistribution && term.distribution === undefined) {
    reportNoDistribution(metric, output, report);
    return false;
  }
  return term === undefined || judges(metric, output, term, "metric-shape", report);
}

/** False when it cannot, which is reported. */
export function checkLoss(term: LossTerm, output: OutputIR, report: Report): boolean {
  return judges(term.loss, output, term, "bad-option", report);
}

function judges(
  judge: Instance<LossDefinition | MetricDefinition>,
  output: OutputIR,
  term: LossTerm,
  rule: string,
  report: Report,
): boolean {
  // A scalar a row meets losses and metrics as a vector of one.
  const shape = output.type.shape.length === 0 ? [1] : output.type.shape;
  const problem = judge.word.problem?.(judge.params, targetShape(term, output), shape);
  if (problem === undefined) return true;
  report({
    rule,
    severity: "error",
    message: `${writtenName(judge)} cannot judge the output ${output.name}: ${problem}`,
    span: judge.span ?? output.span,
    related: [{ span: output.span, text: `${showShape(output.type.shape)} comes out here` }],
  });
  return false;
}

function reportNoDistribution(metric: Instance<MetricDefinition>, output: OutputIR, report: Report): void {
  report({
    rule: "metric-of-distribution",
    severity: "error",
    message: `${writtenName(metric)} judges a distribution, and ${output.name} is a tensor`,
    span: metric.span ?? output.span,
    related: [{ span: output.span, text: `the output ${output.name}` }],
    help: `say what it is distributed as: \`output ${output.name} ~ Normal(mu, sd)\``,
  });
}

/** As the file has it, so that the reader meets their own word again. */
function writtenName({ word, span }: Instance): string {
  return (span && /\w+/.exec(spanText(span))?.[0]) ?? word.name;
}
