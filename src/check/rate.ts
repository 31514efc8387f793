/** The learning rate as the file gives it. */
import type { Fix } from "../base/diagnostic.ts";
import type { Span } from "../base/source.ts";
import type { OptimizerDefinition } from "../library/optimizer.ts";
import type { ScheduleDefinition } from "../library/schedule.ts";
import type { TrainIR } from "../model/ir.ts";
import type { Instance } from "../words/word.ts";
import { replace } from "./edits.ts";

/** A number, or the highest rate that a schedule names. */
export function peakRate(value: unknown): number | undefined {
  if (typeof value === "number") return value;
  if (typeof value !== "object" || value === null || !("word" in value)) return undefined;
  const { word, params } = value as Instance<ScheduleDefinition>;
  const { peak } = word.facts(params);
  return Number.isFinite(peak) ? peak : undefined;
}

export function ratePlace({ optimizer, spans, span }: TrainIR): Span {
  return optimizer.given.learning_rate ?? optimizer.span ?? spans.optimizer ?? span;
}

/** What the optimizer is usually run with, mostly its own default, in the place of a rate that is written. */
export function usualRateFix(optimizer: Instance<OptimizerDefinition>): Fix | undefined {
  const { usualRate } = optimizer.word.facts(optimizer.params);
  const usual = usualRate ?? optimizer.word.params.learning_rate?.default;
  const given = optimizer.given.learning_rate;
  if (!given || typeof usual !== "number") return undefined;
  return { title: `learning_rate = ${usual}`, edits: [replace(given, String(usual))], safe: false };
}
