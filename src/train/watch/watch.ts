/**
 * The watch: looks at a training while it goes, and tells what goes wrong, each thing once, with the layer and its line.
 * Most steps are untouched; every so many the step runs in a variant of the program that gives its statistics as well. The
 * weights have the same bits either way.
 */
import type { Diagnostic } from "../../base/diagnostic.ts";
import { type JudgeOptions, judgeWatched } from "../../check/judge-watched.ts";
import { type ModelGraph, modelGraph } from "../../check/model-graph.ts";
import { outputPlace } from "../../check/output-place.ts";
import type { WatchPlace } from "../../check/rule.ts";
import type { Watched, WatchedEpoch, WatchedFailure, WatchedOutput } from "../../check/watched.ts";
import type { Dataset } from "../../data/dataset.ts";
import { type Lowering, lossOutput, programName, trainSection } from "../../lower/programs.ts";
import type { BoundProgram, Session } from "../../runtime/session.ts";
import type { Progress } from "../checkpoint.ts";
import type { Engine } from "../engine.ts";
import { guessOf } from "./guess.ts";
import { LayerReadings } from "./layer-readings.ts";
import { LossTracker } from "./loss-course.ts";
import { type Snapshot, Snapshots, type WatchedBatch } from "./snapshots.ts";
import { traceFailure } from "./trace-failure.ts";

/** One step of so many is watched in a long run; measured, that costs 0.2 % of the steps of a network of three layers. */
const mostSteps = 20;
/** In a short run more of them are, so that there is something to judge by. */
const leastReadings = 25;
/** The state is copied at every so many readings. */
const readingsPerCopy = 5;
/** Weights are called sound while the loss is below so many times the best that it has been. */
const soundFactor = 3;

export interface WatchOptions extends JudgeOptions {
  told?(finding: Diagnostic): void;
}

/** What a watch keeps an eye on. */
export interface WatchedRun {
  readonly lowering: Lowering;
  readonly engine: Engine;
  readonly session: Session;
  readonly dataset: Dataset;
  /** Of a full batch: the size that has a watched program. */
  readonly rows: number;
  /** Of the whole training. */
  readonly steps: number;
}

export class Watch {
  private readonly graph: ModelGraph;
  private readonly loss = new LossTracker();
  private readonly readings: LayerReadings;
  private readonly snapshots: Snapshots;
  private readonly epochs: WatchedEpoch[] = [];
  /** Rules that have spoken, with the step. */
  private readonly told = new Map<string, number>();
  private outputs: readonly WatchedOutput[] = [];
  private count = 0;
  /** The first full batch from this step on is watched. */
  private next = 1;
  private step = 0;
  private fresh: Diagnostic[] = [];

  constructor(
    private readonly run: WatchedRun,
    private readonly options: WatchOptions,
  ) {
    const { model, layout } = run.lowering;
    this.graph = modelGraph(model);
    this.readings = new LayerReadings(model, layout);
    this.snapshots = new Snapshots(run.session.state);
  }

  /** The program that a step is to run. `progress` is asked for where the state before the step is copied. */
  programFor({ step, rows }: Pick<WatchedBatch, "step" | "rows">, progress: () => Progress): string {
    const due = step >= this.next && rows === this.run.rows;
    if (this.step === 0 || (due && this.count % readingsPerCopy === 0)) this.snapshots.take(progress());
    if (!due) return programName("train", rows);
    this.next = step + Math.max(1, Math.min(mostSteps, Math.floor(this.run.steps / leastReadings)));
    return programName("watch", rows);
  }

  /** After a step, and before anybody reads its loss. */
  ran(batch: WatchedBatch, program: BoundProgram): void {
    this.snapshots.ran(batch);
    const loss = program.outputs.loss?.[0] as number;
    if (!Number.isFinite(loss)) return;
    const isFirst = this.step === 0;
    this.step = batch.step;
    this.loss.add(loss);
    this.snapshots.confirm(this.loss.isSound(soundFactor));
    if (isFirst) {
      this.outputs = this.firstLosses(program);
      this.judge("firstBatch");
    }
    if (program.name !== programName("watch", batch.rows)) return;
    this.count += 1;
    this.readings.add(program, batch.learningRate > 0 && !this.gathers());
    this.judge("reading");
  }

  /** After an epoch and its validation. */
  epoch(epoch: WatchedEpoch): void {
    this.epochs.push(epoch);
    this.judge("epoch");
  }

  /** Findings since this was last asked. */
  takeFindings(): readonly Diagnostic[] {
    const { fresh } = this;
    this.fresh = [];
    return fresh;
  }

  /** The loss is no number: says where it began, unless that is silenced. `kept` is the last sound state, where there is one. */
  async failed(
    batch: WatchedBatch,
    epoch: number,
    loss: number,
  ): Promise<{ readonly kept: Snapshot | undefined; readonly told: boolean }> {
    const { kept } = this.snapshots;
    const batches = this.snapshots.since();
    const { lowering, engine } = this.run;
    const origin = kept && batches ? await traceFailure(lowering, engine, kept, batches) : undefined;
    const keptStep = kept?.progress.step ?? 0;
    const failure = { step: batch.step, epoch, loss, keptStep, ...(origin ? { origin } : {}) };
    const findings = this.judge("failure", failure);
    return { kept, told: findings.some(({ severity }) => severity !== "hint") };
  }

  /** Findings that an earlier part of the run has told. */
  knows(findings: readonly Pick<Diagnostic, "rule">[]): void {
    for (const { rule } of findings) this.told.set(rule, 0);
  }

  /** What is news of it. */
  private judge(place: WatchPlace, failure?: WatchedFailure): readonly Diagnostic[] {
    const news: Diagnostic[] = [];
    for (const finding of judgeWatched(this.watched(failure), place, this.options)) {
      const { rule } = finding;
      // A rule speaks once, of all the layers that it sees then: what follows from the first symptom is no news.
      const step = this.told.get(rule) ?? this.step;
      if (step !== this.step) continue;
      this.told.set(rule, step);
      news.push(finding);
      this.options.told?.(finding);
    }
    this.fresh.push(...news);
    return news;
  }

  private watched(failure: WatchedFailure | undefined): Watched {
    const { model } = this.run.lowering;
    return {
      model,
      graph: this.graph,
      train: trainSection(model),
      step: this.step,
      steps: this.run.steps,
      loss: this.loss.course(),
      outputs: this.outputs,
      layers: this.readings.layers,
      readings: this.count,
      epochs: this.epochs,
      ...(failure ? { failure } : {}),
    };
  }

  private firstLosses(program: BoundProgram): readonly WatchedOutput[] {
    const { model, rowWeights } = this.run.lowering;
    return model.outputs.flatMap((ir) => {
      const place = outputPlace(model, this.graph, ir);
      if (!place.loss) return [];
      const firstLoss = (program.outputs[lossOutput(ir.name)]?.[0] as number) / place.loss.term.weight;
      const guess = rowWeights ? undefined : guessOf(place, this.run.dataset.train);
      return [{ place, firstLoss, ...(guess ? { guess } : {}) }];
    });
  }

  /** Several batches make one update: most steps move nothing. */
  private gathers(): boolean {
    return Boolean(trainSection(this.run.lowering.model).optimizer.params.gradient_accumulation_steps);
  }
}
