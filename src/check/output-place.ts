/** An output as rules see it: its value's last activation, its loss, its target, with the places where they are written. */
import type { Related } from "../base/diagnostic.ts";
import type { Dim } from "../base/dim.ts";
import { spanText } from "../base/source.ts";
import type { LossFacts } from "../library/loss.ts";
import type { MetricDefinition } from "../library/metric.ts";
import type { LossTerm, ModelIR, OutputIR } from "../model/ir.ts";
import { lossFacts } from "../model/loss-facts.ts";
import type { Instance } from "../words/word.ts";
import type { ActivationUse, End, ModelGraph } from "./model-graph.ts";

export interface OutputPlace {
  readonly ir: OutputIR;
  readonly end: End;
  /** The last activation, where it is known and not the identity. */
  readonly activation?: ActivationUse;
  /** Size of the value's last axis; absent for a scalar a row. */
  readonly units?: Dim;
  readonly loss?: LossPlace;
  readonly metrics: readonly Instance<MetricDefinition>[];
}

export interface LossPlace {
  readonly term: LossTerm;
  readonly facts: LossFacts;
  readonly name: string;
}

export function outputPlace(model: ModelIR, graph: ModelGraph, ir: OutputIR): OutputPlace {
  const end = graph.end(ir.value);
  const term = model.train?.losses[ir.name];
  const units = ir.type.shape.at(-1);
  return {
    ir,
    end,
    ...(end.kind === "activation" ? { activation: end.use } : {}),
    ...(units === undefined ? {} : { units }),
    ...(term ? { loss: lossPlace(term) } : {}),
    metrics: model.train?.metrics[ir.name] ?? [],
  };
}

/** The loss takes the output as an amount, not as a score of classes. */
export function asksAmount(loss: LossPlace | undefined): loss is LossPlace {
  return loss?.facts.reads === "number" && loss.facts.task === "regression";
}

function lossPlace(term: LossTerm): LossPlace {
  return { term, facts: lossFacts(term), name: lossName(term) };
}

/** As the file writes it, so that the reader meets their own word again. */
function lossName(term: LossTerm): string {
  const { span, word } = term.loss;
  return (
    (span && /^\w+/.exec(spanText(span))?.[0]) ??
    word.aliases?.find((name) => name.includes("_")) ??
    word.name
  );
}

/** The second place of a finding about output and loss, where the file names the loss. */
export function lossNote(loss: LossPlace, text: string): readonly Related[] {
  const span = loss.term.loss.span;
  return span ? [{ span, text }] : [];
}

/** Where a target is declared, as a second place of a finding. */
export function targetNote(output: OutputPlace, text: string): readonly Related[] {
  return output.ir.targetSpan ? [{ span: output.ir.targetSpan, text }] : [];
}
