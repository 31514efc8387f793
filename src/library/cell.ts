/**
 * Cells: what a recurrent layer repeats at every step of a sequence. A cell is a layer definition with this behaviour; the
 * loop around it is in `recurrent.ts`.
 */
import type { Shape } from "../base/dim.ts";
import type { Builder } from "../tensor/builder.ts";
import type { Node } from "../tensor/node.ts";
import type { InnerLayers } from "./inner-layers.ts";
import type { LowerContext, WeightSpec } from "./layer.ts";

export interface CellState {
  readonly name: string;
  readonly shape: Shape;
}

export type CellContext<P> = Pick<
  LowerContext<P>,
  "g" | "params" | "weights" | "training" | "float" | "random" | "activate"
>;

/** From the states before the step with this number to those after it. */
export type Step = (time: number, states: readonly Node[]) => readonly Node[];

export interface CellBehaviour<P> {
  /** How many axes one step has, without the batch. */
  readonly rank: number;
  /** In Keras' order; the first is also what the cell gives out. */
  states(params: P, input: Shape): readonly CellState[];
  weights(params: P, input: Shape): Readonly<Record<string, WeightSpec>>;
  /**
   * Computes for all steps of `[steps, batch, …]` at once what needs no state, and gives what is left of a step. Dropout
   * masks are drawn here: all steps share them.
   */
  begin(context: CellContext<P>, sequence: Node): Step;
}

/** Cells on one another, each reading what the one before gives. */
export interface StackedCells<P> {
  cells(params: P): InnerLayers;
}

/** Labels of axes in contractions over gates. */
const [time, row, feature, gate, unit] = [0, 1, 2, 3, 4] as const;

/**
 * `[…, rows, features]` by a kernel `[features, gates * units]` whose gates lie side by side, as `[…, gates, rows, units]`: a
 * gate is then one piece of memory. With a mask for every gate, `[gates, rows, features]`, each gate sees its own; with one,
 * `[1, rows, features]`, all see the same.
 */
export function projectGates(g: Builder, x: Node, kernel: Node, gates: number, mask?: Node): Node {
  const [rows = 1, features = 1] = x.shape.slice(-2);
  const lead = x.shape.slice(0, -2);
  const steps = lead.map(() => time);
  const apart = g.reshape(kernel, [features, gates, (kernel.shape[1] as number) / gates]);
  const own = mask !== undefined && mask.shape[0] !== 1;
  const dropped =
    mask === undefined
      ? x
      : own
        ? g.mul(g.reshape(x, [...lead, 1, rows, features]), mask)
        : g.mul(x, g.reshape(mask, [rows, features]));
  return g.contract(dropped, apart, {
    a: [...steps, ...(own ? [gate] : []), row, feature],
    b: [feature, gate, unit],
    result: [...steps, gate, row, unit],
  });
}

interface GatedParams {
  readonly dropout: number;
  readonly recurrent_dropout: number;
  readonly seed: number | null;
}

/**
 * What a cell begins with: the inputs' share of the sums of all gates, the kernel of the state, the bias and the mask of the
 * state. As Keras, every gate has a mask of its own where the state is dropped too, else all share one.
 */
export function beginGates(context: CellContext<GatedParams>, sequence: Node, gates: number) {
  const { g, params, weights } = context;
  const { kernel, recurrent_kernel: recurrent, bias } = weights;
  if (kernel === undefined || recurrent === undefined) throw new Error("a cell is lowered with its kernels");
  const [, batch = 1, features = 1] = sequence.shape;
  const units = recurrent.shape[0] as number;
  const { dropout, recurrent_dropout, seed } = params;
  const count = recurrent_dropout > 0 ? gates : 1;
  const dropped = dropMasks(context, "dropout", dropout, seed, [count, batch, features]);
  const kept = dropMasks(context, "recurrent dropout", recurrent_dropout, seed, [count, batch, units]);
  return { sums: projectGates(g, sequence, kernel, gates, dropped), recurrent, bias, units, kept };
}

/** One of the first axis, without it: a step of a sequence, a gate of several. */
export function at(g: Builder, x: Node, index: number): Node {
  const [, ...rest] = x.shape;
  const start = new Array<number>(x.shape.length).fill(0).with(0, index);
  return g.reshape(g.slice(x, start, [1, ...rest]), rest);
}

/** Tensors of one shape along a new first axis. */
export function together(g: Builder, nodes: readonly Node[]): Node {
  return g.concat(
    nodes.map((node) => g.reshape(node, [1, ...node.shape])),
    0,
  );
}

/** `[count, …shape]` of 0 for what is dropped and more than 1 for the rest; undefined where nothing is. */
export function dropMasks(
  { g, training, random }: Pick<LowerContext<unknown>, "g" | "training" | "random">,
  purpose: string,
  rate: number,
  seed: number | null,
  shape: readonly number[],
): Node | undefined {
  if (!training || rate === 0) return undefined;
  const chance = random(seed === null ? purpose : `${purpose} ${seed}`, shape);
  return g.where(g.less(chance, rate), 0, g.constant(1 / (1 - rate), shape, chance.dtype));
}
