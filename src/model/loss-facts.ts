/** What a loss takes and says: of a distribution, what lies in its support. */
import { type Support, supportOf } from "../library/distribution.ts";
import type { LossFacts } from "../library/loss.ts";
import type { LossTerm } from "./ir.ts";

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

/** Whether values of the support are amounts: the integers of a column are then numbers, not classes. */
export function asksAmount(support: Support): boolean {
  return bySupport[support].task === "regression";
}
