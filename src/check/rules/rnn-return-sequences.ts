/** A recurrent layer that gives every step where one answer a row is asked for. Where a layer wants every step, shapes say so. */
import { showShape } from "../../base/dim.ts";
import type { LayerIR } from "../../model/ir.ts";
import type { CheckContext } from "../check-context.ts";
import { layerFix, setArgument } from "../edits.ts";
import { expectedOutput } from "../expected-output.ts";
import { type OutputPlace, targetNote } from "../output-place.ts";
import { defineRule } from "../rule.ts";

export const rnnReturnSequences = defineRule({
  name: "rnn-return-sequences",
  severity: "error",
  summary: "A recurrent layer gives the last step where all are wanted, or all where the last is.",
  overrides: ["output-vs-targets"],
  explain: {
    symptom:
      "A second LSTM is told that it reads a sequence and gets a vector; or training stops because there is a prediction for every step and one label a row.",
    cause:
      "A recurrent layer gives its state after the last step, [units], unless return_sequences says that it gives the state after each, [steps, units]. The next recurrent layer reads a sequence, so all but the last of a stack need it; a target of one answer a row wants the last step alone.",
    remedy: "return_sequences = true in every recurrent layer but the last; there, as the target asks.",
    whenToIgnore: "Where every step has a target of its own: then declare it, `target tags: class(12)[T]`.",
    source: ["Shape faults in deep learning programs (Wu et al., 2021)"],
  },
  visit: {
    output(output, report, context) {
      const expected = expectedOutput(output);
      const { shape } = output.ir.type;
      if (!expected || shape.length <= expected.places.length + 1) return;
      const layer = lastReader(output, context);
      const steps = layer && context.graph.facts(layer).steps;
      if (!layer || steps?.gives !== "each") return;
      const target = showShape([...expected.places, expected.units]);
      report(layer.span, {
        message: `${layer.layer.word.name} gives every step: ${showShape(shape)} comes out for a target of ${target}`,
        why: "one answer a row is asked for, and this gives one a step",
        related: targetNote(output, "one answer a row"),
        // Of a wrapper the argument stands inside.
        fix: Object.hasOwn(layer.layer.params, steps.param)
          ? layerFix(layer, [setArgument(layer, steps.param, "false")], false)
          : undefined,
        help: "give the last step alone, or a pooling over the steps behind it",
        evidence: { output: showShape(shape), target },
      });
    },
  },
  examples: {
    bad: `input series: f32[20, 6]
target sick: binary
series -> ⟦LSTM(16, return_sequences = true)⟧ -> Dense(1, sigmoid)
train { loss = binary_crossentropy }
`,
    good: `input series: f32[20, 6]
target tags: class(5)[20]
series -> LSTM(16, return_sequences = true) -> Dense(5, softmax)
train { loss = sparse_categorical_crossentropy }
`,
    fixed: `input series: f32[20, 6]
target sick: binary
series -> LSTM(16, return_sequences = false) -> Dense(1, sigmoid)
train { loss = binary_crossentropy }
`,
  },
});

/** The last recurrent layer before the output, seen through layers that treat each step by itself. */
function lastReader({ ir }: OutputPlace, { graph }: CheckContext): LayerIR | undefined {
  for (const layer of graph.chainBefore(ir.value)) {
    const { steps, mixes, rearranges, pools } = graph.facts(layer);
    if (steps) return layer;
    if (mixes === "window" || mixes === "sequence" || rearranges || pools) return undefined;
  }
  return undefined;
}
