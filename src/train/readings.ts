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
      readonly samples?: readonly string[];
    }
  | {
      readonly kind: "numbers";
      readonly values: readonly number[];
      /** Of a distribution: the ends of an interval, and draws. */
      readonly low?: readonly number[];
      readonly high?: readonly number[];
      readonly samples?: readonly (readonly number[])[];
    }
  /** A word at each place: those that are most probable. */
  | { readonly kind: "text"; readonly text: string };

export interface ReadingContext {
  readonly target: FittedTarget | undefined;
  readonly loss: LossTerm | undefined;
  readonly transform: (name: string) => TransformDefinition | undefined;
  /** Of this row, where the output is a distribution. */
  readonly spread?: Spread;
}

export interface Spread {
  readonly bounds?: { readonly low: Float64Array; readonly high: Float64Array } | undefined;
  readonly samples: readonly Float64Array[];
}

const f64 = numberArithmetic.f64;

/** Reads one row of an output. */
export function readOutput(values: Float64Array, context: ReadingContext): Reading {
  const { target, loss } = context;
  const text = target && textIn(values, target, context.transform);
  if (text !== undefined) return { kind: "text", text };
  const meaning = outputMeaning(values.length, target, loss);
  if (!target || meaning.kind === "numbers") {
    const decoded = target && meaning.kind === "numbers" && meaning.decoded ? target : undefined;
    return readNumbers(values, { ...context, target: decoded });
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
    ...samplesOf(context.spread, ([index = 0]) => labelOf(target, index)),
  };
}

/** In the units of the data; an interval that a transform has turned round is turned back. */
function readNumbers(values: Float64Array, { target, transform, spread }: ReadingContext): Reading {
  const decode = (row: Float64Array): readonly number[] =>
    target ? decodeTarget(target, row, transform) : [...row];
  const ends = spread?.bounds && [decode(spread.bounds.low), decode(spread.bounds.high)];
  const [one, other] = ends ?? [];
  return {
    kind: "numbers",
    values: decode(values),
    ...(one && other
      ? {
          low: one.map((low, i) => Math.min(low, other[i] as number)),
          high: one.map((low, i) => Math.max(low, other[i] as number)),
        }
      : {}),
    ...samplesOf(spread, decode),
  };
}

function samplesOf<T>(
  spread: Spread | undefined,
  read: (row: Float64Array) => T,
): { readonly samples?: readonly T[] } {
  return spread && spread.samples.length > 0 ? { samples: spread.samples.map(read) } : {};
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
