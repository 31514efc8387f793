/** How far from 0 the numbers are that enter the network and that it is to predict: by the data's statistics or as declared. */
import type { Span } from "../base/source.ts";
import type { FieldHeader } from "../data/header.ts";
import type { PlannedTerm } from "../data/planned.ts";
import type { InputIR, TensorId } from "../model/ir.ts";
import type { CheckContext } from "./check-context.ts";
import { termRange } from "./data-values.ts";
import type { ModelGraph } from "./model-graph.ts";
import { asksAmount } from "./output-place.ts";

export interface RawValues {
  /** The column, or the input that declares a range. */
  readonly name: string;
  readonly largest: number;
  readonly span: Span;
  /** Absent for a declared range. */
  readonly field?: FieldHeader;
  /** What the data section makes of the column before. */
  readonly transform?: string;
}

/** The features furthest from 0 that reach a learning layer as they are, if any is known to be beyond `bound`. */
export function largeInputs(context: CheckContext, bound: number): RawValues | undefined {
  const raw = context.model.inputs.filter(({ id }) => entersRaw(context.graph, id));
  const planned = context.plan?.inputs ?? [];
  const found = raw.flatMap((input): readonly RawValues[] => {
    const { name, span } = input;
    const range = input.range ?? bytesOf(input);
    const terms = planned.find((end) => end.name === name)?.terms;
    if (terms) return terms.flatMap(termValues);
    // A declared range speaks of raw values, before the data section makes something else of them.
    if (!range || transformsFeatures(context)) return [];
    return [{ name, largest: Math.max(Math.abs(range[0]), Math.abs(range[1])), span }];
  });
  return furthest(found, bound);
}

/** Bytes with places beside each other are pixels; single ones may be flags. */
export function bytesOf({ element, type }: InputIR): readonly [number, number] | undefined {
  return element === "u8" && type.shape.length >= 2 ? [0, 255] : undefined;
}

/** The targets furthest from 0 of outputs that predict quantities, if any is known to be beyond `bound`. */
export function largeTargets(context: CheckContext, bound: number): RawValues | undefined {
  const quantities = context.outputs.filter(({ loss }) => asksAmount(loss));
  const planned = context.plan?.outputs ?? [];
  const found = quantities.flatMap(({ ir }) =>
    (planned.find((end) => end.name === ir.name)?.terms ?? []).flatMap(termValues),
  );
  return furthest(found, bound);
}

function transformsFeatures({ model: { data } }: CheckContext): boolean {
  if (!data) return false;
  if (data.normalize) return true;
  return Object.values(data.features).some(
    ({ terms }) => terms !== "all" && terms.some(({ transform }) => transform !== undefined),
  );
}

function furthest(values: readonly RawValues[], bound: number): RawValues | undefined {
  const beyond = values.filter(({ largest }) => largest > bound);
  return beyond.sort((a, b) => b.largest - a.largest)[0];
}

/** The size of a column's numbers after its transform. */
function termValues(term: PlannedTerm): readonly RawValues[] {
  const range = termRange(term);
  if (!range) return [];
  const largest = Math.max(Math.abs(range.low), Math.abs(range.high));
  const transform = term.transform ? { transform: term.transform.word.name } : {};
  return [{ name: term.field.name, largest, span: term.span, field: term.field, ...transform }];
}

/** Nothing scales, normalises or bends the input before a layer learns from it. */
export function entersRaw(graph: ModelGraph, id: TensorId): boolean {
  const seen = new Set<TensorId>();
  const waiting = [id];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    for (const layer of graph.consumers(next)) {
      const facts = graph.facts(layer);
      // Indices are looked up, not multiplied: what learns without mixing is a table.
      if (facts.learns && facts.mixes) return true;
      if (facts.learns && !facts.normalizes) continue;
      if (!facts.rescales && !facts.normalizes && !graph.bends(layer)) waiting.push(layer.id);
    }
  }
  return false;
}
