/** A loss for another task than the target's. */
import type { Edit, Fix, Severity } from "../../base/diagnostic.ts";
import { isKnown } from "../../base/dim.ts";
import type { CheckContext } from "../check-context.ts";
import { short, targetValues } from "../data-values.ts";
import { layerFix, setActivation, setArgument } from "../edits.ts";
import { exchangeLoss } from "../exchange-loss.ts";
import { isClassification } from "../is-classification.ts";
import { asksAmount, type OutputPlace, targetNote } from "../output-place.ts";
import { reconstructs } from "../reconstructs.ts";
import { defineRule } from "../rule.ts";
import { classUnits, setUnits } from "../units.ts";

export const lossVsTask = defineRule({
  name: "loss-vs-task",
  severity: "error",
  summary: "The loss belongs to another task than the target asks for.",
  overrides: [
    "output-vs-targets",
    "crossentropy-unbounded-output",
    "relu-output",
    "metric-mismatch",
    "categorical-one-unit",
    "sigmoid-categorical-loss",
    "softmax-binary-loss",
    "double-softmax",
  ],
  explain: {
    symptom:
      "The loss is negative, NaN or stuck, or training runs and the predictions cannot be what was asked: one class where several are true, a number between two classes.",
    cause:
      "A loss is a statement about what the target is. Binary cross-entropy: each number is a yes or a no. Categorical cross-entropy: exactly one of n is true. Squared error: the target is an amount, and twice as far is four times as bad. Where the target is something else, the minimum of the loss is not the answer that you want.",
    formula:
      "yes or no:   sigmoid, binary_crossentropy\none of n:    softmax, (sparse_)categorical_crossentropy\nany of n:    n sigmoids, binary_crossentropy\namounts:     linear, mse or mae",
    remedy:
      "Take the pair of output and loss that belongs to the target; the table in the formula lists them.",
    whenToIgnore:
      "Amounts from 0 to 1 may be learned by binary cross-entropy: declare them, `target share: real in range(0, 1)`. Least squares on 0 and 1 is a classifier of its own; allow it with a reason.",
    source: [
      "Fault localisation sets of DeepLocalize (Wardat et al., 2021)",
      "Goodfellow, Bengio, Courville: Deep Learning, section 6.2.2",
    ],
  },
  visit: {
    output(output, report, context) {
      const { loss, ir } = output;
      const clash = judge(output, context);
      if (!loss || !clash) return;
      report(placeOf(output), {
        severity: clash.severity ?? "error",
        message: clash.message,
        why: clash.why,
        related: targetNote(output, `the target is ${clash.task}`),
        fix: clash.fix,
        help: clash.help,
        evidence: { loss: loss.name, target: ir.target?.kind ?? "unknown" },
      });
    },
  },
  examples: {
    bad: `input x: f32[8]
target kind: class(4)
x -> Dense(16, relu) -> Dense(1, sigmoid)
train { loss = ⟦binary_crossentropy⟧ }
`,
    good: `input x: f32[8]
target tags: multilabel(4)
x -> Dense(16, relu) -> Dense(4, sigmoid)
train { loss = binary_crossentropy }
`,
    fixed: `input x: f32[8]
target kind: class(4)
x -> Dense(16, relu) -> Dense(4, softmax)
train { loss = sparse_categorical_crossentropy }
`,
  },
});

interface Clash {
  readonly message: string;
  readonly why: string;
  readonly task: string;
  readonly severity?: Severity;
  readonly fix?: Fix | undefined;
  readonly help: string;
}

function placeOf({ loss, ir, activation }: OutputPlace) {
  return loss?.term.loss.span ?? activation?.span ?? ir.targetSpan ?? ir.span;
}

function judge(output: OutputPlace, context: CheckContext): Clash | undefined {
  const { target } = output.ir;
  if (!output.loss || !target || output.loss.facts.targets.includes(target.kind)) return undefined;
  if (target.kind === "multilabel") return judgeLabels(output);
  if (target.kind === "distribution") return judgeShares(output);
  return isClassification(target) ? judgeClasses(output) : judgeAmounts(output, context);
}

/** Sigmoids under a categorical loss are told by a rule of their own. */
function judgeLabels(output: OutputPlace): Clash | undefined {
  const { loss, activation } = output;
  if (asksAmount(loss) && !activation?.facts.output) {
    return {
      severity: "warning",
      message: `${loss.name} takes labels for amounts`,
      why: "measures distances between a yes and a no",
      task: "a set of labels",
      fix: pairFix(output, "sigmoid", "binary_crossentropy", false),
      help: "n sigmoid units with binary_crossentropy",
    };
  }
  if (loss?.facts.reads !== "distribution" || activation?.facts.output === "probability") return undefined;
  return {
    message: `${loss.name} wants exactly one true class, and several labels can be true at once`,
    why: "makes the labels compete for a share of 1",
    task: "a set of labels",
    fix: pairFix(output, "sigmoid", "binary_crossentropy", true),
    help: "n sigmoid units with binary_crossentropy",
  };
}

function judgeShares(output: OutputPlace): Clash | undefined {
  const { loss, activation } = output;
  if (loss?.facts.reads !== "probability" || activation?.facts.output === "distribution") return undefined;
  return {
    message: `${loss.name} takes each unit by itself, and the target is a distribution that sums to 1`,
    why: "nothing makes the predictions sum to 1",
    task: "a distribution",
    fix: pairFix(output, "softmax", "categorical_crossentropy", true),
    help: "softmax with categorical_crossentropy",
  };
}

function judgeClasses(output: OutputPlace): Clash | undefined {
  const { loss, ir, activation } = output;
  if (!loss || !ir.target) return undefined;
  const classes = classUnits(ir.target);
  const sparse = ir.target.kind === "class";
  const categorical = sparse ? "sparse_categorical_crossentropy" : "categorical_crossentropy";
  if (loss.facts.task === "regression") {
    if (activation?.facts.output || loss.facts.reads !== "number") return undefined;
    const binary = ir.target.kind === "binary" || (classes === 2 && output.units === 1);
    return {
      severity: sparse && output.units !== 1 && output.units !== undefined ? "error" : "warning",
      message: `${loss.name} takes class numbers for amounts`,
      why: "a class that is called 2 is not twice the class that is called 1",
      task: binary ? "a yes or a no" : "one of several classes",
      fix: binary
        ? pairFix(output, "sigmoid", "binary_crossentropy", false)
        : pairFix(output, "softmax", categorical, false, classes),
      help: binary ? "sigmoid with binary_crossentropy" : `softmax with ${categorical}`,
    };
  }
  if (loss.facts.reads !== "probability" || classes === undefined || classes <= 2) return undefined;
  // Softmax under a loss of yes and no has a rule of its own; losses of overlap take it, in rows.
  if (activation?.facts.output === "distribution" && !loss.facts.targets.includes("onehot")) return undefined;
  const one = output.units === 1 || output.units === undefined;
  if (!one && sparse) {
    return {
      message: `${loss.name} needs a yes or a no for each of ${classes} classes, and the target is the number of one`,
      why: "reads the class number as a probability",
      task: `one of ${classes} classes`,
      fix: pairFix(output, "softmax", categorical, true),
      help: `softmax with ${categorical}`,
    };
  }
  return {
    severity: one ? "error" : "warning",
    message: one
      ? `${loss.name} tells two classes apart, and the target has ${classes}`
      : `${loss.name} asks ${classes} separate questions, and exactly one class is true`,
    why: one ? "labels above 1 are no probabilities" : "nothing makes the classes exclude each other",
    task: `one of ${classes} classes`,
    fix: pairFix(output, "softmax", categorical, one, classes),
    help: `${classes} units with softmax and ${categorical}`,
  };
}

function judgeAmounts(output: OutputPlace, context: CheckContext): Clash | undefined {
  const { loss, ir, activation, units } = output;
  if (loss?.facts.task !== "classification" || loss.facts.reads === "number") return undefined;
  const amounts = {
    task: "an amount",
    fix: pairFix(output, "linear", "mse", false),
    help: "a linear output with mse or mae",
  };
  if (loss.facts.reads === "distribution") {
    // Rows of several numbers may be shares whose sum nobody has looked at.
    if (ir.target?.shape.length && !loss.facts.targets.includes("class")) return undefined;
    return {
      ...amounts,
      message: `${loss.name} needs classes, and the target is an amount`,
      why: "picks a probability by the class",
    };
  }
  if (activation?.facts.output === "distribution") return undefined;
  const values = targetValues(context, output);
  if (values) {
    if (values.low >= 0 && values.high <= 1) return undefined;
    const range = `${short(values.low)} to ${short(values.high)}`;
    return {
      ...amounts,
      message: `${loss.name} needs targets from 0 to 1, and ${values.name} goes from ${range}`,
      why: `falls without end where a target lies outside 0 to 1`,
    };
  }
  const several = units !== undefined && (!isKnown(units) || units > 1);
  if (several || reconstructs(context, output)) return undefined;
  return {
    ...amounts,
    severity: ir.target?.kind === "count" ? "error" : "warning",
    message: `${loss.name} is for a yes or a no, and the target is an amount`,
    why: "needs targets from 0 to 1, and nothing says so",
    help: "if the target lies there, declare it: real in range(0, 1)",
  };
}

/** Output and loss changed together, where the file names the loss. */
function pairFix(
  { loss, end }: OutputPlace,
  activation: string,
  name: string,
  safe: boolean,
  units?: number,
): Fix | undefined {
  const span = loss?.term.loss.span;
  if (!span || end.kind === "unknown") return undefined;
  const edits: Edit[] = [];
  const layer = end.kind === "activation" ? end.use.layer : end.layer;
  const resized =
    units === undefined || layer.type.shape.at(-1) === units ? undefined : setUnits(layer, units);
  if (units !== undefined && layer.type.shape.at(-1) !== units && !resized) return undefined;
  if (resized) edits.push(resized);
  if (!loss.facts.fromLogits || activation === "linear") {
    if (end.kind === "activation") edits.push(setActivation(end.use, activation));
    else if (activation !== "linear") edits.push(setArgument(layer, "activation", activation));
  }
  const lossEdit = exchangeLoss(loss, name);
  if (lossEdit) edits.push(lossEdit);
  const fix = layerFix(layer, edits, safe, `, loss = ${name}`);
  return edits.length > 1 ? fix : { ...fix, title: `loss = ${name}` };
}
