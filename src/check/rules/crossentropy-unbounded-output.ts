/** Cross-entropy on an output that is no probability. */

import type { Fix } from "../../base/diagnostic.ts";
import type { LayerIR } from "../../model/ir.ts";
import { layerFix, setActivation, setArgument } from "../edits.ts";
import type { ModelGraph } from "../model-graph.ts";
import { type LossPlace, lossNote, type OutputPlace } from "../output-place.ts";
import { defineRule } from "../rule.ts";

export const crossentropyUnboundedOutput = defineRule({
  name: "crossentropy-unbounded-output",
  severity: "error",
  summary: "Cross-entropy takes the logarithm of a probability; this output is not one.",
  explain: {
    symptom:
      "The loss is NaN or infinite, sits at one value for ever (about 16, where a clipped logarithm ends), or falls below 0; accuracy stays at chance.",
    cause:
      "Cross-entropy takes log(p) and needs p between 0 and 1. A linear, ReLU or tanh output can be negative or above 1: there the logarithm does not exist, or the value is cut off to the nearest probability, and beyond the cut the gradient is 0.",
    formula:
      "binary:      L = -(t * log(p) + (1 - t) * log(1 - p)),  0 < p < 1\ncategorical: L = -log(p_t),  sum of all p_k = 1",
    remedy:
      "Let the output end in sigmoid (binary_crossentropy) or softmax (categorical_crossentropy). nnet computes the pair from the logits, so log(0) does not happen and nothing is lost in precision. Or leave the output linear and say so: binary_crossentropy(from_logits = true); then predictions are logits, not probabilities. Which loss belongs to which output: sigmoid with binary_crossentropy, softmax with categorical_crossentropy, linear with mse.",
    whenToIgnore: "Where the layer bounds its result in a way that nnet cannot see.",
    source: [
      "UMLAUT (Schoop et al., 2021)",
      "AUTOTRAINER (Zhang et al., 2021)",
      "NeuraLint (Nikanjam et al., 2021)",
      "Deeplearning4j OutputLayerUtil",
    ],
  },
  proof: { measure: "val_loss", bad: 1.18, fixed: 0.494 },
  visit: {
    output(output, report, { graph }) {
      const { loss, end, activation } = output;
      if (!loss || loss.facts.reads === "number" || loss.facts.fromLogits || end.kind === "unknown") return;
      const [low, high] = activation?.facts.range ?? [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
      if (low >= 0 && high <= 1) return;
      const layer = end.kind === "activation" ? end.use.layer : end.layer;
      const name = activation?.activation.word.name ?? "linear";
      const span = activation?.span ?? layer.span;
      report(span, {
        message: `${loss.name} needs probabilities, and a ${name} output is none`,
        why: `can be any number ${between(low, high)}`,
        related: lossNote(loss, "this loss takes its logarithm, so it must lie between 0 and 1"),
        fix: proposal(output, loss, layer, graph),
        help: `or declare logits: ${loss.name}(from_logits = true)`,
        evidence: { activation: name, low, high, loss: loss.name },
      });
    },
  },
  examples: {
    bad: `input x: f32[784]
target digit: class(10)
x -> Dense(128, relu) -> ⟦Dense(10)⟧
train { loss = sparse_categorical_crossentropy }
`,
    good: `input x: f32[784]
target digit: class(10)
x -> Dense(128, relu) -> Dense(10)
train { loss = sparse_categorical_crossentropy(from_logits = true) }
`,
    fixed: `input x: f32[784]
target digit: class(10)
x -> Dense(128, relu) -> Dense(10, softmax)
train { loss = sparse_categorical_crossentropy }
`,
  },
});

function between(low: number, high: number): string {
  if (Number.isFinite(low) && Number.isFinite(high)) return `from ${low} to ${high}`;
  if (Number.isFinite(low)) return low === 0 ? "from 0 upwards, above 1 too" : `above ${low}`;
  return Number.isFinite(high) ? `below ${high}` : "from minus to plus infinity";
}

/** A linear end lacks its activation; another one was chosen, so changing it is only proposed. */
function proposal(output: OutputPlace, loss: LossPlace, layer: LayerIR, graph: ModelGraph): Fix | undefined {
  const name = loss.facts.reads === "probability" ? "sigmoid" : "softmax";
  if (output.activation) return layerFix(layer, [setActivation(output.activation, name)], false);
  const param = graph.facts(layer).activationParam;
  return param === undefined ? undefined : layerFix(layer, [setArgument(layer, param, name)], true);
}
