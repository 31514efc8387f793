/** How much a layer makes of the spread of its input before it has learned anything. */
import { isKnown } from "../base/dim.ts";
import type { Span } from "../base/source.ts";
import { fansOf } from "../library/fans.ts";
import type { LayerIR } from "../model/ir.ts";
import type { ModelGraph } from "./model-graph.ts";

export interface InitialGain {
  /** Deviation of the weighted sums for inputs of deviation 1: deviation of the weights times the root of the fan-in. */
  readonly gain: number;
  readonly deviation: number;
  readonly fanIn: number;
  readonly path: string;
  readonly span: Span;
}

/** Of a kernel whose initializer the file names; tables of embeddings sum nothing and are left out. */
export function initialGain(layer: LayerIR, graph: ModelGraph): InitialGain | undefined {
  if (!graph.facts(layer).mixes || !layer.trainable) return undefined;
  for (const { name, path, spec } of layer.weights) {
    const { initializer, shape } = spec;
    if (!initializer.span || !spec.trainable || shape.length < 2 || name.includes("bias")) continue;
    if (!shape.every(isKnown)) continue;
    const { fanIn, fanOut } = fansOf(shape);
    const deviation = initializer.word.facts(initializer.params).deviation?.(fanIn, fanOut);
    if (deviation === undefined || deviation === 0) continue;
    return { gain: deviation * Math.sqrt(fanIn), deviation, fanIn, path, span: initializer.span };
  }
  return undefined;
}

/** The initializer that goes with a layer's activation. */
export function usualInitializer(layer: LayerIR, graph: ModelGraph): string {
  const family = graph.activation(layer)?.facts.initializer;
  return family === "he" || family === "lecun" ? `${family}_normal` : "glorot_uniform";
}
