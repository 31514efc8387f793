/** What a metric is: statistics that add up over batches, and what is made of the totals. */
import type { Shape } from "../base/dim.ts";
import type { TargetKindName } from "../base/target-kind.ts";
import type { Builder } from "../tensor/builder.ts";
import type { Node } from "../tensor/node.ts";
import type { Params, ParamsOf, ParamTable } from "../words/param.ts";
import type { Word, Wording } from "../words/word.ts";
import type { Distribution, Draw } from "./distribution.ts";

export interface MetricFacts {
  readonly better: "higher" | "lower";
  readonly task: "classification" | "regression";
  readonly targets: readonly TargetKindName[];
  /** An output of one unit counts as yes above this. */
  readonly threshold?: number;
}

export interface MetricContext<P> {
  readonly g: Builder;
  readonly params: P;
  readonly target: Node;
  readonly output: Node;
  /** Which places of the output count, where masks reach it: metrics that are a mean leave the others out, as in Keras. */
  readonly mask?: Node | undefined;
  /** What the output is the mean of, where it is distributed as something (`~`). */
  readonly distribution?: Distribution | undefined;
  /** For metrics that look at draws of it. */
  readonly draw?: Draw | undefined;
}

interface MetricBehaviour<P> {
  /** The name in logs, `accuracy`; the word's snake name when left out. */
  readonly logName?: string;
  /** It judges a distribution: `output y ~ …`. */
  readonly ofDistribution?: true;
  /** Why it cannot judge this output, or undefined when it can. Shapes of one row. */
  problem?(params: P, target: Shape, output: Shape): string | undefined;
  /** Each a tensor of any shape that is added up over the batches of an epoch (in f64). */
  statistics(context: MetricContext<P>): Readonly<Record<string, Node>>;
  result(params: P, totals: Readonly<Record<string, Float64Array>>): number;
  facts(params: P): MetricFacts;
  readonly examples: readonly {
    readonly source: string;
    readonly target: readonly (readonly number[])[] | readonly number[];
    readonly output: readonly (readonly number[])[];
    readonly value: number;
  }[];
}

export interface MetricDefinition extends Word, MetricBehaviour<Params> {
  readonly kind: "metric";
}

export function defineMetric<T extends ParamTable>(
  definition: Wording<T> & MetricBehaviour<ParamsOf<T>>,
): MetricDefinition {
  return { ...definition, kind: "metric" } as unknown as MetricDefinition;
}
