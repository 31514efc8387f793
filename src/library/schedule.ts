/** What a learning-rate schedule is: a rate for each update, in f64 with exact arithmetic only. */
import type { Params, ParamsOf, ParamTable } from "../words/param.ts";
import { number, orWord, param } from "../words/param-types.ts";
import type { Instance, Word, Wording } from "../words/word.ts";

/** What check rules may ask, so that no rule lists names of parameters. */
export interface ScheduleFacts {
  /** The rate of the first update. */
  readonly initial: number;
  /** The highest rate that its arguments name. */
  readonly peak: number;
}

interface ScheduleBehaviour<P> {
  /**
   * The rate of update `step`, from 0 as in Keras, of a run of `totalSteps` updates: `auto` means all of them. `before` is
   * the rate so far, where there is one to go on from.
   */
  rate(params: P, step: number, totalSteps: number, before?: number): number;
  facts(params: P): ScheduleFacts;
  readonly examples: readonly {
    readonly source: string;
    /** Rates at updates of a run of 20. */
    readonly rates: readonly (readonly [step: number, rate: number])[];
  }[];
}

export interface ScheduleDefinition extends Word, ScheduleBehaviour<Params> {
  readonly kind: "schedule";
}

export function defineSchedule<T extends ParamTable>(
  definition: Wording<T> & ScheduleBehaviour<ParamsOf<T>>,
): ScheduleDefinition {
  return { ...definition, kind: "schedule" } as unknown as ScheduleDefinition;
}

/** The rate of update `step`, from 0, that an optimizer's `learning_rate` asks for: a number, or a schedule's. */
export function learningRateAt(
  learningRate: number | Instance,
  step: number,
  totalSteps: number,
  before?: number,
): number {
  if (typeof learningRate === "number") return learningRate;
  // `learningRate` (words/instance-of.ts) reads no word of another kind.
  const { word, params } = learningRate as Instance<ScheduleDefinition>;
  return word.rate(params, step, totalSteps, before);
}

export const initialLearningRate = param(number(), "the rate of the first update");

export const decaySteps = param(
  orWord(number({ min: 0, aboveMin: true }), "auto"),
  "number of updates (batches, not epochs) that it stretches over; auto is the whole run",
);

export const leftOutOfSchedules = { name: "a schedule is known by the optimizer that it serves" } as const;
