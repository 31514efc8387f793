/**
 * The loop over a sequence: what SimpleRNN, GRU, LSTM, RNN and ConvLSTM have in common. Steps are laid out one after another in
 * the graph, so the length of a sequence is part of a program; kernels of equal shape are shared, so code does not grow
 * with it.
 */
import { type Dim, equalShapes, type Shape, showShape } from "../base/dim.ts";
import type { Node } from "../tensor/node.ts";
import type { Params } from "../words/param.ts";
import type { Instance } from "../words/word.ts";
import { at, type CellBehaviour, type CellState, together } from "./cell.ts";
import { type InnerLayer, innerContext } from "./inner-layers.ts";
import {
  type LayerFacts,
  type LowerContext,
  ShapeProblem,
  type TensorSpec,
  type WeightSpec,
} from "./layer.ts";
import type { RegularizerDefinition } from "./regularizer.ts";
import type { OneOrSeveral } from "./results.ts";

/** A cell of a layer; several stand on one another. */
export interface PlacedCell {
  readonly behaviour: CellBehaviour<Params>;
  readonly params: Params;
  /** The layer that it is inside its owner, where it is one: its weights are under that name. */
  readonly inner?: InnerLayer;
}

/** What the loop reads of a layer's arguments. */
export interface RecurrentParams {
  readonly return_sequences: boolean;
  readonly return_state: boolean;
  readonly go_backwards: boolean;
  readonly activity_regularizer?: Instance<RegularizerDefinition> | null;
  readonly zero_output_for_mask?: boolean;
}

/** Throws ShapeProblem where what comes in is no sequence, or not with the states of these cells. */
export function recurrentShape(
  name: string,
  cells: readonly PlacedCell[],
  params: RecurrentParams,
  inputs: readonly TensorSpec[],
): OneOrSeveral<TensorSpec> {
  const { steps, one } = stepsOf(name, cells, inputs);
  const states = statesOf(cells, one);
  checkInitial(name, states.flat(), inputs.slice(1));
  const [output] = states.at(-1) as readonly CellState[];
  const shape = [...(params.return_sequences ? [steps] : []), ...(output as CellState).shape];
  const spec: TensorSpec = { shape, dtype: "float" };
  if (!params.return_state) return spec;
  const named = states
    .flat()
    .map((state): [string, TensorSpec] => [state.name, { shape: state.shape, dtype: "float" }]);
  return { results: { output: spec, ...Object.fromEntries(named) } };
}

export function recurrentWeights(
  name: string,
  cells: readonly PlacedCell[],
  inputs: readonly TensorSpec[],
): Readonly<Record<string, WeightSpec>> {
  const { one } = stepsOf(name, cells, inputs);
  const weights: Record<string, WeightSpec> = {};
  let shape = one;
  for (const { behaviour, params, inner } of cells) {
    for (const [key, spec] of Object.entries(behaviour.weights(params, shape))) {
      weights[inner ? `${inner.name}/${key}` : key] = {
        ...spec,
        trainable: spec.trainable && (inner?.trainable ?? true),
      };
    }
    shape = outputShape(behaviour.states(params, shape));
  }
  return weights;
}

export function lowerRecurrent<P extends RecurrentParams>(
  context: LowerContext<P>,
  cells: readonly PlacedCell[],
): OneOrSeveral<Node> {
  const { g, params, inputs, float } = context;
  const [x, ...given] = inputs.map((node) => g.cast(node, float)) as [Node, ...Node[]];
  const run = runCells(context, cells, timeFirst(context, x), given);
  const outputs = params.return_sequences
    ? timeFirst(context, together(g, run.outputs))
    : (run.outputs.at(-1) as Node);
  const results = { output: outputs, ...run.states };
  const activity = params.activity_regularizer;
  if (activity) {
    for (const node of params.return_state ? Object.values(results) : [outputs]) {
      const penalty = activity.word.penalty(g, activity.params, node);
      context.addLoss(g.div(penalty, node.shape[0] as number));
    }
  }
  return params.return_state ? { results } : outputs;
}

/** Every step of a sequence keeps its mask; a last state has none. */
export function recurrentMask({ params, masks }: LowerContext<RecurrentParams>): Node | undefined {
  return params.return_sequences ? masks[0] : undefined;
}

/** For the facts of a recurrent layer: which of its states it gives. */
export function givenSteps({ return_sequences }: RecurrentParams): Pick<LayerFacts, "steps"> {
  return { steps: { gives: return_sequences ? "each" : "last", param: "return_sequences" } };
}

interface Run {
  /** In the order of reading. */
  readonly outputs: readonly Node[];
  /** The last ones, by name. */
  readonly states: Readonly<Record<string, Node>>;
}

/** Cells that stand on one another run one after another over the whole sequence: none needs what a later one makes. */
function runCells(
  context: LowerContext<RecurrentParams>,
  cells: readonly PlacedCell[],
  sequence: Node,
  given: readonly Node[],
): Run {
  const { g, params, float } = context;
  const [steps = 1, batch = 1, ...step] = sequence.shape;
  const times = Array.from({ length: steps }, (_, i) => (params.go_backwards ? steps - 1 - i : i));
  const kept = stepMasks(context, times);
  const all = statesOf(cells, step);
  const initial = [...given];
  const states: Record<string, Node> = {};
  let order: readonly number[] = times;
  let flowing = sequence;
  let outputs: readonly Node[] = [];
  for (const [k, cell] of cells.entries()) {
    const own = all[k] as readonly CellState[];
    const start = own.map(
      ({ shape }) => initial.shift() ?? g.constant(0, [batch, ...(shape as readonly number[])], float),
    );
    const run = runCell(context, cell, { sequence: flowing, order, kept, start });
    own.forEach(({ name }, i) => {
      states[name] = run.states[i] as Node;
    });
    outputs = run.outputs;
    if (k === cells.length - 1) break;
    flowing = together(g, outputs);
    order = outputs.map((_, i) => i);
  }
  return { outputs, states };
}

function runCell(
  context: LowerContext<RecurrentParams>,
  { behaviour, params, inner }: PlacedCell,
  loop: {
    readonly sequence: Node;
    readonly order: readonly number[];
    readonly kept: readonly Node[] | undefined;
    readonly start: readonly Node[];
  },
): { readonly outputs: readonly Node[]; readonly states: readonly Node[] } {
  const { g } = context;
  const own = inner ? innerContext(context, inner, { inputs: [], masks: [] }) : { ...context, params };
  const step = behaviour.begin(own, loop.sequence);
  const outputs: Node[] = [];
  let states = loop.start;
  loop.order.forEach((time, i) => {
    const next = step(time, states);
    const keep = loop.kept?.[i];
    // A step that does not count leaves all as it was.
    const before = states;
    states = keep
      ? next.map((state, k) => g.where(spread(context, keep, state), state, before[k] as Node))
      : next;
    const zero = keep && context.params.zero_output_for_mask;
    const [output] = zero ? [g.where(spread(context, keep, next[0] as Node), next[0] as Node, 0)] : states;
    outputs.push(output as Node);
  });
  return { outputs, states };
}

/** One number a row, over all elements of the row. */
function spread({ g }: Pick<LowerContext<unknown>, "g">, rows: Node, like: Node): Node {
  const column = g.reshape(rows, [rows.shape[0] as number, ...like.shape.slice(1).map(() => 1)]);
  return g.broadcast(column, like.shape);
}

/** Which rows count at each step, in the order of reading. */
function stepMasks(
  { g, masks: [mask] }: Pick<LowerContext<unknown>, "g" | "masks">,
  times: readonly number[],
): readonly Node[] | undefined {
  if (mask === undefined) return undefined;
  const inside = mask.shape.slice(2).map((_, i) => i + 2);
  const steps = g.transpose(inside.length > 0 ? g.reduceMax(mask, inside) : mask, [1, 0]);
  return times.map((time) => at(g, steps, time));
}

/** `[batch, steps, …]` to `[steps, batch, …]`, and back. */
function timeFirst({ g }: Pick<LowerContext<unknown>, "g">, x: Node): Node {
  return g.transpose(
    x,
    x.shape.map((_, axis) => (axis < 2 ? 1 - axis : axis)),
  );
}

/** Of each cell, for one step of that shape. Names are unique: those of several cells begin with the cell's. */
function statesOf(cells: readonly PlacedCell[], step: Shape): readonly (readonly CellState[])[] {
  let shape = step;
  return cells.map(({ behaviour, params, inner }) => {
    const states = behaviour.states(params, shape);
    shape = outputShape(states);
    if (cells.length === 1) return states;
    const name = inner?.name.replaceAll("/", "_") ?? "cell";
    return states.map((state) => ({ ...state, name: `${name}_${state.name}` }));
  });
}

function outputShape(states: readonly CellState[]): Shape {
  return (states[0] as CellState).shape;
}

function stepsOf(
  name: string,
  cells: readonly PlacedCell[],
  [x]: readonly TensorSpec[],
): { readonly steps: Dim; readonly one: Shape } {
  const rank = cells[0]?.behaviour.rank ?? 1;
  const shape = x?.shape ?? [];
  const [steps, ...one] = shape;
  if (steps !== undefined && one.length === rank) return { steps, one };
  const wanted = rank === 1 ? "[steps, features]" : `[steps, ${"length, ".repeat(rank - 1)}channels]`;
  throw new ShapeProblem(
    "rank-mismatch",
    `${name} reads a sequence, ${wanted}, but ${showShape(shape)} comes in`,
    {
      label: `needs ${rank + 1} axes, not ${shape.length}`,
      help:
        rank === 1 ? helpFor(x, shape) : `declare the input as f32[T, ${"size, ".repeat(rank - 1)}channels]`,
    },
  );
}

function helpFor(x: TensorSpec | undefined, shape: Shape): string {
  if (shape.length > 2) {
    return "write TimeDistributed(Flatten()) before it to make one vector of each step, or use ConvLSTM2D for images";
  }
  if (shape.length === 0) return "declare the input as f32[T, features]";
  return x?.dtype === "i32"
    ? "numbers of words become vectors by `Embedding(words, 32)` before it"
    : "where each number is a step, write Reshape([-1, 1]) before it; where they number words, Embedding(words, 32)";
}

function checkInitial(name: string, states: readonly CellState[], given: readonly TensorSpec[]): void {
  if (given.length === 0) return;
  const order = `[x, ${states.map((state) => state.name).join(", ")}]`;
  if (given.length !== states.length) {
    const count = states.length === 1 ? "one state" : `${states.length} states`;
    throw new ShapeProblem(
      "wrong-arity",
      `${name} begins with ${count}, and ${given.length} ${given.length === 1 ? "is" : "are"} given`,
      { label: `the order is ${order}`, help: "give the sequence alone to begin with zeros" },
    );
  }
  const odd = states.findIndex(({ shape }, i) => !equalShapes(shape, given[i]?.shape ?? []));
  if (odd < 0) return;
  const state = states[odd] as CellState;
  throw new ShapeProblem(
    "shape-mismatch",
    `the state ${state.name} of ${name} is ${showShape(state.shape)}, and ${showShape(given[odd]?.shape ?? [])} is given`,
    { label: `the order is ${order}` },
  );
}
