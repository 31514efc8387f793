/** Running totals of a pass over rows: losses weighted by rows, metric statistics added up in f64, then results. */
import type { MetricDefinition } from "../library/metric.ts";
import { lossOutput, statisticOutput } from "../lower/programs.ts";
import { isWatchOutput } from "../lower/watch-outputs.ts";
import type { ModelIR, TrainIR } from "../model/ir.ts";
import { loggedTerms, metricKey } from "../model/monitors.ts";
import type { BoundProgram } from "../runtime/session.ts";
import type { NumberArray } from "../tensor/types.ts";
import type { Instance } from "../words/word.ts";

/** Loss first, then metrics, under Keras' names. */
export type Logs = Readonly<Record<string, number>>;

/** JSON of a tally in the middle of an epoch, for checkpoints. */
export interface TallyState {
  readonly rows: number;
  readonly totals: Readonly<Record<string, readonly number[]>>;
}

interface TalliedMetric {
  readonly key: string;
  readonly metric: Instance<MetricDefinition>;
}

export class Tally {
  private rows = 0;
  private readonly totals = new Map<string, Float64Array>();
  private readonly metrics: readonly TalliedMetric[];
  private readonly lossOutputs: readonly string[];

  constructor(model: ModelIR, train: TrainIR) {
    this.metrics = model.outputs.flatMap(({ name }) =>
      (train.metrics[name] ?? []).map((metric) => ({ key: metricKey(model, name, metric), metric })),
    );
    this.lossOutputs = loggedTerms(train);
  }

  /** Takes in the outputs of a program that has just run over `rows` rows. */
  add(program: BoundProgram, rows: number): void {
    this.rows += rows;
    for (const [name, values] of Object.entries(program.outputs)) {
      if (isWatchOutput(name)) continue;
      this.addTo(name, values, name.startsWith("metric/") ? 1 : rows);
    }
  }

  private addTo(name: string, values: NumberArray, weight: number): void {
    const total = this.totals.get(name) ?? new Float64Array(values.length);
    this.totals.set(name, total);
    for (let i = 0; i < values.length; i++) total[i] = (total[i] as number) + (values[i] as number) * weight;
  }

  logs(): Logs {
    const logs: Record<string, number> = { loss: this.meanOf("loss") };
    for (const output of this.lossOutputs) logs[`${output}_loss`] = this.meanOf(lossOutput(output));
    if (this.totals.has("divergence")) logs.divergence = this.meanOf("divergence");
    for (const { key, metric } of this.metrics) logs[key] = this.resultOf(key, metric);
    return logs;
  }

  save(): TallyState {
    return {
      rows: this.rows,
      totals: Object.fromEntries([...this.totals].map(([name, total]) => [name, [...total]])),
    };
  }

  restore(state: TallyState): void {
    this.rows = state.rows;
    this.totals.clear();
    for (const [name, total] of Object.entries(state.totals)) this.totals.set(name, Float64Array.from(total));
  }

  private meanOf(name: string): number {
    return (this.totals.get(name)?.[0] ?? Number.NaN) / this.rows;
  }

  private resultOf(key: string, metric: Instance<MetricDefinition>): number {
    const prefix = statisticOutput(key, "");
    const statistics = [...this.totals].filter(([name]) => name.startsWith(prefix));
    const totals = Object.fromEntries(statistics.map(([name, total]) => [name.slice(prefix.length), total]));
    return metric.word.result(metric.params, totals);
  }
}
