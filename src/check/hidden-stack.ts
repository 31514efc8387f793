/** Runs of hidden layers that follow each other without a skip: what depth does to signals and gradients happens there. */
import type { LayerIR, ModelIR } from "../model/ir.ts";
import type { ActivationUse, ModelGraph } from "./model-graph.ts";

/** A hidden layer with the activation that bends it, which may be a stage of its own behind it. */
export interface HiddenLayer {
  readonly layer: LayerIR;
  readonly use: ActivationUse;
}

/**
 * For each output the hidden layers before it, the first one first, as far as each tensor has one source. A layer that
 * normalises cuts the run: the scale of what comes out of it does not depend on what came in.
 */
export function hiddenStacks(model: ModelIR, graph: ModelGraph): readonly (readonly HiddenLayer[])[] {
  const ends = [...new Set(model.outputs.map(({ value }) => value))];
  return ends.flatMap((end) => stacksBefore(end, graph)).filter((stack) => stack.length > 0);
}

function stacksBefore(end: string, graph: ModelGraph): readonly (readonly HiddenLayer[])[] {
  const stacks: HiddenLayer[][] = [[]];
  let bend: ActivationUse | undefined;
  let outputSeen = false;
  for (const layer of graph.chainBefore(end)) {
    const facts = graph.facts(layer);
    const use = graph.activation(layer);
    const own = use?.facts.nonlinear ? use : undefined;
    if (facts.normalizes) stacks.push([]);
    if (!facts.learns) {
      bend = own ?? bend;
      continue;
    }
    const hidden = own ?? bend;
    bend = undefined;
    if (!outputSeen) outputSeen = true;
    else if (facts.nonlinear || !hidden) stacks.push([]);
    else stacks.at(-1)?.push({ layer, use: hidden });
  }
  return stacks.map((stack) => stack.reverse());
}
