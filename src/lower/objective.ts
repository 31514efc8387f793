/** Loss terms and metric statistics of the outputs, over one batch. */
import type { LossTerm, ModelIR, TrainIR } from "../model/ir.ts";
import { lossFacts } from "../model/loss-facts.ts";
import { metricKey } from "../model/monitors.ts";
import type { Builder } from "../tensor/builder.ts";
import type { Node } from "../tensor/node.ts";
import type { FloatType } from "../tensor/types.ts";
import type { Forward } from "./forward.ts";

export interface Objective {
  /** Mean over the rows, weight of the term included, by name of output. Scalars; with `divergence` they add up to `loss`. */
  readonly terms: Readonly<Record<string, Node>>;
  /** Of posteriors from their priors, weighted as in the loss, of which it is a part; absent where no loss takes it in. */
  readonly divergence?: Node;
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
export function targetIsIndex(term: LossTerm): boolean {
  return lossFacts(term).targets.includes("class");
}

/** Shape and type of the target as the loss takes it, from the output's `[batch, …, units]`. */
export function targetType(
  term: LossTerm,
  output: readonly number[],
  float: FloatType,
): { readonly shape: readonly number[]; readonly dtype: FloatType | "i32" } {
  return targetIsIndex(term) ? { shape: output.slice(0, -1), dtype: "i32" } : { shape: output, dtype: float };
}

/** An output of one number a row (shape `[batch]`) meets losses as `[batch, 1]`. */
export function withUnitAxis(g: Builder, output: Node): Node {
  return output.shape.length === 1 ? g.reshape(output, [output.shape[0] as number, 1]) : output;
}

/** What the loss and what the metrics look at: the same network, or in evaluation one with draws and one with means. */
export interface Seen {
  readonly loss: Forward;
  readonly metrics: Forward;
}

export interface ObjectiveOptions {
  readonly float: FloatType;
  readonly rowWeights: boolean;
  /** Rows that are trained on, among which the divergence of weights is divided. */
  readonly rows: number;
}

export function lowerObjective(
  g: Builder,
  model: ModelIR,
  train: TrainIR,
  seen: Seen,
  options: ObjectiveOptions,
): Objective {
  const terms: Record<string, Node> = {};
  const statistics: Record<string, Record<string, Node>> = {};
  for (const { name } of model.outputs) {
    const term = train.losses[name];
    if (!term) continue;
    const direct = seen.loss.outputs[name] as Node;
    const output = withUnitAxis(g, direct);
    const type = targetType(term, output.shape, options.float);
    const target = g.input(targetName(name), type.shape, type.dtype);
    const perRow = term.loss.word.lower({
      g,
      params: term.loss.params,
      target,
      output,
      distribution: seen.loss.distributions[name],
      logits: (activation) => {
        const logits = seen.loss.logits(direct, activation);
        return logits && withUnitAxis(g, logits);
      },
    });
    const weighted = options.rowWeights ? weightRows(g, name, perRow, options.float) : perRow;
    terms[name] = scale(g, g.mean(weighted), term.weight);
    const judged = withUnitAxis(g, seen.metrics.outputs[name] as Node);
    const distribution = seen.metrics.distributions[name];
    for (const metric of train.metrics[name] ?? []) {
      const draw = seen.metrics.draw(name);
      statistics[metricKey(model, name, metric)] = {
        ...metric.word.statistics({ g, params: metric.params, target, output: judged, distribution, draw }),
      };
    }
  }
  const divergence = lowerDivergence(g, train, seen.loss, options);
  const loss = [...Object.values(terms), ...(divergence ? [divergence] : [])].reduce((sum, term) =>
    g.add(sum, term),
  );
  return { terms, loss, statistics, ...(divergence ? { divergence } : {}) };
}

/** Counted once, however many outputs are distributions: they share what is random inside. */
function lowerDivergence(
  g: Builder,
  { losses }: TrainIR,
  { divergences }: Forward,
  { rows }: ObjectiveOptions,
): Node | undefined {
  const term = Object.values(losses).find(({ loss }) => loss.word.bound !== undefined);
  const bound = term?.loss.word.bound?.(term.loss.params);
  const parts = [
    ...divergences.rows.map((each) => g.mean(each)),
    ...divergences.weights.map((each) => g.div(each, rows)),
  ];
  if (!term || !bound || parts.length === 0) return undefined;
  return scale(
    g,
    parts.reduce((sum, part) => g.add(sum, part)),
    term.weight * bound.beta,
  );
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
