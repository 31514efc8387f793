/** Dropout behind the last learning layer. */
import type { Fix } from "../../base/diagnostic.ts";
import { spanText } from "../../base/source.ts";
import type { LayerIR } from "../../model/ir.ts";
import { dropRate } from "../drop-rate.ts";
import type { ModelGraph } from "../model-graph.ts";
import { defineRule, type ReportFinding } from "../rule.ts";
import { insertStage, removeStage } from "../stage-edits.ts";

export const dropoutAfterOutput = defineRule({
  name: "dropout-after-output",
  severity: "error",
  summary: "Dropout behind the last layer drops predictions, not features.",
  explain: {
    symptom:
      "The training loss jumps and stays high whatever the network learns; with a log in the loss it is very large. Validation looks far better than training.",
    cause:
      "While training, dropout sets a random share of its input to 0 and scales the rest up. Behind the last learning layer that input is the prediction itself: a probability becomes 0 (and its logarithm minus infinity), an amount becomes 0 or too large. No weight comes after it that could make up for it.",
    remedy: "Move it before the output layer: right before it is usual and right.",
    whenToIgnore: "Never.",
    source: ["Srivastava et al.: Dropout (2014), section 4", "Questions on Stack Overflow"],
  },
  visit: {
    layer(layer, report, { graph }) {
      const rate = dropRate(layer, graph);
      if (rate === undefined) reportNoise(layer, report, graph);
      if (rate === undefined || !reachesOutput(layer, graph) || !graph.learnsBefore(layer)) return;
      const learner = lastLearner(layer, graph);
      report(layer.span, {
        message: "dropout behind the last learning layer drops predictions",
        why: `sets ${Math.round(100 * rate)} % of the predictions to 0 while training`,
        related: learner ? [{ span: learner.span, text: "the last layer that learns" }] : [],
        fix: learner ? moveBefore(layer, learner) : undefined,
        help: "move it before the output layer",
        evidence: { rate, layer: layer.id },
      });
    },
  },
  examples: {
    bad: `input x: f32[8]
target sick: binary
x -> Dense(64, relu) -> Dense(1, sigmoid) -> ⟦Dropout(0.3)⟧
train { loss = binary_crossentropy }
`,
    good: `input x: f32[8]
target sick: binary
x -> Dense(64, relu) -> Dropout(0.3) -> Dense(1, sigmoid)
train { loss = binary_crossentropy }
`,
    fixed: `input x: f32[8]
target sick: binary
x -> Dense(64, relu) -> Dropout(0.3) -> Dense(1, sigmoid)
train { loss = binary_crossentropy }
`,
  },
});

/** Noise on a prediction is a part of the loss that nothing can learn away. */
function reportNoise(layer: LayerIR, report: ReportFinding, graph: ModelGraph): void {
  const facts = graph.facts(layer);
  if (!facts.regularizes || facts.nonlinear || typeof layer.layer.params.stddev !== "number") return;
  if (!reachesOutput(layer, graph) || !graph.learnsBefore(layer)) return;
  report(layer.span, {
    severity: "warning",
    message: "noise behind the last learning layer blurs predictions",
    why: "what is judged while training is not what the network says",
    help: "move it before the output layer",
    evidence: { layer: layer.id },
  });
}

/** Every way on leads to an output through layers that neither learn nor merge: those of attention and skips are no end. */
function reachesOutput(layer: LayerIR, graph: ModelGraph): boolean {
  const seen = new Set<LayerIR>([layer]);
  const waiting = [layer];
  for (let one = waiting.pop(); one; one = waiting.pop()) {
    for (const next of graph.consumers(one.id)) {
      if (next.inputs.length !== 1 || graph.facts(next).learns) return false;
      if (seen.has(next)) continue;
      seen.add(next);
      waiting.push(next);
    }
  }
  return true;
}

function lastLearner(layer: LayerIR, graph: ModelGraph): LayerIR | undefined {
  for (const before of graph.chainBefore(layer.inputs[0] as string)) {
    if (graph.facts(before).learns) return before;
  }
  return undefined;
}

function moveBefore(layer: LayerIR, learner: LayerIR): Fix | undefined {
  const removal = removeStage(layer);
  const { source, start } = layer.span;
  if (!removal || learner.span.source !== source || learner.span.end > start) return undefined;
  const text = spanText(layer.span);
  return {
    title: `${text} -> ${spanText(learner.span)}`,
    edits: [insertStage(learner, text), removal],
    safe: false,
  };
}
