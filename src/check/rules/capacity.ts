/** A layer of one unit in the middle of the network. */
import { isKnown } from "../../base/dim.ts";
import type { LayerIR } from "../../model/ir.ts";
import type { CheckContext } from "../check-context.ts";
import { layerFix } from "../edits.ts";
import type { ModelGraph } from "../model-graph.ts";
import type { OutputPlace } from "../output-place.ts";
import { defineRule, type ReportFinding } from "../rule.ts";
import { setUnits } from "../units.ts";

export const capacity = defineRule({
  name: "capacity",
  severity: "hint",
  summary: "Everything passes through one unit.",
  explain: {
    symptom: "The network fits no better than a curve of one variable, however wide the other layers are.",
    cause:
      "What one unit says is one number. All layers behind it see only that number: whatever the row holds, the network can order rows along one line and bend that line. How many units a network needs cannot be said in general: too few, and the training loss stays high; too many, and training is perfect while validation gets worse.",
    remedy:
      "Give the layer more units: start with about as many as there are inputs, and halve or double them while watching the validation loss.",
    whenToIgnore: "When one number is what you want there, such as a score or a code of one dimension.",
    source: ["Humbatova et al.: Taxonomy of real faults in deep learning systems (2020)"],
  },
  visit: {
    layer(layer, report, { graph, outputs }) {
      const width = layer.type.shape.at(-1);
      reportNarrow(layer, report, { graph, outputs });
      reportWideTable(layer, report, graph);
      if (!graph.facts(layer).learns || width !== 1 || layer.type.shape.length !== 1) return;
      const next = graph.learnsAfter(layer)
        ? graph.consumers(layer.id).find((one) => one.inputs.length === 1)
        : undefined;
      if (!next || graph.outputsOf(layer.id).length > 0) return;
      const input = graph.producer(layer.inputs[0] as string)?.type.shape.at(-1) ?? 8;
      const units = isKnown(input) ? Math.max(2, input) : 8;
      const edit = setUnits(layer, units);
      report(layer.layer.given.units ?? layer.span, {
        severity: outputs.some(isChoice) ? "warning" : "hint",
        message: "all that the network knows of a row passes through one unit",
        why: "one number for everything behind it",
        related: [{ span: next.span, text: "sees only that number" }],
        fix: edit ? layerFix(layer, [edit], false) : undefined,
        help: "more units",
        evidence: { layer: layer.id, units: 1 },
      });
    },
  },
  examples: {
    bad: `input x: f32[8]
target y: real
x -> Dense(16, relu) -> Dense(⟦1⟧, tanh) -> Dense(16, relu) -> Dense(1)
train { loss = mse }
`,
    good: `input x: f32[8]
target y: real
x -> Dense(16, relu) -> Dense(2, tanh) -> Dense(16, relu) -> Dense(1)
train { loss = mse }
`,
    fixed: `input x: f32[8]
target y: real
x -> Dense(16, relu) -> Dense(16, tanh) -> Dense(16, relu) -> Dense(1)
train { loss = mse }
`,
  },
});

/** Rows of a table need no more numbers than there are rows: then each could have one of its own. */
function reportWideTable(layer: LayerIR, report: ReportFinding, graph: ModelGraph): void {
  const rows = graph.facts(layer).looksUp?.rows;
  const width = layer.type.shape.at(-1);
  if (typeof rows !== "number" || typeof width !== "number" || width <= 2 * rows || rows < 2) return;
  report(layer.span, {
    severity: "hint",
    message: `${width} numbers for each of ${rows} rows`,
    why: "with as many numbers as rows each could have one of its own",
    help: `about ${Math.max(2, Math.round(Math.sqrt(rows) * 2))} numbers tell so few apart`,
    evidence: { layer: layer.id, rows, width },
  });
}

/** With w numbers of two states each, 2^w things can be told apart; that is the least that a layer before n classes needs. */
function reportNarrow(
  layer: LayerIR,
  report: ReportFinding,
  { graph, outputs }: Pick<CheckContext, "graph" | "outputs">,
): void {
  const width = layer.type.shape.at(-1);
  if (!graph.facts(layer).learns || layer.type.shape.length !== 1 || !graph.learnsAfter(layer)) return;
  if (typeof width !== "number" || width < 2 || graph.consumers(layer.id).length !== 1) return;
  const output = outputs.find((one) => isChoice(one) && one.loss?.facts.reads === "distribution");
  if (!output || outputs.length > 1 || !lies(layer, output, graph)) return;
  const classes = output.units as number;
  if (width >= Math.log2(classes)) return;
  report(layer.layer.given.units ?? layer.span, {
    severity: "hint",
    message: `${width} units for all that tells ${classes} classes apart`,
    why: `on and off, ${width} units have ${2 ** width} states`,
    related: [{ span: output.ir.span, text: `${classes} classes` }],
    help: `at least as many units as classes, unless the narrow place is what you want to look at`,
    evidence: { layer: layer.id, units: width, classes },
  });
}

/** On the only way to the output. */
function lies(layer: LayerIR, { ir }: OutputPlace, graph: ModelGraph): boolean {
  return [...graph.chainBefore(ir.value)].includes(layer);
}

/** Classes in numbers: which of three and more a row is cannot be said along one line, unless they happen to be ordered. */
function isChoice({ activation, units }: OutputPlace): boolean {
  return activation?.facts.output === "distribution" && typeof units === "number" && units > 2;
}
