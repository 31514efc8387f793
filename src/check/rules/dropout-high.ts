/** Dropout that drops nearly everything. */
import type { Severity } from "../../base/diagnostic.ts";
import type { LayerIR } from "../../model/ir.ts";
import { dropRate } from "../drop-rate.ts";
import { layerFix, setArgument } from "../edits.ts";
import type { ModelGraph } from "../model-graph.ts";
import { defineRule } from "../rule.ts";

/** Above a half fewer units stay than go: unusual, and right for very wide layers. */
const unusual = 0.5;
/** From here one unit in five or fewer stays, and rows look so different each time that little can be learned. */
const ruinous = 0.8;

export const dropoutHigh = defineRule({
  name: "dropout-high",
  severity: "warning",
  summary: "Dropout leaves too little of the layer.",
  explain: {
    symptom:
      "Training loss stays high while validation loss is lower; with rate 1 the network sees only zeros and learns a constant.",
    cause:
      "The rate is the share that is dropped, not the share that is kept (as in some older papers and in early TensorFlow, where 0.8 meant to keep 80 %). What stays is scaled up by 1 / (1 - rate): at 0.9 each unit that stays is ten times as loud, and the noise drowns the signal.",
    formula: "y = x * mask / (1 - rate);  variance of the noise = x^2 * rate / (1 - rate)",
    remedy:
      "0.2 to 0.5 between wide layers; 0.1 to 0.2 on inputs. If the rate was the share to keep, take 1 minus it.",
    whenToIgnore: "On layers of thousands of units, where a fifth is still enough.",
    source: ["UMLAUT (Schoop et al., 2021)", "Srivastava et al.: Dropout (2014)"],
  },
  proof: { measure: "val_loss", bad: 0.614, fixed: 0.499 },
  visit: {
    layer(layer, report, { graph }) {
      const [param, rate] = highest(layer, graph);
      const severity = rate === undefined ? undefined : severityOf(rate);
      if (rate === undefined || !severity) return;
      const left = Math.round(100 * (1 - rate));
      report(layer.layer.given[param] ?? layer.span, {
        severity,
        message: rate >= 1 ? "this drops everything" : `dropout of ${rate} leaves ${left} % of the units`,
        why: rate >= 1 ? "only zeros pass, and no gradient" : "the rate is the share that is dropped",
        fix: layerFix(
          layer,
          [setArgument(layer, param, rate >= 1 ? "0.5" : String(betterRate(rate)))],
          false,
        ),
        help: "0.2 to 0.5 is usual",
        evidence: { rate },
      });
    },
  },
  examples: {
    bad: `input x: f32[8]
target sick: binary
x -> Dense(64, relu) -> Dropout(⟦0.9⟧) -> Dense(1, sigmoid)
train { loss = binary_crossentropy }
`,
    good: `input x: f32[8]
target sick: binary
x -> Dense(64, relu) -> Dropout(0.5) -> Dense(1, sigmoid)
train { loss = binary_crossentropy }
`,
    fixed: `input x: f32[8]
target sick: binary
x -> Dense(64, relu) -> Dropout(0.1) -> Dense(1, sigmoid)
train { loss = binary_crossentropy }
`,
  },
});

function severityOf(rate: number): Severity | undefined {
  if (rate >= 1) return "error";
  if (rate >= ruinous) return "warning";
  return rate > unusual ? "hint" : undefined;
}

/** The likely mistake is the share to keep; rounded, because 1 - 0.9 is not 0.1 in binary. */
function betterRate(rate: number): number {
  return Number((1 - rate).toPrecision(3));
}

/** The share that a dropout drops; of a recurrent layer the larger of those that it drops itself. */
function highest(layer: LayerIR, graph: ModelGraph): readonly [param: string, rate: number | undefined] {
  const own = (graph.facts(layer).drops ?? []).map((name) => [name, layer.layer.params[name]] as const);
  const [first, ...more] = own.filter((one): one is readonly [string, number] => typeof one[1] === "number");
  if (!first) return ["rate", dropRate(layer, graph)];
  return more.reduce((high, one) => (one[1] > high[1] ? one : high), first);
}
