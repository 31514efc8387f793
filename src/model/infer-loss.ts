/** The loss of an output that the file gives none: it follows from the last activation and the target's kind. */
import type { Report } from "../base/diagnostic.ts";
import type { Span } from "../base/source.ts";
import type { ActivationDefinition } from "../library/activation.ts";
import type { LossDefinition } from "../library/loss.ts";
import { readInstance } from "../words/read-arguments.ts";
import type { Value } from "../words/value.ts";
import type { Instance, Vocabulary } from "../words/word.ts";
import type { LayerIR, LossTerm, OutputIR, TensorId } from "./ir.ts";
import { showTarget } from "./target-type.ts";

/** How an output is to be read. */
type Reading = "probability" | "distribution" | "logits" | "number";

interface Guess {
  readonly name: string;
  readonly fromLogits?: boolean;
}

export interface InferenceContext {
  readonly layers: ReadonlyMap<TensorId, LayerIR>;
  readonly vocabulary: Vocabulary;
  /** Where the file could name the loss. */
  readonly span: Span;
  /** How an entry for this output is written: `loss = mse` or `loss = { spam = mse }`. */
  readonly entry: (loss: string) => string;
  readonly report: Report;
}

/** Undefined when no loss suggests itself, which is reported. */
export function inferLoss(output: OutputIR, context: InferenceContext): LossTerm | undefined {
  const { activation, reading } = lastActivation(output, context.layers);
  const guess = guessLoss(output, reading);
  const after = activation ? ` after ${activation}` : "";
  const target = output.target ? ` and a target of the kind ${showTarget(output.target)}` : "";
  if (guess === undefined) {
    context.report({
      rule: "loss-missing",
      severity: "error",
      message: `no loss suggests itself for the output ${output.name}${after}${target}`,
      span: output.span,
      help: `name one: \`train { ${context.entry("…")} }\``,
    });
    return undefined;
  }
  const text = guess.fromLogits ? `${guess.name}(from_logits = true)` : guess.name;
  const loss = readInstance("loss", lossValue(guess, context.span), context.vocabulary, context.report);
  if (loss === undefined) return undefined;
  context.report({
    rule: "loss-inferred",
    severity: "note",
    message: `the loss of ${output.name} is ${text}`,
    span: context.span,
    label: `it follows from ${activation ?? "a linear output"}${target}`,
    help: `to say so in the file, write \`${context.entry(text)}\``,
    evidence: { output: output.name, loss: text },
  });
  const { word, params } = loss as Instance<LossDefinition>;
  return { loss: { word, params, given: {} }, weight: 1, inferred: true };
}

function guessLoss({ target, type }: OutputIR, reading: Reading): Guess | undefined {
  const logits = reading === "logits" ? { fromLogits: true } : {};
  switch (target?.kind) {
    case "class":
      // Two classes fit one unit as well as two.
      if (target.classes === 2 && type.shape.at(-1) === 1 && reading !== "number") {
        return { name: "binary_crossentropy", ...logits };
      }
      return reading === "distribution" || reading === "logits"
        ? { name: "sparse_categorical_crossentropy", ...logits }
        : undefined;
    case "onehot":
    case "distribution":
      return reading === "distribution" || reading === "logits"
        ? { name: "categorical_crossentropy", ...logits }
        : undefined;
    case "binary":
    case "multilabel":
      return reading === "probability" || reading === "logits"
        ? { name: "binary_crossentropy", ...logits }
        : undefined;
    case "real":
    case "positive":
    case "count":
      return { name: "mse" };
    default:
      if (reading === "distribution") return { name: "sparse_categorical_crossentropy" };
      return { name: reading === "probability" ? "binary_crossentropy" : "mse" };
  }
}

function lastActivation(
  output: OutputIR,
  layers: ReadonlyMap<TensorId, LayerIR>,
): { readonly activation?: string; readonly reading: Reading } {
  let layer = layers.get(output.value);
  while (layer) {
    const { word, params } = layer.layer;
    const facts = word.facts(params);
    const activation = activationOf(facts.wraps ?? layer.layer, facts.activationParam);
    if (activation) {
      const { output: meaning, nonlinear } = activation.word.facts(activation.params);
      if (meaning) return { activation: activation.word.name, reading: meaning };
      if (nonlinear) return { activation: activation.word.name, reading: "number" };
    }
    if (facts.learns) return { reading: facts.nonlinear ? "number" : "logits" };
    const passes = facts.rearranges || facts.regularizes || activation !== undefined;
    layer = passes && layer.inputs.length === 1 ? layers.get(layer.inputs[0] as TensorId) : undefined;
  }
  return { reading: "number" };
}

function activationOf(
  layer: Instance,
  param: string | undefined,
): Instance<ActivationDefinition> | undefined {
  const value = param === undefined ? undefined : layer.params[param];
  return (value as Instance<ActivationDefinition> | null | undefined) ?? undefined;
}

function lossValue({ name, fromLogits }: Guess, span: Span): Value {
  if (!fromLogits) return { kind: "word", span, name };
  const value: Value = { kind: "boolean", span, value: true };
  const argument = { span, name: "from_logits", nameSpan: span, value };
  return { kind: "call", span, name, nameSpan: span, args: [argument] };
}
