/** What is told where a layer reads a sequence and the one before gives its last step alone. */
import type { Diagnostic } from "../base/diagnostic.ts";
import { symbol } from "../base/dim.ts";
import type { Span } from "../base/source.ts";
import { type LayerDefinition, ShapeProblem, type TensorSpec } from "../library/layer.ts";
import type { Params } from "../words/param.ts";
import type { LayerIR } from "./ir.ts";

/** Whether the layer would take what comes to it if there were one for each step. */
export function takesSequence(word: LayerDefinition, params: Params, specs: readonly TensorSpec[]): boolean {
  try {
    word.shape(
      params,
      specs.map((spec) => ({ ...spec, shape: [symbol("steps"), ...spec.shape] })),
    );
    return true;
  } catch (problem) {
    if (problem instanceof ShapeProblem) return false;
    throw problem;
  }
}

export function lastStepOnly(maker: LayerIR, reader: string, at: Span, message: string): Diagnostic {
  const { layer, span } = maker;
  const { name } = layer.word;
  const param = layer.word.facts(layer.params).steps?.param ?? "return_sequences";
  const given = layer.given[param];
  const text = span.source.text.slice(span.start, span.end);
  const inside = Object.hasOwn(layer.params, param);
  const edit = given
    ? { span: given, text: "true" }
    : { span: { ...span, start: span.end - 1, end: span.end - 1 }, text: `, ${param} = true` };
  const fixable = inside && (given !== undefined || text.endsWith(")"));
  return {
    rule: "rnn-return-sequences",
    severity: "error",
    message: `${name} gives its last step alone, and ${reader} reads a sequence`,
    span: at,
    label: message,
    related: [{ span, text: "it stops here at the last step" }],
    ...(fixable
      ? { fix: { title: `${name}(…, ${param} = true)`, edits: [edit], safe: false } }
      : { help: `write ${param} = true in the layer inside ${name}` }),
  };
}
