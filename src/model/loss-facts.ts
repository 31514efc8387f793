/** What a loss takes and says: of a distribution, what lies in its support. */
import type { Shape } from "../base/dim.ts";
import { type Support, supportOf } from "../library/distribution.ts";
import type { LossFacts } from "../library/loss.ts";
import type { LossTerm, OutputIR } from "./ir.ts";

type OfSupport = Pick<LossFacts, "reads" | "targets" | "task">;

const amount: OfSupport = { reads: "number", targets: ["real", "positive", "count"], task: "regression" };

const bySupport: Readonly<Record<Support, OfSupport>> = {
  real: amount,
  positive: { ...amount, targets: ["positive", "count", "real"] },
  count: { ...amount, targets: ["count", "positive", "real"] },
  unit: amount,
  binary: { reads: "probability", targets: ["binary", "multilabel"], task: "classification" },
  class: { reads: "distribution", targets: ["class"], task: "classification" },
};

export function lossFacts({ loss, distribution }: LossTerm): LossFacts {
  const facts = loss.word.facts(loss.params);
  return distribution ? { ...facts, ...bySupport[supportOf(distribution)] } : facts;
}

/** Shape of one row's target as the loss takes it: class indices where it wants them, else values beside the output's own. */
export function targetShape(term: LossTerm, { type, target }: Pick<OutputIR, "type" | "target">): Shape {
  const { targets, ownLength } = lossFacts(term);
  if (ownLength && target) return target.shape.length === 0 ? [1] : target.shape;
  // A scalar a row meets losses and metrics as a vector of one.
  const shape = type.shape.length === 0 ? [1] : type.shape;
  return targets.includes("class") ? shape.slice(0, -1) : shape;
}

/** Whether values of the support are amounts: the integers of a column are then numbers, not classes. */
export function asksAmount(support: Support): boolean {
  return bySupport[support].task === "regression";
}
