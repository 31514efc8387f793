import { listOf } from "../../words/list-types.ts";
import { choice, flag, integer, keywordOnly, number, optional, param } from "../../words/param-types.ts";
import { elementProblem } from "../accuracies.ts";
import { areaUnderCurve, thresholdsOf } from "../area-under-curve.ts";
import { leftOutOfMetrics } from "../counted.ts";
import { fromLogits } from "../crossentropy.ts";
import { defineMetric } from "../metric.ts";
import { paired } from "../targets.ts";

const given = optional(listOf(number({ min: 0, max: 1 }), { min: 1 }));
const weights = optional(listOf(number({ min: 0 }), { min: 1 }));

export const auc = defineMetric({
  name: "AUC",
  doc: "The area under the ROC curve: how likely a positive row is ranked above a negative one. For yes-or-no outputs where the classes are unequal or the threshold is open; with curve = PR, precision against recall, where positives are rare. Counted at 200 thresholds, as in Keras, so it is an approximation. Formula: Hanley and McNeil (1982); PR by interpolation: Davis and Goadrich (2006).",
  params: {
    num_thresholds: param(integer({ min: 2 }), "number of thresholds, evenly from 0 to 1", 200),
    curve: param(choice("ROC", "PR"), "ROC: hits against false alarms; PR: precision against recall", "ROC"),
    summation_method: param(
      choice("interpolation", "minoring", "majoring"),
      "how the area between thresholds is taken: trapezoids, lower or upper bounds",
      "interpolation",
    ),
    thresholds: keywordOnly(param(given, "thresholds of your own in place of the even ones", null)),
    multi_label: keywordOnly(param(flag, "a curve for each label, and the mean of their areas", false)),
    label_weights: keywordOnly(param(weights, "weight of each label in that mean", null)),
    from_logits: keywordOnly(fromLogits),
  },
  leftOut: { ...leftOutOfMetrics, num_labels: "the number of labels is that of the output's units" },
  conflict: ({ label_weights, multi_label }) =>
    label_weights !== null && !multi_label
      ? {
          param: "label_weights",
          message: "has no effect without multi_label",
          help: "write multi_label = true",
        }
      : undefined,
  logName: "auc",
  problem({ label_weights }, target, output) {
    const labels = output.at(-1) ?? 1;
    if (label_weights !== null && typeof labels === "number" && labels !== label_weights.length) {
      return `label_weights has ${label_weights.length} numbers, but the output has ${labels} units`;
    }
    return elementProblem(target, output);
  },
  statistics({ g, params, target, output }) {
    const pair = paired(g, target, output);
    const units = params.multi_label ? (pair.output.shape.at(-1) as number) : 1;
    const rows = pair.output.shape.reduce((product, size) => product * size, 1) / units;
    const scores = g.reshape(params.from_logits ? g.sigmoid(pair.output) : pair.output, [rows, units, 1]);
    const truth = g.reshape(pair.target, [rows, units, 1]);
    const thresholds = thresholdsOf(params.num_thresholds, params.thresholds);
    const above = g.less(g.constant(thresholds, [1, 1, thresholds.length], scores.dtype), scores);
    return {
      true_positives: g.sum(g.mul(above, truth), [0]),
      false_positives: g.sum(g.mul(above, g.sub(1, truth)), [0]),
      positives: g.sum(truth, [0, 2]),
      negatives: g.sum(g.sub(1, truth), [0, 2]),
    };
  },
  result({ curve, summation_method, label_weights }, totals) {
    const { true_positives, false_positives, positives, negatives } = totals;
    if (!true_positives || !false_positives || !positives || !negatives) return Number.NaN;
    const length = true_positives.length / positives.length;
    let sum = 0;
    let weight = 0;
    for (let label = 0; label < positives.length; label++) {
      const counts = {
        truePositives: true_positives.subarray(label * length, (label + 1) * length),
        falsePositives: false_positives.subarray(label * length, (label + 1) * length),
        positives: positives[label] as number,
        negatives: negatives[label] as number,
      };
      const share = label_weights?.[label] ?? 1;
      sum += share * areaUnderCurve(counts, { curve, summation_method });
      weight += share;
    }
    return weight === 0 ? 0 : sum / weight;
  },
  facts: () => ({ better: "higher", task: "classification", targets: ["binary", "multilabel", "onehot"] }),
  examples: [
    { source: "AUC()", target: [1, 0, 1], output: [[0.9], [0.2], [0.4]], value: 1 },
    { source: "AUC(curve = PR)", target: [1, 0, 1], output: [[0.9], [0.2], [0.4]], value: 1 },
    { source: "AUC(3)", target: [1, 0, 1, 0], output: [[0.9], [0.6], [0.4], [0.1]], value: 0.5 },
  ],
});
