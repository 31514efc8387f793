/** Loss terms and metric statistics of the outputs, over one batch. */
import { maskOver } from "../library/masks.ts";
import type { LossTerm, ModelIR, OutputIR, TrainIR } from "../model/ir.ts";
import { lossFacts, targetShape } from "../model/loss-facts.ts";
import { metricKey } from "../model/monitors.ts";
import type { Builder } from "../tensor/builder.ts";
import type { Node } from "../tensor/node.ts";
import { type FloatType, sizeOf } from "../tensor/types.ts";
import type { Forward } from "./forward.ts";
import { reduceLoss } from "./reduce-loss.ts";
import { concreteShape } from "./weight-layout.ts";

export interface Objective {
  /** Mean over the rows, weight of the term included, by name of output. Scalars; with `divergence` they add up to `loss`. */
  readonly terms: Readonly<Record<string, Node>>;
  /** Of posteriors from their priors, weighted as in the loss, of which it is a part; absent where no loss takes it in. */
  readonly divergence?: Node;
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

/** The target as the loss takes it, `[batch, …]`. */
function targetInput(g: Builder, term: LossTerm, output: OutputIR, batch: number, float: FloatType): Node {
  const shape = concreteShape(targetShape(term, output), `the target of ${output.name}`);
  return g.input(targetName(output.name), [batch, ...shape], targetIsIndex(term) ? "i32" : float);
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
  for (const ir of model.outputs) {
    const { name } = ir;
    const term = train.losses[name];
    if (!term) continue;
    const direct = seen.loss.outputs[name] as Node;
    const output = withUnitAxis(g, direct);
    const target = targetInput(g, term, ir, output.shape[0] as number, options.float);
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
    const { reduction } = term.loss.params;
    const rowWeights = options.rowWeights ? rowWeightsOf(g, name, perRow, options.float) : undefined;
    const weights = withMask(g, perRow, rowWeights, seen.loss.masks[name], reduction);
    terms[name] = scale(g, reduceLoss(g, perRow, weights, reduction), term.weight);
    const judged = withUnitAxis(g, seen.metrics.outputs[name] as Node);
    const distribution = seen.metrics.distributions[name];
    for (const metric of train.metrics[name] ?? []) {
      const draw = seen.metrics.draw(name);
      const mask = seen.metrics.masks[name];
      const { params } = metric;
      statistics[metricKey(model, name, metric)] = {
        ...metric.word.statistics({ g, params, target, output: judged, mask, distribution, draw }),
      };
    }
  }
  const divergence = lowerDivergence(g, train, seen.loss, options);
  return { terms, statistics, ...(divergence ? { divergence } : {}) };
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

/**
 * Places that the mask leaves out weigh nothing; of a mean the others weigh as much more as makes it theirs alone. As in Keras,
 * where none counts the loss is 0.
 */
function withMask(
  g: Builder,
  perRow: Node,
  weights: Node | undefined,
  mask: Node | undefined,
  reduction: unknown = "mean",
): Node | undefined {
  const counts = maskOver(g, mask, perRow);
  if (counts === undefined || mask === undefined) return weights;
  const valid = g.sum(g.cast(mask, perRow.dtype));
  const share = g.where(g.equal(valid, 0), 0, g.div(sizeOf(mask.shape), g.max(valid, 1)));
  const isMean = reduction === "mean" || reduction === "sum_over_batch_size";
  const own = isMean ? g.where(counts, share, 0) : counts;
  return weights === undefined ? own : g.mul(own, weights);
}

/** One for each row, to be multiplied with its values. */
function rowWeightsOf(g: Builder, output: string, perRow: Node, float: FloatType): Node {
  const rows = perRow.shape[0] as number;
  const weights = g.input(rowWeightName(output), [rows], float);
  return g.reshape(weights, [rows, ...perRow.shape.slice(1).map(() => 1)]);
}

function scale(g: Builder, term: Node, weight: number): Node {
  return weight === 1 ? term : g.mul(term, weight);
}
