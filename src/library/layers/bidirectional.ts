import { addDims, type Dim, equalShapes, showShape } from "../../base/dim.ts";
import type { Builder } from "../../tensor/builder.ts";
import type { Node } from "../../tensor/node.ts";
import { choice, keywordOnly, optional, param } from "../../words/param-types.ts";
import {
  type InnerLayer,
  type InnerLayers,
  innerContext,
  innerFacts,
  innerShape,
  innerWeights,
  layerType,
} from "../inner-layers.ts";
import { defineLayer, ShapeProblem, type TensorSpec } from "../layer.ts";
import { givenSteps, type RecurrentParams } from "../recurrent.ts";
import { firstResult, type OneOrSeveral, severalResults } from "../results.ts";

type Mode = "sum" | "mul" | "ave" | "concat";

interface Params {
  readonly layer: InnerLayers;
  readonly merge_mode: Mode | null;
  readonly backward_layer: InnerLayers | null;
}

export const bidirectional = defineLayer({
  name: "Bidirectional",
  doc: "Reads a sequence forwards with one recurrent layer and backwards with another, and joins what both say: where a step is understood by what comes after it as well. The second layer is made like the first, unless it is given. Formula: Schuster and Paliwal, Bidirectional recurrent neural networks (1997).",
  params: {
    layer: param(layerType, "the recurrent layer: LSTM, GRU, SimpleRNN or RNN"),
    merge_mode: param(
      optional(choice("sum", "mul", "ave", "concat")),
      "how the two are joined; none gives both, as `r.forward` and `r.backward`",
      "concat",
    ),
    backward_layer: keywordOnly(
      param(
        optional(layerType),
        "the layer that reads backwards, with go_backwards = true; none makes it like the first",
        null,
      ),
    ),
  },
  leftOut: { weights: "weights begin as the layers say; trained ones are loaded with the model" },
  arity: { min: 1, max: Number.POSITIVE_INFINITY },
  check: (params) => void directions(params),
  shape(params, inputs) {
    const [forward, backward] = directions(params);
    const made = [forward, backward].map((inner, i) => innerShape([inner], inputsOf(inputs, i)));
    return join(made as [OneOrSeveral<TensorSpec>, OneOrSeveral<TensorSpec>], params.merge_mode, joinShapes);
  },
  weights(params, inputs) {
    const [forward, backward] = directions(params);
    return {
      ...innerWeights([forward], inputsOf(inputs, 0)),
      ...innerWeights([backward], inputsOf(inputs, 1)),
    };
  },
  lower(context) {
    const { g, params, inputs, masks } = context;
    const made = directions(params).map((inner, i) => {
      const own = { inputs: inputsOf(inputs, i), masks: inputsOf(masks, i) };
      return inner.layer.word.lower(innerContext(context, inner, own));
    }) as [OneOrSeveral<Node>, OneOrSeveral<Node>];
    const [forward, backward] = made;
    const both = [forward, returnsSequences(params) ? inOrder(g, backward) : backward] as const;
    return join(both, params.merge_mode, (a, b, mode) => joinNodes(g, a, b, mode));
  },
  mask({ params, masks: [mask] }) {
    if (mask === undefined || !returnsSequences(params)) return undefined;
    return params.merge_mode === null ? { results: { forward: mask, backward: mask } } : mask;
  },
  facts: ({ layer }) => ({
    ...innerFacts(layer),
    ...givenSteps(argumentsOf(layer[0] as InnerLayer)),
    looksAhead: true,
  }),
  examples: [
    { source: "Bidirectional(LSTM(16))", input: [5, 8], output: [32], parameters: 3200 },
    {
      source: "Bidirectional(GRU(1, return_sequences = true), sum)",
      input: [3, 2],
      output: [3, 1],
      parameters: 30,
    },
    { source: "Bidirectional(SimpleRNN(2))", input: [[3, 1], [2], [2]], output: [4], parameters: 16 },
    {
      source: "Bidirectional(LSTM(1), ave, backward_layer = GRU(1, go_backwards = true))",
      input: [3, 2],
      output: [1],
      parameters: 31,
    },
  ],
});

/** Forwards and backwards. Throws ShapeProblem for layers that do not go together. */
function directions({ layer, backward_layer }: Params): readonly [InnerLayer, InnerLayer] {
  const first = readable(layer, "layer");
  const own = backward_layer && readable(backward_layer, "backward_layer");
  const forward = argumentsOf(first);
  const backward = own ? argumentsOf(own) : { ...forward, go_backwards: !forward.go_backwards };
  for (const name of ["return_sequences", "return_state"] as const) {
    if (forward[name] === backward[name]) continue;
    throw new ShapeProblem("bad-option", `Bidirectional joins two layers with the same ${name}`, {
      param: "backward_layer",
      label: `here it is ${backward[name]}, and ${forward[name]} in the other`,
    });
  }
  if (forward.go_backwards === backward.go_backwards) {
    throw new ShapeProblem("bad-option", "both layers of Bidirectional read in the same direction", {
      param: "backward_layer",
      help: "write go_backwards = true in the second one",
    });
  }
  return [placed(first, "forward_", forward), placed(own ?? first, "backward_", backward)];
}

/** A masked step must add nothing to what is joined. */
function placed(inner: InnerLayer, prefix: string, params: RecurrentParams): InnerLayer {
  const own = { ...inner.layer.params, ...params, zero_output_for_mask: params.return_sequences };
  return { ...inner, name: `${prefix}${inner.name}`, layer: { ...inner.layer, params: own } };
}

function readable(layers: InnerLayers, param: string): InnerLayer {
  const [inner, ...more] = layers;
  if (inner && more.length === 0 && "go_backwards" in inner.layer.params) return inner;
  throw new ShapeProblem("bad-option", "Bidirectional takes one layer that can read backwards", {
    param,
    label: inner && more.length === 0 ? `${inner.layer.word.name} cannot` : "this is a chain",
    help: "LSTM, GRU, SimpleRNN, RNN and ConvLSTM can",
  });
}

function argumentsOf({ layer }: InnerLayer): RecurrentParams {
  return layer.params as unknown as RecurrentParams;
}

function returnsSequences({ layer }: Params): boolean {
  return argumentsOf(layer[0] as InnerLayer).return_sequences;
}

/** The sequence, and the half of the states that is for this direction. */
function inputsOf<T>([x, ...states]: readonly T[], direction: number): readonly T[] {
  const half = Math.ceil(states.length / 2);
  return [x as T, ...(direction === 0 ? states.slice(0, half) : states.slice(half))];
}

type Joining<T> = (forward: T, backward: T, mode: Mode) => T;

function join<T extends object>(
  [forward, backward]: readonly [OneOrSeveral<T>, OneOrSeveral<T>],
  mode: Params["merge_mode"],
  joined: Joining<T>,
): OneOrSeveral<T> {
  const [first, second] = [firstResult(forward), firstResult(backward)];
  const states = [
    ["forward", forward],
    ["backward", backward],
  ] as const;
  const named = states.flatMap(([direction, made]) =>
    Object.entries(severalResults(made) ?? {})
      .slice(1)
      .map(([name, value]) => [`${direction}_${name}`, value] as const),
  );
  if (mode === null) return { results: { forward: first, backward: second, ...Object.fromEntries(named) } };
  const output = joined(first, second, mode);
  return named.length === 0 ? output : { results: { output, ...Object.fromEntries(named) } };
}

function joinShapes(forward: TensorSpec, backward: TensorSpec, mode: Mode): TensorSpec {
  const own = forward.shape.at(-1) as Dim;
  const other = backward.shape.at(-1) as Dim;
  if (mode === "concat") return { ...forward, shape: [...forward.shape.slice(0, -1), addDims(own, other)] };
  if (equalShapes(forward.shape, backward.shape)) return forward;
  throw new ShapeProblem(
    "shape-mismatch",
    `${mode} joins equal shapes, and forwards ${showShape(forward.shape)} is made, backwards ${showShape(backward.shape)}`,
    { param: "merge_mode" },
  );
}

function joinNodes(g: Builder, forward: Node, backward: Node, mode: Mode): Node {
  if (mode === "concat") return g.concat([forward, backward], -1);
  if (mode === "mul") return g.mul(forward, backward);
  const sum = g.add(forward, backward);
  return mode === "ave" ? g.div(sum, 2) : sum;
}

/** The outputs of a layer that reads backwards, from the first step to the last. */
function inOrder(g: Builder, made: OneOrSeveral<Node>): OneOrSeveral<Node> {
  const results = severalResults(made);
  if (results === undefined) return reversed(g, firstResult(made));
  const [first = ""] = Object.keys(results);
  return { results: { ...results, [first]: reversed(g, firstResult(made)) } };
}

function reversed(g: Builder, x: Node): Node {
  const last = (x.shape[1] as number) - 1;
  const none = x.shape.map(() => 0);
  return g.slice(
    x,
    none.with(1, last),
    x.shape,
    x.shape.map((_, axis) => (axis === 1 ? -1 : 1)),
  );
}
