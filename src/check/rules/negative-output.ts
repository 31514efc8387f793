/** A loss of logarithms, and an output or targets below 0. */
import type { CheckContext } from "../check-context.ts";
import { short, targetValues } from "../data-values.ts";
import { layerFix, setActivation, setArgument } from "../edits.ts";
import { lossNote, type OutputPlace } from "../output-place.ts";
import { defineRule } from "../rule.ts";
import { signOf } from "../sign.ts";

export const negativeOutput = defineRule({
  name: "negative-output",
  severity: "warning",
  overrides: ["loss-vs-task"],
  summary: "The loss takes a logarithm, and the output or its targets may be below 0.",
  explain: {
    symptom:
      "With poisson the loss is NaN from the first batch on; with mean_squared_logarithmic_error rows whose prediction is below 0 stand still, and the loss stays where it was.",
    cause:
      "The logarithm of a number below 0 does not exist. The Poisson loss takes it of the output and gives NaN, which reaches all weights with the next update. The squared logarithmic error counts everything below 0 as 0: there its slope is 0, and nothing tells the network to come back. A linear output with usual initial weights is below 0 for about half of the rows.",
    formula: "poisson: p - y * log(p);  msle: (log(y + 1) - log(p + 1))^2",
    remedy:
      "An output that is above 0 everywhere: softplus, or exponential for rates. Targets below 0 want another loss: mse or huber.",
    whenToIgnore: "When weights and inputs are held so that the sum cannot be below 0.",
    source: [
      "Keras: Poisson, MeanSquaredLogarithmicError",
      "McCullagh and Nelder: Generalized Linear Models (1989)",
    ],
  },
  visit: {
    output(output, report, context) {
      const { loss, end, ir } = output;
      const below = loss?.facts.belowZero;
      if (!loss || below === undefined || loss.term.inferred) return;
      const severity = below === "nan" ? "error" : "warning";
      const values = targetValues(context, output);
      if (values && values.low < 0) {
        report(loss.term.loss.span ?? ir.span, {
          severity,
          message: `${loss.name} is for amounts from 0 on, and ${values.name} goes down to ${short(values.low)}`,
          why: "is a logarithm, which such a number does not have",
          help: "mse or huber for amounts of both signs",
          evidence: { loss: loss.name, lowest: values.low },
        });
        return;
      }
      if (signOf(context.graph, ir.value) !== "any") return;
      const layer = end.kind === "activation" ? end.use.layer : end.kind === "linear" ? end.layer : undefined;
      report(end.kind === "activation" ? end.use.span : (layer?.span ?? ir.span), {
        severity,
        message: `${loss.name} takes the logarithm of this output, which can be below 0`,
        why:
          below === "nan"
            ? "below 0 the loss is NaN"
            : "below 0 the loss has no slope, and the row stands still",
        related: lossNote(loss, "is for amounts from 0 on"),
        fix: positiveFix(output, context),
        help: "softplus or exponential on the last layer",
        evidence: { loss: loss.name },
      });
    },
  },
  examples: {
    bad: `input x: f32[8]
target visits: count
x -> Dense(16, relu) -> ⟦Dense(1)⟧
train { loss = poisson }
`,
    good: `input x: f32[8]
target visits: count
x -> Dense(16, relu) -> Dense(1, exponential)
train { loss = poisson }
`,
    fixed: `input x: f32[8]
target visits: count
x -> Dense(16, relu) -> Dense(1, softplus)
train { loss = poisson }
`,
  },
});

function positiveFix({ end }: OutputPlace, { graph }: CheckContext) {
  if (end.kind === "activation") return layerFix(end.use.layer, [setActivation(end.use, "softplus")], false);
  const param = end.kind === "linear" ? graph.facts(end.layer).activationParam : undefined;
  if (end.kind !== "linear" || param === undefined) return undefined;
  return layerFix(end.layer, [setArgument(end.layer, param, "softplus")], false);
}
