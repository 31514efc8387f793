import type { Dim } from "../../base/dim.ts";
import { param } from "../../words/param-types.ts";
import { innerFacts, innerShape, innerWeights, layerType, lowerInner } from "../inner-layers.ts";
import { defineLayer, ShapeProblem, type TensorSpec } from "../layer.ts";
import { firstResult, severalResults } from "../results.ts";

export const timeDistributed = defineLayer({
  name: "TimeDistributed",
  doc: "Another layer, or a chain, at every step of a sequence, with the same weights at each. For layers that take one thing at a time: convolutions over the images of a film, an LSTM over the words of each sentence. Dense needs no help: it works on the last axis of whatever comes. Statistics of a BatchNormalization inside are of all steps together.",
  params: { layer: param(layerType, "the layer, or chain of layers, that every step goes through") },
  shape({ layer }, inputs) {
    const { steps, one } = stepsOf(inputs);
    const made = innerShape(layer, [one]);
    if (severalResults(made)) {
      throw new ShapeProblem(
        "not-a-tensor",
        "a layer in TimeDistributed has one result, and this one has several",
        {
          param: "layer",
          help: "leave return_state out",
        },
      );
    }
    const { shape, dtype } = firstResult(made);
    return { shape: [steps, ...shape], dtype };
  },
  weights: ({ layer }, inputs) => innerWeights(layer, [stepsOf(inputs).one]),
  /** Steps are rows of a larger batch. */
  lower(context) {
    const { g, params, inputs, masks } = context;
    const [x] = inputs;
    if (x === undefined) throw new Error("TimeDistributed is lowered with one input");
    const [batch = 1, steps = 1, ...rest] = x.shape;
    const [mask] = masks;
    // A mask of whole steps says nothing to what happens inside one.
    const within = mask === undefined || mask.shape.length < 3 ? undefined : mask;
    const { made } = lowerInner(context, params.layer, {
      inputs: [g.reshape(x, [batch * steps, ...rest])],
      masks: [within && g.reshape(within, [batch * steps, ...within.shape.slice(2)])],
    });
    const y = firstResult(made);
    return g.reshape(y, [batch, steps, ...y.shape.slice(1)]);
  },
  mask: "keep",
  facts: ({ layer }) => innerFacts(layer),
  examples: [
    { source: "TimeDistributed(Dense(3))", input: [4, 2], output: [4, 3], parameters: 9 },
    { source: "TimeDistributed(Conv2D(2, 2))", input: [2, 3, 3, 1], output: [2, 2, 2, 2], parameters: 10 },
  ],
});

function stepsOf([x]: readonly TensorSpec[]): { readonly steps: Dim; readonly one: TensorSpec } {
  const [steps, ...shape] = x?.shape ?? [];
  if (x !== undefined && steps !== undefined && shape.length > 0) return { steps, one: { ...x, shape } };
  throw new ShapeProblem(
    "rank-mismatch",
    "TimeDistributed needs steps with something in each, [steps, features], and less comes in",
    { label: "the first axis is the steps", help: "declare the input as f32[T, features]" },
  );
}
