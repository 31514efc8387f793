/** The loss of every output: the one that the section gives, or the one that follows from the output. */
import type { Report } from "../base/diagnostic.ts";
import { showShape } from "../base/dim.ts";
import type { Span } from "../base/source.ts";
import { boundTerm, checkBounds, withDistribution } from "./bound-terms.ts";
import { formulaProblem } from "./formula-words.ts";
import { inferLoss } from "./infer-loss.ts";
import type { LossTerm, OutputIR } from "./ir.ts";
import { checkLoss } from "./objective-fit.ts";
import { outputDistribution } from "./output-distribution.ts";
import type { TrainContext, TrainEntries } from "./train-section.ts";

/** Adds losses for outputs that the section says nothing of. */
export function completeLosses(
  { entries, losses, supervised }: TrainEntries,
  span: Span,
  context: TrainContext,
): Readonly<Record<string, LossTerm>> {
  if (!supervised) return {};
  const complete: Record<string, LossTerm> = {};
  // An entry that could be given to no output was meant for some: nothing is inferred in its place.
  const silent = entries.has("loss") && losses.size === 0;
  const layers = new Map(context.layers.map((layer) => [layer.id, layer]));
  const several = context.outputNames.length > 1;
  const { report } = context;
  for (const output of context.outputs) {
    const { name } = output;
    const entry = (loss: string): string => (several ? `loss = { ${name} = ${loss} }` : `loss = ${loss}`);
    const distribution = outputDistribution(output.value, layers);
    const infer = { ...context, layers, span, entry };
    const given =
      losses.get(name) && withDistribution(losses.get(name) as LossTerm, output, distribution, report);
    const term =
      losses.has(name) || silent
        ? given
        : distribution
          ? boundTerm(output, distribution, infer)
          : inferLoss(output, infer);
    if (term && fitsFormula(term, output, context.report) && checkLoss(term, output, context.report)) {
      complete[name] = term;
    }
  }
  checkBounds(complete, context.layers, report);
  return complete;
}

/** False for a def that cannot judge this output, which is reported where the def goes wrong. */
function fitsFormula({ loss }: LossTerm, { type, name }: OutputIR, report: Report): boolean {
  const shape = type.shape.length === 0 ? [1] : type.shape;
  const problem = formulaProblem(loss, [shape, shape]);
  if (problem === undefined) return true;
  const use = loss.span
    ? [{ span: loss.span, text: `as the loss of ${name}, of ${showShape(type.shape)}` }]
    : [];
  report({ ...problem, related: [...(problem.related ?? []), ...use] });
  return false;
}
