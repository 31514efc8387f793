/** How far from 0 the numbers are that enter the network and that it is to predict: by the data's statistics or as declared. */
import type { Span } from "../base/source.ts";
import { type PlannedTerm, planFields } from "../data/plan.ts";
import type { TensorId } from "../model/ir.ts";
import type { CheckContext } from "./check-context.ts";
import type { ModelGraph } from "./model-graph.ts";

export interface RawValues {
  /** The column, or the input that declares a range. */
  readonly name: string;
  readonly largest: number;
  readonly span: Span;
}

/** The features furthest from 0 that reach a learning layer as they are, if any is known to be beyond `bound`. */
export function largeInputs(context: CheckContext, bound: number): RawValues | undefined {
  const raw = context.model.inputs.filter(({ id }) => entersRaw(context.graph, id));
  const planned = plan(context)?.inputs ?? [];
  const found = raw.flatMap(({ name, range, span }): readonly RawValues[] => {
    const terms = planned.find((end) => end.name === name)?.terms;
    if (terms) return terms.flatMap(termValues);
    // A declared range speaks of raw values; what the data section makes of them is not known here.
    if (!range || context.model.data) return [];
    return [{ name, largest: Math.max(Math.abs(range[0]), Math.abs(range[1])), span }];
  });
  return furthest(found, bound);
}

/** The targets furthest from 0 of outputs that predict quantities, if any is known to be beyond `bound`. */
export function largeTargets(context: CheckContext, bound: number): RawValues | undefined {
  const quantities = context.outputs.filter(({ loss }) => loss?.facts.reads === "number");
  const planned = plan(context)?.outputs ?? [];
  const found = quantities.flatMap(({ ir }) =>
    (planned.find((end) => end.name === ir.name)?.terms ?? []).flatMap(termValues),
  );
  return furthest(found, bound);
}

function furthest(values: readonly RawValues[], bound: number): RawValues | undefined {
  const beyond = values.filter(({ largest }) => largest > bound);
  return beyond.sort((a, b) => b.largest - a.largest)[0];
}

function plan({ model, header }: CheckContext) {
  if (!model.data || !header) return undefined;
  const names = {
    inputs: model.inputs.map(({ name }) => name),
    outputs: model.outputs.map(({ name }) => name),
  };
  // What the fields contradict has been reported by the model stage.
  return planFields(model.data, header.fields, names, () => {});
}

/** The size of a column's numbers after its transform, which is fitted here to the two ends of the column. */
function termValues({ field, transform, categorical, span }: PlannedTerm): readonly RawValues[] {
  if (categorical || !field.statistics) return [];
  const { minimum, maximum } = field.statistics;
  let ends = [minimum, maximum];
  if (transform) {
    const affine = transform.word.affine?.(
      transform.word.fit(transform.params, { values: Float64Array.of(minimum, maximum) }),
    );
    if (!affine) return [];
    ends = ends.map((value) => value * affine.scale + affine.offset);
  }
  return [{ name: field.name, largest: Math.max(...ends.map(Math.abs)), span }];
}

/** Nothing scales, normalises or bends the input before a layer learns from it. */
function entersRaw(graph: ModelGraph, id: TensorId): boolean {
  const seen = new Set<TensorId>();
  const waiting = [id];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    for (const layer of graph.consumers(next)) {
      const facts = graph.facts(layer);
      if (facts.learns) return true;
      if (!facts.rescales && !facts.normalizes && !graph.bends(layer)) waiting.push(layer.id);
    }
  }
  return false;
}
