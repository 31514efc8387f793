/** A layer that mixes the last axis only, on an input with several. */
import type { Fix } from "../../base/diagnostic.ts";
import { type Dim, showDim, showShape } from "../../base/dim.ts";
import type { LayerIR } from "../../model/ir.ts";
import type { CheckContext } from "../check-context.ts";
import { type Expected, expectedOutput, shapesDiffer } from "../expected-output.ts";
import type { OutputPlace } from "../output-place.ts";
import { targetNote } from "../output-place.ts";
import { defineRule, type ReportFinding } from "../rule.ts";
import { insertStage } from "../stage-edits.ts";

export const missingFlatten = defineRule({
  name: "missing-flatten",
  severity: "error",
  summary: "A layer treats each place of its input by itself, and the target wants one answer a row.",
  overrides: ["output-vs-targets"],
  explain: {
    symptom:
      "Training stops because shapes do not fit ([28, 10] against one label), or the network gives a prediction for every line of an image.",
    cause:
      "Dense mixes the last axis only: of an image of [28, 28] it takes each of the 28 lines by itself, with the same weights, and gives [28, units]. That is right for one prediction per time step, and wrong where the row as a whole is to be judged.",
    formula: "Dense(n): [a, b] -> [a, n];  Flatten(): [a, b] -> [a * b]",
    remedy:
      "Flatten() before the first Dense layer; after convolutions also a global pooling; after a recurrent layer its last step.",
    whenToIgnore: "Where every step has a target of its own: then declare it, `target tags: class(12)[T]`.",
    source: [
      "Shape faults in deep learning programs (Wu et al., 2021)",
      "NeuraLint rule on Flatten (Nikanjam et al., 2021)",
    ],
  },
  visit: {
    output(output, report, context) {
      const expected = expectedOutput(output);
      const { shape } = output.ir.type;
      if (!expected) return judgeImage(output, report, context);
      if (shape.length < 2 || shape.length <= axesOf(expected)) return;
      const layer = firstMap(output, context);
      const input = layer && inputShape(layer, context);
      if (!layer || !input || input.length <= 1) return;
      const target = showShape([...expected.places, expected.units]);
      report(layer.span, {
        message: `no Flatten before ${layer.layer.word.name}: ${showShape(shape)} comes out for a target of ${target}`,
        why: `takes each place of ${showShape(input)} by itself`,
        related: targetNote(output, "one answer a row"),
        fix: flattenFix(layer),
        help:
          showDim(input[0] as Dim) === "?"
            ? `is the first axis the batch? It is never written: ${showShape(input.slice(1))}`
            : "Flatten() before it, or a pooling over all places",
        evidence: { input: showShape(input), output: showShape(shape), target },
      });
    },
  },
  examples: {
    bad: `input image: f32[28, 28]
target digit: class(10)
image -> ⟦Dense(64, relu)⟧ -> Dense(10, softmax)
train { loss = sparse_categorical_crossentropy }
`,
    good: `input series: f32[20, 6]
target tags: class(5)[20]
series -> Dense(64, relu) -> Dense(5, softmax)
train { loss = sparse_categorical_crossentropy }
`,
    fixed: `input image: f32[28, 28]
target digit: class(10)
image -> Flatten() -> Dense(64, relu) -> Dense(10, softmax)
train { loss = sparse_categorical_crossentropy }
`,
  },
});

/**
 * Without a target: classes for each place of a picture, by a layer that knows no neighbours, where places are no longer those
 * of the picture. A grid of answers is made by convolutions, and a mask has as many places as the picture.
 */
function judgeImage(output: OutputPlace, report: ReportFinding, context: CheckContext): void {
  const { ir, loss, end } = output;
  const { shape } = ir.type;
  if (ir.target || shape.length < 3 || end.kind !== "activation" || loss?.facts.reads === "number") return;
  if (end.use.facts.output !== "distribution" && end.use.facts.output !== "probability") return;
  const layer = firstMap(output, context);
  const input = layer && inputShape(layer, context);
  if (!layer || input?.length !== shape.length) return;
  const places = shape.slice(0, -1);
  if (context.model.inputs.some(({ type }) => !shapesDiffer(type.shape.slice(0, places.length), places)))
    return;
  report(layer.span, {
    severity: "warning",
    message: `no Flatten before ${layer.layer.word.name}: ${showShape(shape)} comes out for each row`,
    why: `takes each place of ${showShape(input)} by itself`,
    fix: flattenFix(layer),
    help: "where each place has a label of its own, declare it: target y: class(10)[14, 14]",
    evidence: { input: showShape(input), output: showShape(shape) },
  });
}

function flattenFix(layer: LayerIR): Fix | undefined {
  if (layer.layer.span === undefined) return undefined;
  const title = `Flatten() -> ${layer.layer.word.name}(…)`;
  return { title, edits: [insertStage(layer, "Flatten()")], safe: false };
}

function axesOf({ places }: Expected): number {
  return places.length + 1;
}

/** The earliest of the maps of features that end in the output; behind a recurrent layer its steps are to blame. */
function firstMap({ ir }: OutputPlace, { graph }: CheckContext): LayerIR | undefined {
  let first: LayerIR | undefined;
  for (const layer of graph.chainBefore(ir.value)) {
    const { learns, mixes } = graph.facts(layer);
    if (!learns) continue;
    if (mixes === "sequence") return undefined;
    if (mixes !== "features") break;
    first = layer;
  }
  return first;
}

function inputShape(layer: LayerIR, { graph, model }: CheckContext) {
  const id = layer.inputs[0] as string;
  return (graph.producer(id) ?? model.inputs.find((input) => input.id === id))?.type.shape;
}
