/** Outputs of a network in the user's terms: a label with the probability of each class, or numbers in their own units. */
import { decodeTarget, labelOf } from "../data/apply.ts";
import type { FittedTarget } from "../data/dataset.ts";
import type { TransformDefinition } from "../data/transform.ts";
import type { LossTerm } from "../model/ir.ts";
import { exponential } from "../tensor/functions/exponential.ts";
import { logistic } from "../tensor/functions/hyperbolic.ts";
import { numberArithmetic } from "../tensor/number-arithmetic.ts";

export type Reading =
  | {
      readonly kind: "class";
      readonly label: string;
      readonly probability: number;
      /** By label, in order of class. */
      readonly probabilities: Readonly<Record<string, number>>;
    }
  | { readonly kind: "numbers"; readonly values: readonly number[] };

export interface ReadingContext {
  readonly target: FittedTarget | undefined;
  readonly loss: LossTerm | undefined;
  readonly transform: (name: string) => TransformDefinition | undefined;
}

const f64 = numberArithmetic.f64;

/** Reads one row of an output. */
export function readOutput(values: Float64Array, context: ReadingContext): Reading {
  const { target, loss } = context;
  const facts = loss?.loss.word.facts(loss.loss.params);
  if (!target?.classes || facts?.task === "regression" || facts === undefined) {
    return {
      kind: "numbers",
      values: target ? decodeTarget(target, values, context.transform) : [...values],
    };
  }
  const probabilities = probabilitiesOf(values, target.classes.length, facts);
  if (!probabilities) return { kind: "numbers", values: [...values] };
  let best = 0;
  for (let i = 1; i < probabilities.length; i++) {
    if ((probabilities[i] as number) > (probabilities[best] as number)) best = i;
  }
  return {
    kind: "class",
    label: labelOf(target, best),
    probability: probabilities[best] as number,
    probabilities: Object.fromEntries(probabilities.map((p, i) => [labelOf(target, i), p])),
  };
}

/** One number for two classes is the probability of the second. Undefined where outputs and classes do not match. */
function probabilitiesOf(
  values: Float64Array,
  classes: number,
  facts: { readonly reads: string; readonly fromLogits: boolean },
): readonly number[] | undefined {
  if (values.length === 1 && classes === 2) {
    const value = values[0] as number;
    const p = facts.fromLogits ? logistic(f64, value) : value;
    return [1 - p, p];
  }
  if (values.length < classes) return undefined;
  return facts.fromLogits && facts.reads === "distribution" ? softmaxOf(values) : [...values];
}

function softmaxOf(values: Float64Array): readonly number[] {
  const top = Math.max(...values);
  const powers = Array.from(values, (value) => exponential(f64, value - top));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}
