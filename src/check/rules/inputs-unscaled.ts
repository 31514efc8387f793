/** Features far from 0, or of very different size. */
import type { Fix } from "../../base/diagnostic.ts";
import type { CheckContext } from "../check-context.ts";
import { short } from "../data-values.ts";
import { exampleTable, numberColumn } from "../example-data.ts";
import { entersRaw, largeInputs, type RawValues } from "../raw-values.ts";
import { type Rescaled, rescaledInputs } from "../rescaled-values.ts";
import { defineRule, type ReportFinding } from "../rule.ts";
import { addEntry } from "../section-edits.ts";
import { insertStage } from "../stage-edits.ts";

/** Beyond this, sums over a few features reach the flat parts of every activation with usual initial weights. */
const farFromZero = 10;
/** Columns whose spreads differ by more: one learning rate cannot serve both. */
const unequal = 100;
/** Below this, sums over a layer's inputs are nearly its bias, whatever comes in. */
const hardlyAnything = 0.05;

export const inputsUnscaled = defineRule({
  name: "inputs-unscaled",
  severity: "warning",
  summary: "Features enter the network far from 0, or of very different size.",
  explain: {
    symptom:
      "The loss is large at first, jumps, or stands still; columns of small numbers seem to have no influence; pixels from 0 to 255 give NaN or a network that says the same of every image.",
    cause:
      "The gradient of a weight is proportional to its input: a column in the thousands gets steps a thousand times as large as one near 1, and no single rate fits both. Initial weights are made for inputs of about size 1; with larger ones sigmoid and tanh start saturated, and relu networks start with huge predictions.",
    formula: "dL/dw_i = dL/dz * x_i;  curvature along w_i grows with x_i^2",
    remedy:
      "normalize = zscore in the data section (measurements), normalize = scale(1 / 255) or a Rescaling layer (bytes), or a normalisation layer first. Predictions then scale raw rows the same way by themselves.",
    whenToIgnore: "For columns of counts or codes that an Embedding looks up (not reported).",
    source: [
      "UMLAUT (Schoop et al., 2021)",
      "AUTOTRAINER (Zhang et al., 2021)",
      "LeCun et al.: Efficient backprop (1998)",
    ],
  },
  proof: { measure: "val_loss", bad: 0.671, fixed: 0.494 },
  visit: {
    model(model, report, context) {
      const large = largeInputs(context, farFromZero);
      if (large) {
        const { transform } = large;
        report(large.span, {
          // Scaled by its own spread, a column goes so far only where a few rows lie far out.
          ...(transform ? { severity: "hint" as const } : {}),
          message: transform
            ? `${large.name} goes up to ${short(large.largest)} even behind ${transform}`
            : `${large.name} enters the network as it is, and goes up to ${short(large.largest)}`,
          why: transform
            ? "few rows lie far out: each of them weighs as much as many others"
            : `beyond ${farFromZero}, initial weights and usual learning rates do not fit`,
          fix: scalingFix(large, context),
          help: transform
            ? "a logarithm of the column, made beforehand, brings them in"
            : "normalize = zscore, or a Rescaling layer first",
          evidence: { column: large.name, largest: large.largest, bound: farFromZero },
        });
        return;
      }
      for (const rescaled of rescaledInputs(context)) reportRescaled(rescaled, report);
      const pair = unequalColumns(context);
      if (!pair) return;
      const [wide, narrow, span] = pair;
      report(span, {
        message: `${wide.name} varies ${short(wide.deviation / narrow.deviation)} times as much as ${narrow.name}`,
        why: "one learning rate cannot serve both",
        fix: model.data?.normalize ? undefined : addEntry(context.file, "data", "normalize", "zscore"),
        help: "normalize = zscore",
        evidence: {
          widest: wide.name,
          narrowest: narrow.name,
          ratio: wide.deviation / narrow.deviation,
          bound: unequal,
        },
      });
    },
  },
  examples: {
    header: exampleTable(500, [
      numberColumn("area", 20, 400),
      numberColumn("rooms", 1, 9),
      numberColumn("price", -2, 2),
    ]),
    bad: `Dense(16, relu) -> Dense(1)
data { source = ⟦csv("table.csv")⟧, target = price, split = [0.8, 0.2] }
train { loss = mse, epochs = 40 }
`,
    good: `Dense(16, relu) -> Dense(1)
data { source = csv("table.csv"), target = price, normalize = minmax, split = [0.8, 0.2] }
train { loss = mse, epochs = 40 }
`,
    fixed: `Dense(16, relu) -> Dense(1)
data { source = csv("table.csv"), target = price, split = [0.8, 0.2], normalize = zscore }
train { loss = mse, epochs = 40 }
`,
  },
});

/** A constant that fits another range than the input has: 1 / 255 of what is at most 1 already, or 255 for 1 / 255. */
function reportRescaled({ name, before, scaling, after }: Rescaled, report: ReportFinding): void {
  const [largest, reach] = [before, after].map(({ low, high }) => Math.max(Math.abs(low), Math.abs(high)));
  const last = scaling.at(-1);
  if (!last || largest === undefined || reach === undefined) return;
  const small = reach < hardlyAnything && reach < largest;
  if (!small && reach <= farFromZero) return;
  report(last.span, {
    message: `${name} lies between ${short(before.low)} and ${short(before.high)}, and behind this between ${short(after.low)} and ${short(after.high)}`,
    why: small
      ? "so little is nearly the same for every row"
      : `beyond ${farFromZero}, initial weights do not fit`,
    related: scaling.slice(0, -1).map(({ span }) => ({ span, text: "scaled here already" })),
    help:
      small && largest <= farFromZero
        ? "leave this layer out"
        : "choose the scale so that about -1 to 1 comes out",
    evidence: { input: name, low: after.low, high: after.high, bound: small ? hardlyAnything : farFromZero },
  });
}

function scalingFix(large: RawValues, { file, model, graph }: CheckContext): Fix | undefined {
  const { field } = large;
  if (model.data) {
    if (model.data.normalize) return undefined;
    const bytes = field?.kind === "array" && field.dtype === "u8";
    return addEntry(file, "data", "normalize", bytes ? "scale(1 / 255)" : "zscore");
  }
  const input = model.inputs.find(({ span }) => span === large.span);
  const [first, ...more] = input ? graph.consumers(input.id) : [];
  if (!first || more.length > 0) return undefined;
  const stage = `Rescaling(1 / ${large.largest})`;
  return { title: `${stage} first`, edits: [insertStage(first, stage)], safe: false };
}

/** Whole numbers may be rare marks, whose spread is small by nature: they are not held against the others. */
function unequalColumns({ model, graph, plan }: CheckContext) {
  for (const input of plan?.inputs ?? []) {
    const ir = model.inputs.find(({ name }) => name === input.name);
    if (!ir || ir.element === "i32" || !entersRaw(graph, ir.id)) continue;
    const columns = input.terms.flatMap(({ field, transform, categorical }) => {
      if (transform || categorical || field.kind !== "column" || !field.statistics?.deviation) return [];
      return [{ name: field.name, deviation: field.statistics.deviation, integer: field.integer }];
    });
    const ordered = columns.sort((a, b) => a.deviation - b.deviation);
    const narrow = ordered.find(({ integer }) => !integer);
    const wide = ordered.at(-1);
    if (narrow && wide && wide.deviation / narrow.deviation > unequal)
      return [wide, narrow, input.span] as const;
  }
  return undefined;
}
