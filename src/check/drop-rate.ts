/** Layers that drop a share of their input while training. */
import type { LayerIR } from "../model/ir.ts";
import type { ModelGraph } from "./model-graph.ts";

/** The share, or undefined for layers that drop nothing. */
export function dropRate(layer: LayerIR, graph: ModelGraph): number | undefined {
  const { rate } = layer.layer.params;
  return graph.facts(layer).regularizes && typeof rate === "number" && rate > 0 ? rate : undefined;
}
