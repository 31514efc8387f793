/** Metrics that say nothing about the task. */
import type { Severity } from "../../base/diagnostic.ts";
import { spanText } from "../../base/source.ts";
import type { TargetKind } from "../../base/target-kind.ts";
import type { MetricDefinition, MetricFacts } from "../../library/metric.ts";
import type { Instance } from "../../words/word.ts";
import { replace } from "../edits.ts";
import { isClassification } from "../is-classification.ts";
import { type LossPlace, lossNote, type OutputPlace, targetNote } from "../output-place.ts";
import { defineRule, type ReportFinding } from "../rule.ts";

export const metricMismatch = defineRule({
  name: "metric-mismatch",
  severity: "warning",
  summary: "A metric judges another task than the one that the network learns.",
  explain: {
    symptom:
      "Accuracy is 0 or nearly, although the loss falls well; or an error is reported in units that nothing has.",
    cause:
      "Accuracy counts answers that are exactly right. A predicted amount is hardly ever exactly the target, so its accuracy is near 0 however good the model is. The mean absolute error of class numbers depends on how the classes happen to be numbered.",
    formula: "accuracy = share of rows with prediction = target",
    remedy: "For amounts: mae, rmse. For classes: accuracy, and AUC where the classes are of unequal size.",
    whenToIgnore:
      "An error beside an accuracy, such as the mean squared error of probabilities (the Brier score), is only a hint.",
    source: ["TheDeepChecker (Ben Braiek and Khomh, 2023)", "Deeplearning4j documentation of evaluation"],
  },
  visit: {
    output(output, report) {
      const { loss, metrics } = output;
      const task = taskOf(output);
      if (!loss || !task) return;
      judgeLogits(output, loss, report);
      judgeBest(output, report);
      const kinds = metrics.map((metric) => ({ metric, facts: metric.word.facts(metric.params) }));
      for (const { metric, facts } of kinds) {
        const wrongTask = facts.task !== task;
        if (!wrongTask && !wrongKind(facts, output.ir.target) && !asksEachUnit(facts, output)) continue;
        const beside = kinds.some((other) => other.facts.task === task);
        const severity: Severity = wrongTask && task === "classification" && beside ? "hint" : "warning";
        const name = writtenName(metric);
        const better = task === "regression" ? "mae" : "accuracy";
        const span = metric.span ?? output.ir.span;
        report(span, {
          severity,
          message: wrongTask
            ? `${name} judges ${taskNames[facts.task]}, and this output is ${taskNames[task]}`
            : `${name} is not made for ${output.ir.target ? `a target of the kind ${output.ir.target.kind}` : "one class out of several"}`,
          why: reasonOf(facts, wrongTask),
          related: [...lossNote(loss, "the loss that is learned"), ...targetNote(output, "the target")],
          fix: metric.span
            ? { title: `metrics = ${better}`, edits: [replace(metric.span, better)], safe: false }
            : undefined,
          help: task === "regression" ? "mae or rmse for amounts" : "accuracy or AUC for classes",
          evidence: { metric: name, task },
        });
      }
    },
  },
  examples: {
    bad: `input x: f32[8]
target price: real
x -> Dense(16, relu) -> Dense(1)
train { loss = mse, metrics = ⟦accuracy⟧ }
`,
    good: `input x: f32[8]
target sick: binary
x -> Dense(16, relu) -> Dense(1, sigmoid)
train { loss = binary_crossentropy, metrics = [accuracy, AUC()] }
`,
    fixed: `input x: f32[8]
target price: real
x -> Dense(16, relu) -> Dense(1)
train { loss = mse, metrics = mae }
`,
  },
});

const taskNames = { classification: "classes", regression: "an amount" } as const;

/** The target decides; without one the loss does, unless the output looks like the other task (told by another rule). */
function taskOf({ ir, loss, activation }: OutputPlace): MetricFacts["task"] | undefined {
  const { target } = ir;
  if (target?.kind === "distribution") return undefined;
  if (target) {
    // Shares may be learned by the loss of a yes or no, and are hardly ever hit exactly either.
    if (target.kind === "real" && target.shape.length === 0 && loss?.facts.reads === "probability")
      return "regression";
    if (!isClassification(target) && loss?.facts.task === "classification") return undefined;
    return isClassification(target) ? "classification" : "regression";
  }
  if (loss?.facts.task === "regression" && activation?.facts.output) return undefined;
  return loss?.facts.task;
}

/** A metric that asks each unit for a yes or a no is nearly always right about classes: most answers are no. */
function asksEachUnit({ task, targets }: MetricFacts, { ir, loss, units }: OutputPlace): boolean {
  if (task !== "classification" || loss?.facts.reads !== "distribution" || units === 2) return false;
  if (ir.target && ir.target.kind !== "onehot") return false;
  return loss.facts.targets.includes("onehot") && !targets.includes("onehot") && !targets.includes("class");
}

/** Among the best k of k classes the right one is always found. */
function judgeBest({ metrics, units }: OutputPlace, report: ReportFinding): void {
  if (typeof units !== "number" || units < 2) return;
  for (const metric of metrics) {
    const { k } = metric.params;
    if (!metric.span || typeof k !== "number" || k < units) continue;
    report(metric.span, {
      message: `${writtenName(metric)} looks for the right class among the best ${k} of ${units}`,
      why: "it is always there: this figure is 1 from the start",
      help: "accuracy, or a smaller k",
      evidence: { metric: writtenName(metric), k, classes: units },
    });
  }
}

/** The middle between yes and no is 0.5 for probabilities, and 0 for what sigmoid makes them of. */
function judgeLogits({ metrics, units }: OutputPlace, loss: LossPlace, report: ReportFinding): void {
  if (!loss.facts.fromLogits || loss.facts.reads !== "probability") return;
  for (const metric of metrics) {
    const { threshold, targets } = metric.word.facts(metric.params);
    if (!metric.span || threshold === undefined || threshold <= 0) continue;
    if (units !== 1 && !targets.includes("multilabel")) continue;
    const name = writtenName(metric);
    const better = "BinaryAccuracy(threshold = 0)";
    report(metric.span, {
      message: `${name} takes outputs above ${threshold} for a yes, and these are logits`,
      why: "of logits, half and half is 0",
      related: lossNote(loss, "applies the sigmoid itself"),
      fix: { title: better, edits: [replace(metric.span, better)], safe: false },
      help: better,
      evidence: { metric: name, threshold },
    });
  }
}

/** Two classes are a question of yes or no, however they are declared. */
function wrongKind({ targets }: MetricFacts, target: TargetKind | undefined): boolean {
  if (!target || !isClassification(target) || targets.includes(target.kind)) return false;
  if (target.kind === "binary" || (target.kind === "class" && target.classes === 2)) {
    return !targets.includes("binary") && !targets.includes("class");
  }
  return target.kind === "class" && !targets.includes("onehot") && !targets.includes("distribution");
}

function reasonOf({ task }: MetricFacts, wrongTask: boolean): string {
  if (!wrongTask) return "asks for another form of labels";
  return task === "classification"
    ? "counts exact hits, and an amount is hardly ever hit exactly"
    : "measures distances, and classes have none";
}

/** As the file has it, so that the reader meets their own word again. */
function writtenName({ word, span }: Instance<MetricDefinition>): string {
  return (span && /\w+/.exec(spanText(span))?.[0]) ?? word.name;
}
