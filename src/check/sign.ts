/** What is known of the sign of a tensor: from activations, operators, and layers that only move or reduce. */
import type { Sign } from "../library/layer.ts";
import type { LayerIR, TensorId } from "../model/ir.ts";
import type { ModelGraph } from "./model-graph.ts";

/** Undefined where nothing can be told. */
export function signOf(graph: ModelGraph, id: TensorId): Sign | undefined {
  const layer = graph.producer(id);
  return layer && signOfLayer(graph, layer);
}

function signOfLayer(graph: ModelGraph, layer: LayerIR): Sign | undefined {
  const facts = graph.facts(layer);
  const use = graph.activation(layer);
  const [low] = use?.facts.range ?? [Number.NEGATIVE_INFINITY];
  if (use && low >= 0) return use.facts.dies && low === 0 ? "nonnegative" : "positive";
  const inputs = (): readonly (Sign | undefined)[] => layer.inputs.map((input) => signOf(graph, input));
  if (facts.sign) return facts.sign(inputs());
  if (use?.facts.nonlinear || facts.learns || facts.normalizes) return "any";
  const passes = facts.rearranges || facts.pools || use !== undefined;
  return passes && layer.inputs.length === 1 ? inputs()[0] : undefined;
}
