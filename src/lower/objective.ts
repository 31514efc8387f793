/** Loss terms and metric statistics of the outputs, over one batch. */
import type { LossDefinition } from "../library/loss.ts";
import type { ModelIR, TrainIR } from "../model/ir.ts";
import { metricKey } from "../model/monitors.ts";
import type { Builder } from "../tensor/builder.ts";
import type { Node } from "../tensor/node.ts";
import type { FloatType } from "../tensor/types.ts";
import type { Instance } from "../words/word.ts";
import type { Forward } from "./forward.ts";

export interface Objective {
  /** Mean over the rows, weight of the term included, by name of output. Scalars; they add up to `loss`. */
  readonly terms: Readonly<Record<string, Node>>;
  readonly loss: Node;
  /** By `metricKey`, then by statistic. */
  readonly statistics: Readonly<Record<string, Readonly<Record<string, Node>>>>;
}

export function targetName(output: string): string {
  return `target/${output}`;
}

export function rowWeightName(output: string): string {
  return `row-weight/${output}`;
}

/** Class indices where the loss wants them, else numbers of the output's own shape. */
export function targetIsIndex(loss: Instance<LossDefinition>): boolean {
  return loss.word.facts(loss.params).targets.includes("class");
}

/** Shape and type of the target as the loss takes it, from the output's `[batch, …, units]`. */
export function targetType(
  loss: Instance<LossDefinition>,
  output: readonly number[],
  float: FloatType,
): { readonly shape: readonly number[]; readonly dtype: FloatType | "i32" } {
  return targetIsIndex(loss) ? { shape: output.slice(0, -1), dtype: "i32" } : { shape: output, dtype: float };
}

/** An output of one number a row (shape `[batch]`) meets losses as `[batch, 1]`. */
export function withUnitAxis(g: Builder, output: Node): Node {
  return output.shape.length === 1 ? g.reshape(output, [output.shape[0] as number, 1]) : output;
}

export function lowerObjective(
  g: Builder,
  model: ModelIR,
  train: TrainIR,
  forward: Forward,
  options: { readonly float: FloatType; readonly rowWeights: boolean },
): Objective {
  const terms: Record<string, Node> = {};
  const statistics: Record<string, Record<string, Node>> = {};
  for (const { name } of model.outputs) {
    const direct = forward.outputs[name] as Node;
    const output = withUnitAxis(g, direct);
    const term = train.losses[name];
    if (!term) continue;
    const type = targetType(term.loss, output.shape, options.float);
    const target = g.input(targetName(name), type.shape, type.dtype);
    const perRow = term.loss.word.lower({
      g,
      params: term.loss.params,
      target,
      output,
      logits: (activation) => {
        const logits = forward.logits(direct, activation);
        return logits && withUnitAxis(g, logits);
      },
    });
    const weighted = options.rowWeights ? weightRows(g, name, perRow, options.float) : perRow;
    terms[name] = scale(g, g.mean(weighted), term.weight);
    for (const metric of train.metrics[name] ?? []) {
      statistics[metricKey(model, name, metric)] = {
        ...metric.word.statistics({ g, params: metric.params, target, output }),
      };
    }
  }
  const loss = [...Object.values(terms)].reduce((sum, term) => g.add(sum, term));
  return { terms, loss, statistics };
}

/** Keras divides by the number of elements, not by the sum of the weights. */
function weightRows(g: Builder, output: string, perRow: Node, float: FloatType): Node {
  const rows = perRow.shape[0] as number;
  const weights = g.input(rowWeightName(output), [rows], float);
  return g.mul(perRow, g.reshape(weights, [rows, ...perRow.shape.slice(1).map(() => 1)]));
}

function scale(g: Builder, term: Node, weight: number): Node {
  return weight === 1 ? term : g.mul(term, weight);
}
