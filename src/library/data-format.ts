/**
 * `data_format`: whether channels are the last axis of a row or the first. Layers are written for the last alone; where the
 * argument says `channels_first`, the tensors are turned on the way in and back on the way out.
 */
import type { Builder } from "../tensor/builder.ts";
import type { Node } from "../tensor/node.ts";
import type { Params, ParamTable } from "../words/param.ts";
import { choice, param } from "../words/param-types.ts";
import { defineLayer, type LayerDefinition, type LowerContext, type TensorSpec } from "./layer.ts";
import { firstResult } from "./results.ts";

export const dataFormat = param(
  choice("channels_last", "channels_first"),
  "whether channels are the last axis of a row or the first",
  "channels_last",
);

/** Written for channels in the last axis; with the parameter `dataFormat` under the name `data_format`, the layer takes either. */
export function defineSpatialLayer<T extends ParamTable>(
  definition: Parameters<typeof defineLayer<T>>[0],
): LayerDefinition {
  const layer = defineLayer(definition);
  const { weights } = layer;
  return {
    ...layer,
    shape(params, inputs) {
      if (!isFirst(params)) return layer.shape(params, inputs);
      const spec = firstResult(layer.shape(params, inputs.map(lastSpec)));
      return { ...spec, shape: [...spec.shape.slice(-1), ...spec.shape.slice(0, -1)] };
    },
    ...(weights && {
      weights: (params: Params, inputs: readonly TensorSpec[]) =>
        weights(params, isFirst(params) ? inputs.map(lastSpec) : inputs),
    }),
    lower(context) {
      if (!isFirst(context.params)) return layer.lower(context);
      return toFirst(context.g, firstResult(layer.lower(turned(context))));
    },
    facts: (params) => ({
      ...layer.facts(params),
      ...(isFirst(params) ? { channelsFirst: true } : {}),
    }),
  };
}

/** Inside, channels are last; activations see them first, as they do in Keras: a softmax runs along the last axis of space. */
function turned(context: LowerContext<Params>): LowerContext<Params> {
  const { g } = context;
  return {
    ...context,
    inputs: context.inputs.map((x) => toLast(g, x)),
    activate: (activation, x) => toLast(g, context.activate(activation, toFirst(g, x))),
  };
}

function isFirst(params: Params): boolean {
  return params.data_format === "channels_first";
}

function lastSpec(spec: TensorSpec): TensorSpec {
  return { ...spec, shape: [...spec.shape.slice(1), ...spec.shape.slice(0, 1)] };
}

/** `[batch, channels, space…]` as `[batch, space…, channels]`. */
export function toLast(g: Builder, x: Node): Node {
  const [batch, channels, ...space] = x.shape.map((_, axis) => axis);
  return channels === undefined ? x : g.transpose(x, [batch as number, ...space, channels]);
}

/** `[batch, space…, channels]` as `[batch, channels, space…]`. */
function toFirst(g: Builder, x: Node): Node {
  const [batch, ...row] = x.shape.map((_, axis) => axis);
  return g.transpose(x, [batch as number, ...row.slice(-1), ...row.slice(0, -1)]);
}
