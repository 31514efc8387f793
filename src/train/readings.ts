/** Outputs of a network in the user's terms: a label with the probability of each class, or numbers in their own units. */
import { decodeTarget, labelOf } from "../data/apply.ts";
import type { FittedTarget } from "../data/dataset.ts";
import type { TransformDefinition } from "../data/transform.ts";
import { outputMeaning } from "../lower/output-meaning.ts";
import type { LossTerm } from "../model/ir.ts";
import { exponential } from "../tensor/functions/exponential.ts";
import { logistic } from "../tensor/functions/hyperbolic.ts";
import { numberArithmetic } from "../tensor/number-arithmetic.ts";
import { foldInOrder, reductionOrder } from "../tensor/reduction-order.ts";

export type Reading =
  | {
      readonly kind: "class";
      readonly label: string;
      readonly probability: number;
      /** By label, in order of class. */
      readonly probabilities: Readonly<Record<string, number>>;
    }
  | { readonly kind: "numbers"; readonly values: readonly number[] }
  /** A word at each place: those that are most probable. */
  | { readonly kind: "text"; readonly text: string };

export interface ReadingContext {
  readonly target: FittedTarget | undefined;
  readonly loss: LossTerm | undefined;
  readonly transform: (name: string) => TransformDefinition | undefined;
}

const f64 = numberArithmetic.f64;

/** Reads one row of an output. */
export function readOutput(values: Float64Array, context: ReadingContext): Reading {
  const { target, loss } = context;
  const text = target && textIn(values, target, context.transform);
  if (text !== undefined) return { kind: "text", text };
  const meaning = outputMeaning(values.length, target, loss);
  if (!target || meaning.kind === "numbers") {
    const decoded = target && meaning.kind === "numbers" && meaning.decoded;
    return {
      kind: "numbers",
      values: decoded ? decodeTarget(target, values, context.transform) : [...values],
    };
  }
  const probabilities =
    meaning.from === "one"
      ? ofTwo(values[0] as number, meaning.logits)
      : meaning.logits
        ? softmaxOf(values)
        : [...values];
  const best = largest(probabilities);
  return {
    kind: "class",
    label: labelOf(target, best),
    probability: probabilities[best] as number,
    probabilities: Object.fromEntries(probabilities.map((p, i) => [labelOf(target, i), p])),
  };
}

function textIn(
  values: Float64Array,
  { terms, shape }: FittedTarget,
  transform: ReadingContext["transform"],
): string | undefined {
  const fitted = terms[0]?.transform;
  const word = fitted && transform(fitted.name);
  if (word?.takes !== "text") return undefined;
  const places = shape.reduce((product, axis) => product * axis, 1);
  const classes = values.length / places;
  return word.decode(
    fitted?.fitted ?? null,
    Array.from({ length: places }, (_, place) =>
      largest(values.subarray(place * classes, (place + 1) * classes)),
    ),
  );
}

function largest(values: ArrayLike<number>): number {
  let best = 0;
  for (let i = 1; i < values.length; i++) if ((values[i] as number) > (values[best] as number)) best = i;
  return best;
}

/** One number for two classes is the probability of the second. */
function ofTwo(value: number, logit: boolean): readonly number[] {
  const p = logit ? logistic(f64, value) : value;
  return [1 - p, p];
}

/** In the order of sums that compiled programs have. */
function softmaxOf(values: Float64Array): readonly number[] {
  const top = Math.max(...values);
  const powers = Array.from(values, (value) => exponential(f64, value - top));
  const order = reductionOrder(true, powers.length);
  const sum = foldInOrder(order, powers.length, (i) => powers[i] as number, f64.add, 0);
  return powers.map((power) => power / sum);
}
