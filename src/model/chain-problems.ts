/** What is told about chains: something stands in one that does not belong there. */
import type { Report } from "../base/diagnostic.ts";
import { type Span, spanText } from "../base/source.ts";
import type { Call } from "../syntax/ast.ts";
import { describeValue } from "../words/value.ts";
import { describeMeaning, type LayerValue, type Meaning } from "./meaning.ts";

/** Something else than a layer stands behind an arrow. */
export function reportNoLayer(meaning: Exclude<Meaning, LayerValue>, span: Span, report: Report): void {
  if (meaning.kind === "tensor") {
    report({
      rule: "not-a-layer",
      severity: "error",
      message: `${quote(span)} is a tensor, and only a layer can stand behind an arrow`,
      span,
      label: "a tensor begins a chain",
      related: [{ span: meaning.span, text: "it is made here" }],
    });
  } else if (meaning.kind === "tensors") {
    report({
      rule: "not-a-layer",
      severity: "error",
      message: "a list of tensors can only begin a chain",
      span,
      label: "only a layer can stand behind an arrow",
    });
  } else if (meaning.kind === "constant") {
    report({
      rule: "not-a-layer",
      severity: "error",
      message: `${describeValue(meaning.value)} is not a layer`,
      span,
      label: "only a layer can stand behind an arrow",
      ...(meaning.value.kind === "number"
        ? { help: `a layer of that size is \`Dense(${meaning.value.value})\`` }
        : {}),
    });
  } else {
    report({
      rule: "not-a-layer",
      severity: "error",
      message: `${quote(span)} is ${describeMeaning(meaning)}, and only a layer can stand behind an arrow`,
      span,
    });
  }
}

/** Something that is no tensor begins a chain. */
export function reportNoSourceValue(meaning: Meaning, span: Span, report: Report): void {
  const what = meaning.kind === "constant" ? describeValue(meaning.value) : describeMeaning(meaning);
  report({
    rule: "not-a-tensor",
    severity: "error",
    message: `${what} cannot flow into a layer`,
    span,
    label: "a chain begins with an input, a tensor or a layer",
  });
}

/** Something else than a tensor stands in a list of tensors. */
export function reportOddItem(meaning: Meaning, span: Span, report: Report): void {
  report({
    rule: "not-a-tensor",
    severity: "error",
    message: `${quote(span)} is not a tensor`,
    span,
    label: "a list in the network holds tensors",
    ...(meaning.kind === "layer" ? { help: "give the layer a source: `x -> …`" } : {}),
  });
}

/** `Dense(8)(x)`, as Keras' functional form has it. */
export function reportCallOfLayer({ callee, args, span }: Call, report: Report): void {
  const [only] = args;
  const written =
    args.length === 1 && only ? `${spanText(only.value.span)} -> ${spanText(callee.span)}` : undefined;
  report({
    rule: "call-of-layer",
    severity: "error",
    message: "a layer is not called: what flows in stands before it",
    span,
    ...(written === undefined
      ? { help: "write `x -> Dense(8)`" }
      : { fix: { title: written, edits: [{ span, text: written }], safe: false } }),
  });
}

/** A name of the file is called that stands for no layer; `defined` is where. */
export function reportCallOfName({ span }: Call, name: string, defined: Span, report: Report): void {
  report({
    rule: "not-a-layer",
    severity: "error",
    message: `\`${name}\` is no layer and takes no arguments`,
    span,
    related: [{ span: defined, text: "it is defined here" }],
  });
}

function quote(span: Span): string {
  const text = spanText(span);
  return text.length > 30 || text.includes("\n") ? "this" : `\`${text}\``;
}
