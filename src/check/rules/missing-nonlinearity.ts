/** Two learning layers that are one. */
import type { LayerIR } from "../../model/ir.ts";
import type { CheckContext } from "../check-context.ts";
import { layerFix, setArgument } from "../edits.ts";
import type { ModelGraph } from "../model-graph.ts";
import { reconstructs } from "../reconstructs.ts";
import { defineRule } from "../rule.ts";

export const missingNonlinearity = defineRule({
  name: "missing-nonlinearity",
  severity: "warning",
  summary: "Two learning layers with nothing but linear steps between them compute no more than one.",
  explain: {
    symptom:
      "More layers do not help: the network fits no better than a shallower one, and on data that no straight line separates it stays near the result of a linear model.",
    cause:
      "A learning layer without an activation multiplies by a matrix and adds a bias. Two such steps in a row are again one matrix and one bias, so the second layer adds parameters but nothing that the first could not do. What makes depth useful is a bend between the layers: relu cuts each unit's plane in two, and the next layer can combine the pieces into any shape. Dropout, flattening, pooling and normalisation are no such bend (to a network, a fixed scaling is a matrix too). A bend after the second layer does not help the first.",
    formula: "W2 (W1 x + b1) + b2 = (W2 W1) x + (W2 b1 + b2) = W x + b",
    remedy:
      "Give the first of the two an activation: relu is the usual choice for hidden layers. Or leave one of the layers out.",
    whenToIgnore:
      "When you factorise a large matrix on purpose to save weights: write the first layer with use_bias = false, and the rule is silent. Models with a single linear layer are linear models and are not reported.",
    source: [
      "NeuraLint rule on missing activations (Nikanjam et al., 2021)",
      "UMLAUT (Schoop et al., 2021)",
      "Goodfellow, Bengio, Courville: Deep Learning, section 6.1",
    ],
  },
  proof: { measure: "val_accuracy", bad: 0.774, fixed: 0.839 },
  visit: {
    layer(layer, report, context) {
      const { graph } = context;
      if (!graph.facts(layer).learns || graph.bends(layer)) return;
      const next = graph
        .learningAfter(layer)
        .find((other) => !isFactorisation(layer, other, graph) && isFolded(layer, other, graph));
      if (!next || isCode(layer, next, context)) return;
      const use = graph.activation(layer);
      const param = graph.facts(layer).activationParam;
      report(use?.written ? use.span : layer.span, {
        message: `no non-linearity between ${layer.id} and ${next.id}: together they are one linear layer`,
        why: "this result is linear",
        related: [{ span: next.span, text: "and enters another layer that learns a linear map" }],
        fix: param === undefined ? undefined : layerFix(layer, [setArgument(layer, param, "relu")], false),
        help: "a factorisation on purpose is written with use_bias = false",
        evidence: { first: layer.id, second: next.id },
      });
    },
  },
  examples: {
    bad: `input x: f32[784]
target digit: class(10)
x -> ⟦Dense(784)⟧ -> Dense(50, relu) -> Dense(10, softmax)
train { loss = sparse_categorical_crossentropy }
`,
    good: `input x: f32[784]
target digit: class(10)
x -> Dense(32, use_bias = false) -> Dense(50, relu) -> Dense(10, softmax)
train { loss = sparse_categorical_crossentropy }
`,
    fixed: `input x: f32[784]
target digit: class(10)
x -> Dense(784, relu) -> Dense(50, relu) -> Dense(10, softmax)
train { loss = sparse_categorical_crossentropy }
`,
  },
});

/** Without a bias, a map of features before another one says that a product of matrices is meant. */
function isFactorisation(first: LayerIR, second: LayerIR, graph: ModelGraph): boolean {
  // A convolution in two parts, over places and over features: together they are a cheaper one.
  if (graph.facts(first).separate !== graph.facts(second).separate) return true;
  const both = graph.facts(first).mixes === "features" && graph.facts(second).mixes === "features";
  return both && first.weights.every(({ spec }) => spec.shape.length >= 2);
}

/** A recurrent layer looks at one step at a time: what a window has gathered from several, its own matrix could not. */
function isFolded(first: LayerIR, second: LayerIR, graph: ModelGraph): boolean {
  return graph.facts(first).mixes === "features" || graph.facts(second).mixes !== "sequence";
}

/** The narrowest place of an auto-encoder is often linear, so that a code may be any number; its other layers are not. */
function isCode(layer: LayerIR, next: LayerIR, context: CheckContext): boolean {
  const { graph, outputs } = context;
  const [own, after] = [layer, next].map(({ type }) => type.shape.at(-1));
  const before = graph.producer(layer.inputs[0] as string);
  const wide = before?.type.shape.at(-1);
  if (typeof own !== "number" || typeof after !== "number" || typeof wide !== "number") return false;
  if (own >= after || own >= wide || !before || !graph.bends(before) || !graph.bends(next)) return false;
  return outputs.some((output) => reconstructs(context, output));
}
