/** Ranges of numbers as they enter the network or are asked of it: the data's statistics seen through its transforms. */
import type { Span } from "../base/source.ts";
import type { NumberStatistics } from "../data/header.ts";
import type { PlannedTerm } from "../data/planned.ts";
import type { ColumnValues } from "../data/transform.ts";
import type { CheckContext } from "./check-context.ts";
import type { OutputPlace } from "./output-place.ts";

export interface ValueRange {
  readonly low: number;
  readonly high: number;
}

/** Undefined for categories, for columns without numbers, and behind transforms that are no straight line. */
export function termRange({ field, transform, categorical }: PlannedTerm): ValueRange | undefined {
  if (categorical || !field.statistics) return undefined;
  const { minimum, maximum } = field.statistics;
  if (!transform) return { low: minimum, high: maximum };
  const { word, params } = transform;
  if (word.takes === "text") return undefined;
  const affine = word.affine?.(word.fit(params, columnLike(field.statistics)));
  if (!affine) return undefined;
  const ends = [minimum, maximum].map((value) => value * affine.scale + affine.offset);
  return { low: Math.min(...ends), high: Math.max(...ends) };
}

/**
 * A column of three values with the same ends, mean and deviation: with A and B the distances from the mean to the ends,
 * weights t / A and t / B at the ends, where t = deviation^2 / (A + B), leave a weight of at least 0 for the mean (the
 * inequality of Bhatia and Davis).
 */
function columnLike({ minimum, maximum, mean, deviation }: NumberStatistics): ColumnValues {
  const below = mean - minimum;
  const above = maximum - mean;
  if (below <= 0 || above <= 0) return { values: Float64Array.of(minimum, maximum) };
  const t = (deviation * deviation) / (below + above);
  const ends = [t / below, t / above] as const;
  const middle = Math.max(0, 1 - ends[0] - ends[1]);
  return {
    values: Float64Array.of(minimum, mean, maximum),
    counts: Float64Array.of(ends[0], middle, ends[1]),
  };
}

export interface TargetValues extends ValueRange {
  /** As a reader would call them. */
  readonly name: string;
  readonly span: Span | undefined;
}

/** What an output is asked to give: by the data, or else as declared where nothing transforms the target. */
export function targetValues(context: CheckContext, { ir }: OutputPlace): TargetValues | undefined {
  const terms = targetTerms(context, ir.name);
  const ranges = terms.flatMap((term) => termRange(term) ?? []);
  if (terms.length > 0 && ranges.length === terms.length) {
    return {
      low: Math.min(...ranges.map(({ low }) => low)),
      high: Math.max(...ranges.map(({ high }) => high)),
      name: terms.length === 1 ? (terms[0] as PlannedTerm).field.name : "the target",
      span: terms[0]?.span,
    };
  }
  const spec = context.model.data?.targets;
  const written = (spec?.[ir.name] ?? spec?.[""])?.terms ?? [];
  if (!ir.targetRange || terms.length > 0 || written.some(({ transform }) => transform)) return undefined;
  const [low, high] = ir.targetRange;
  return { low, high, name: "the target", span: ir.targetSpan };
}

/** The columns behind a target; none where the data is not known. */
export function targetTerms({ plan }: CheckContext, output: string): readonly PlannedTerm[] {
  return plan?.outputs.find(({ name }) => name === output)?.terms ?? [];
}

/** A number as people write it in a sentence. */
export function short(value: number): string {
  return String(Number(value.toPrecision(3)));
}
