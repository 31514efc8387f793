/** A scale or a rate that may be 0 or below. */
import { eachOperand } from "../../library/distribution.ts";
import { type OperandRange, rangeOf } from "../../library/operand.ts";
import type { LayerIR } from "../../model/ir.ts";
import { distributedParams } from "../../model/output-distribution.ts";
import type { CheckContext } from "../check-context.ts";
import { layerFix, setActivation } from "../edits.ts";
import { defineRule, type ReportFinding } from "../rule.ts";
import { signOf } from "../sign.ts";

export const scaleSign = defineRule({
  name: "scale-sign",
  severity: "error",
  summary: "A parameter of a distribution must be above 0, or a probability, and its tensor may be anything.",
  explain: {
    symptom:
      "The loss jumps to huge values in the first steps and stays there, or never gets near what a constant scale would reach.",
    cause:
      "A standard deviation, a rate or a concentration is above 0, a probability lies between 0 and 1. A layer without an activation gives any number. Here what is below 0.000001 counts as that, where the logarithm of the density is steep beyond measure and has no slope back.",
    formula: "log p(y) = -((y - loc) / scale)^2 / 2 - log(scale) - log(2 pi) / 2",
    remedy:
      "softplus for scales, rates and concentrations: it is above 0 everywhere and has a slope everywhere. For probabilities give logits in their place: Bernoulli(logits = …).",
    whenToIgnore: "When the layer's weights are held so that its result stays in the range.",
    source: ["Dugas and others: Incorporating second-order functional knowledge (2001), on softplus"],
  },
  visit: {
    layer(layer, report, context) {
      const params = distributedParams(layer);
      if (!params) return;
      for (const distribution of [params.distribution, params.prior]) {
        if (distribution === null) continue;
        eachOperand(distribution, (value, path, param) => {
          if (typeof value !== "object" || !("input" in value)) return;
          const input = layer.inputs[value.input];
          const range = rangeOf(param);
          if (input && range && range !== "real") judge({ layer, path, range }, input, report, context);
        });
      }
    },
  },
  examples: {
    bad: `input x: f32[8]
h = x -> Dense(16, relu)
sd = h -> ⟦Dense(1)⟧
output y ~ Normal(h -> Dense(1), sd)
`,
    good: `input x: f32[8]
h = x -> Dense(16, relu)
sd = softplus(h -> Dense(1)) + 0.01
output y ~ Normal(h -> Dense(1), sd)
`,
    fixed: `input x: f32[8]
h = x -> Dense(16, relu)
sd = h -> Dense(1, softplus)
output y ~ Normal(h -> Dense(1), sd)
`,
  },
});

interface Operand {
  readonly layer: LayerIR;
  readonly path: string;
  readonly range: Exclude<OperandRange, "real">;
}

function judge(
  { layer, path, range }: Operand,
  input: string,
  report: ReportFinding,
  { graph }: CheckContext,
): void {
  const sign = signOf(graph, input);
  const producer = graph.producer(input);
  if (producer === undefined) return;
  const use = graph.activation(producer);
  const high = use?.facts.range[1] ?? Number.POSITIVE_INFINITY;
  const fits = range === "positive" ? sign !== "any" : sign !== "any" && (use === undefined || high <= 1);
  if (range === "positive" && sign === "nonnegative") {
    report(producer.span, {
      severity: "warning",
      message: `${path} has to be above 0, and this may be 0`,
      why: "at 0 the logarithm of the scale is none, and relu has no slope to leave it",
      related: [{ span: layer.span, text: "the distribution that takes it" }],
      help: "softplus keeps it above 0, or add a small number",
      evidence: { parameter: path, sign },
    });
    return;
  }
  if (sign === undefined || fits) return;
  const wanted = range === "positive" ? "above 0" : "between 0 and 1";
  const activation = range === "positive" ? "softplus" : "sigmoid";
  const linear = use && !use.facts.nonlinear && !graph.facts(producer).sign;
  report(producer.span, {
    message: `${path} has to be ${wanted}, and this may be any number`,
    why: "no activation keeps it there",
    related: [{ span: layer.span, text: "the distribution that takes it" }],
    fix: linear ? layerFix(producer, [setActivation(use, activation)], false) : undefined,
    help: range === "positive" ? "softplus keeps it above 0" : "give logits in its place, or apply sigmoid",
    evidence: { parameter: path, sign },
  });
}
