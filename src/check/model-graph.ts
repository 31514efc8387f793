/** The network as rules ask about it: who makes a tensor, who takes it, and what each layer's definition says of itself. */
import type { Span } from "../base/source.ts";
import type { ActivationDefinition, ActivationFacts } from "../library/activation.ts";
import type { LayerFacts, TensorSpec } from "../library/layer.ts";
import { type LayerIR, type ModelIR, type OutputIR, resultIds, type TensorId } from "../model/ir.ts";
import type { Instance } from "../words/word.ts";

/** An activation where it is used: the argument of a layer, or a stage of its own. */
export interface ActivationUse {
  readonly activation: Instance<ActivationDefinition>;
  readonly facts: ActivationFacts;
  readonly layer: LayerIR;
  /** The parameter of `layer` that holds it. */
  readonly param: string;
  /** Where it is written; the layer where it is a default. */
  readonly span: Span;
  readonly written: boolean;
}

/** What stands last before a tensor leaves the network. */
export type End =
  | { readonly kind: "activation"; readonly use: ActivationUse }
  /** A learning layer whose result nothing bounds. */
  | { readonly kind: "linear"; readonly layer: LayerIR }
  /** Something that cannot be told from facts (merges, scaling, pooling): rules keep silent. */
  | { readonly kind: "unknown" };

export interface ModelGraph {
  /** The layer that makes a tensor; undefined for inputs. */
  producer(id: TensorId): LayerIR | undefined;
  consumers(id: TensorId): readonly LayerIR[];
  outputsOf(id: TensorId): readonly OutputIR[];
  facts(layer: LayerIR): LayerFacts;
  /** The activation in the layer's own parameter, whether it is the identity or not. */
  activation(layer: LayerIR): ActivationUse | undefined;
  /** The layer makes something of its input that no matrix could. Pooling, dropout and normalisation do not count. */
  bends(layer: LayerIR): boolean;
  /** The layers before a tensor, nearest first, as long as each has one input. */
  chainBefore(id: TensorId): Iterable<LayerIR>;
  /** The activation that decides what values the tensor has, seen through layers that only move or drop elements. */
  end(id: TensorId): End;
  /** Some layer before (after) this one learns. */
  learnsBefore(layer: LayerIR): boolean;
  learnsAfter(layer: LayerIR): boolean;
  /** The first learning layers behind one, with no merge, bend or output between. */
  learningAfter(layer: LayerIR): readonly LayerIR[];
}

export function modelGraph(model: ModelIR): ModelGraph {
  const producers = new Map(model.layers.flatMap((layer) => resultIds(layer).map((id) => [id, layer])));
  const consumers = groupConsumers(model, producers);
  const outputs = new Map<TensorId, OutputIR[]>();
  for (const output of model.outputs) append(outputs, output.value, output);
  const factsOf = new Map<LayerIR, LayerFacts>();
  const types = new Map<TensorId, TensorSpec>([
    ...model.inputs.map(({ id, type }) => [id, type] as const),
    ...model.layers.flatMap((layer) =>
      resultIds(layer).map((id, i) => [id, Object.values(layer.results ?? {})[i] ?? layer.type] as const),
    ),
  ]);

  const graph: ModelGraph = {
    producer: (id) => producers.get(id),
    consumers: (id) => consumers.get(id) ?? [],
    outputsOf: (id) => outputs.get(id) ?? [],
    facts(layer) {
      let facts = factsOf.get(layer);
      if (!facts) {
        const inputs = layer.inputs.flatMap((id) => types.get(id) ?? []);
        facts = layer.layer.word.facts(layer.layer.params, inputs);
        factsOf.set(layer, facts);
      }
      return facts;
    },
    activation: (layer) => activationUse(layer, graph.facts(layer)),
    bends(layer) {
      const facts = graph.facts(layer);
      if (facts.normalizes || facts.regularizes || facts.pools) return false;
      return facts.nonlinear || (graph.activation(layer)?.facts.nonlinear ?? false);
    },
    *chainBefore(id) {
      let layer = producers.get(id);
      while (layer) {
        yield layer;
        layer = layer.inputs.length === 1 ? producers.get(layer.inputs[0] as TensorId) : undefined;
      }
    },
    end: (id) => findEnd(graph, id),
    learnsBefore: (layer) =>
      reachesLearner(graph, layer, ({ inputs }) => inputs.flatMap((id) => producers.get(id) ?? [])),
    learnsAfter: (layer) => reachesLearner(graph, layer, ({ id }) => graph.consumers(id)),
    learningAfter: (layer) => findLearningAfter(graph, layer),
  };
  return graph;
}

/** By tensor. Who takes any result of a layer that has several is listed under the layer's own id too. */
function groupConsumers(model: ModelIR, producers: ReadonlyMap<TensorId, LayerIR>): Map<TensorId, LayerIR[]> {
  const consumers = new Map<TensorId, LayerIR[]>();
  for (const layer of model.layers) {
    const makers = layer.inputs.map((input) => producers.get(input)?.id ?? input);
    for (const input of new Set([...layer.inputs, ...makers])) append(consumers, input, layer);
  }
  return consumers;
}

function append<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const known = map.get(key);
  if (known) known.push(value);
  else map.set(key, [value]);
}

function activationUse(layer: LayerIR, facts: LayerFacts): ActivationUse | undefined {
  if (facts.activation) {
    const { word, params } = facts.activation;
    return {
      activation: facts.activation,
      facts: word.facts(params),
      layer,
      param: "",
      span: layer.span,
      written: true,
    };
  }
  const param = facts.activationParam;
  if (param === undefined) return undefined;
  const { params, given } = facts.wraps ?? layer.layer;
  const activation = params[param] as Instance<ActivationDefinition> | null | undefined;
  if (!activation) return undefined;
  const written = given[param] ?? activation.span;
  return {
    activation,
    facts: activation.word.facts(activation.params),
    layer,
    param,
    span: written ?? layer.span,
    written: written !== undefined,
  };
}

/** A layer whose values are its activation's, or else its input's or a weighted sum's. */
function findEnd(graph: ModelGraph, id: TensorId): End {
  for (const layer of graph.chainBefore(id)) {
    const facts = graph.facts(layer);
    const use = graph.activation(layer);
    if (use && !isIdentity(use.facts)) return { kind: "activation", use };
    if (facts.nonlinear) return { kind: "unknown" };
    if (facts.learns) return { kind: "linear", layer };
    const passes = facts.rearranges || facts.regularizes || use !== undefined;
    if (!passes || layer.inputs.length !== 1) return { kind: "unknown" };
  }
  return { kind: "unknown" };
}

function isIdentity(facts: ActivationFacts): boolean {
  const [low, high] = facts.range;
  return !facts.nonlinear && low === Number.NEGATIVE_INFINITY && high === Number.POSITIVE_INFINITY;
}

function findLearningAfter(graph: ModelGraph, layer: LayerIR): readonly LayerIR[] {
  const found: LayerIR[] = [];
  let bent = false;
  const seen = new Set<TensorId>();
  const waiting: TensorId[] = [layer.id];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    // What leaves the network by a name of its own is meant as it is.
    if (seen.has(id) || graph.outputsOf(id).length > 0) continue;
    seen.add(id);
    // What a merge takes as well is no mere factor of the next map: a gate looks at what it weighs.
    if (graph.consumers(id).some(({ inputs }) => inputs.length !== 1)) continue;
    for (const next of graph.consumers(id)) {
      if (graph.facts(next).learns) found.push(next);
      else if (graph.bends(next)) bent = true;
      else waiting.push(next.id);
    }
  }
  // One way goes through a bend, another straight on: the shortcut of a residual step.
  return bent ? [] : found;
}

function reachesLearner(
  graph: ModelGraph,
  layer: LayerIR,
  nextOf: (layer: LayerIR) => readonly LayerIR[],
): boolean {
  const seen = new Set<LayerIR>([layer]);
  const waiting = [layer];
  for (let one = waiting.pop(); one; one = waiting.pop()) {
    for (const next of nextOf(one)) {
      if (graph.facts(next).learns) return true;
      if (seen.has(next)) continue;
      seen.add(next);
      waiting.push(next);
    }
  }
  return false;
}
