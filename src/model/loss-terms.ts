/** The entry `loss` of the train section: one loss for each output, with its weight. */
import type { Report } from "../base/diagnostic.ts";
import type { LossDefinition } from "../library/loss.ts";
import type { Expression } from "../syntax/ast.ts";
import { readInstance } from "../words/read-arguments.ts";
import type { Instance, Vocabulary } from "../words/word.ts";
import { type ConstantScope, evaluate } from "./evaluate.ts";
import type { LossTerm } from "./ir.ts";

export interface TermContext {
  readonly constants: ConstantScope;
  readonly vocabulary: Vocabulary;
  readonly report: Report;
}

/** `mse`, `huber(delta = 2)`, `0.3 * mse`. Undefined when it was refused and reported. */
export function readLossTerm(expression: Expression, context: TermContext): LossTerm | undefined {
  const weighted = splitWeight(expression, context);
  if (weighted === undefined) return undefined;
  const { loss: written, weight } = weighted;
  if (isFormula(written)) {
    context.report({
      rule: "bad-option",
      severity: "error",
      message: "the loss of an output is one word, or a def of the target and the output",
      span: written.span,
      label: "this is a formula",
      help: "give it a name: `def both(y, p) = …`, and write `loss = both`",
    });
    return undefined;
  }
  const value = evaluate(written, context.constants);
  if (value === undefined) return undefined;
  const loss = readInstance("loss", value, context.vocabulary, context.report);
  // The vocabulary holds definitions of this kind only.
  return loss && { loss: loss as Instance<LossDefinition>, weight, inferred: false };
}

interface Weighted {
  readonly loss: Expression;
  readonly weight: number;
}

/** A product of numbers and one loss, in any order. */
function splitWeight(expression: Expression, context: TermContext): Weighted | undefined {
  if (expression.kind === "tuple" && expression.items.length === 1) {
    return splitWeight(expression.items[0] as Expression, context);
  }
  if (expression.kind !== "binary" || expression.operator !== "*") return { loss: expression, weight: 1 };
  const { left, right } = expression;
  const [factor, rest] = isNumeric(left, context) ? [left, right] : [right, left];
  if (!isNumeric(factor, context)) return { loss: expression, weight: 1 };
  const inner = splitWeight(rest, context);
  const value = evaluate(factor, context.constants);
  if (!inner || !value) return undefined;
  if (value.kind === "number" && value.value >= 0) return { ...inner, weight: value.value * inner.weight };
  context.report({
    rule: "bad-option",
    severity: "error",
    message: "the weight of a loss is a number of at least 0",
    span: factor.span,
    help: "write it before the loss: `0.3 * mse`",
  });
  return undefined;
}

/** Built of numbers alone, and of names that stand for numbers. */
function isNumeric(expression: Expression, context: TermContext): boolean {
  switch (expression.kind) {
    case "number":
      return true;
    case "identifier": {
      const value = context.constants.valueOf(expression);
      return value !== "none" && value !== "refused" && value.kind === "number";
    }
    case "unary":
      return isNumeric(expression.operand, context);
    case "binary":
      return isNumeric(expression.left, context) && isNumeric(expression.right, context);
    case "tuple":
      return expression.items.length === 1 && isNumeric(expression.items[0] as Expression, context);
    default:
      return false;
  }
}

function isFormula(expression: Expression): boolean {
  return expression.kind === "binary" || expression.kind === "unary" || expression.kind === "index";
}
