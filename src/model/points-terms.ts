/** Terms of the loss that are formulas over points: one for each data section of points, under its name. */
import type { Report } from "../base/diagnostic.ts";
import type { Expression } from "../syntax/ast.ts";
import { meaningOf } from "./graph.ts";
import type { LayerIR, PointsTerm } from "./ir.ts";
import { Places } from "./layer-paths.ts";
import { describeMeaning } from "./meaning.ts";
import { type PointsContext, readPoints } from "./read-points.ts";
import type { GraphScope } from "./scope.ts";
import type { PointsSection } from "./sections.ts";

export interface TermsContext extends PointsContext {
  /** The scope of the file's network. */
  readonly scope: GraphScope;
  /** Points of a step, where the file says so; else all of a section's. */
  readonly batchSize: number | undefined;
  /** A term that has no section may have been meant for one that has no term. */
  readonly misnamed: boolean;
}

/** In the order of the file; those that were refused are left out. */
export function readPointsTerms(
  sections: readonly PointsSection[],
  formulas: ReadonlyMap<string, Expression>,
  context: TermsContext,
): Readonly<Record<string, PointsTerm>> {
  const terms: Record<string, PointsTerm> = {};
  for (const section of sections) {
    const points = readPoints(section, context);
    const formula = formulas.get(section.name);
    if (formula === undefined) {
      if (!context.misnamed) reportNoTerm(section, context.report);
      continue;
    }
    const value = readFormula(section.name, formula, context);
    if (points && value) {
      const batch = Math.min(context.batchSize ?? points.rows, points.rows);
      terms[section.name] = { points, batch, ...value, span: formula.span };
    }
  }
  return terms;
}

function readFormula(
  name: string,
  formula: Expression,
  { scope: around, report }: TermsContext,
): Pick<PointsTerm, "layers" | "value"> | undefined {
  const { network } = around;
  const first = network.layers.length;
  const places = new Places(`loss/${name}`, new Map());
  const meaning = meaningOf(formula, { ...around, places, judges: true });
  const layers: readonly LayerIR[] = network.layers.splice(first);
  const { span } = formula;
  const learning = layers.find(({ weights }) => weights.length > 0);
  if (learning) {
    report({
      rule: "not-a-formula",
      severity: "error",
      message: `a loss has no weights of its own, and ${learning.layer.word.name} has some`,
      span: learning.span,
      help: "give it a name in the network, and use the name here",
    });
    return undefined;
  }
  if (meaning.kind === "tensor") return { layers, value: meaning.id };
  if (meaning.kind === "unknown") return undefined;
  report({
    rule: "not-a-formula",
    severity: "error",
    message:
      meaning.kind === "constant"
        ? "this does not depend on the network, so there is nothing to train"
        : `the loss of points is a formula of tensors, and this is ${describeMeaning(meaning)}`,
    span,
    help: `such as \`${name} = mse(u, 0)\``,
  });
  return undefined;
}

function reportNoTerm({ name, section }: PointsSection, report: Report): void {
  report({
    rule: "loss-missing",
    severity: "error",
    message: `no loss says what is asked of the points of ${name}`,
    span: section.name?.span ?? section.keyword,
    help: `write \`train { loss = { ${name} = … } }\`, with a formula such as mse(u, 0)`,
  });
}
