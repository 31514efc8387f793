/** Text to model for tests: findings are those of the parser and of the model stage together. */
import type { Diagnostic } from "../../src/base/diagnostic.ts";
import { showShape } from "../../src/base/dim.ts";
import { spanText } from "../../src/base/source.ts";
import type { DataHeader } from "../../src/data/header.ts";
import { elaborate } from "../../src/model/elaborate.ts";
import type { ModelIR } from "../../src/model/ir.ts";
import { parse } from "../../src/syntax/parse.ts";
import { vocabulary } from "../../src/vocabulary.ts";

export interface Result {
  readonly model: ModelIR | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

export function elaborated(text: string, header?: DataHeader): Result {
  const { file, diagnostics } = parse({ name: "models/test.nnet", text });
  const result = elaborate(file, { vocabulary, header });
  return { model: result.model, diagnostics: [...diagnostics, ...result.diagnostics] };
}

/** The model of a file without errors; notes and hints are let pass. */
export function modelOf(text: string, header?: DataHeader): ModelIR {
  const { model, diagnostics } = elaborated(text, header);
  const findings = diagnostics.filter(({ severity }) => severity === "error" || severity === "warning");
  if (!model || findings.length > 0) throw new Error(`${text}\n${findings.map(told).join("\n")}`);
  return model;
}

/** `error[rule] "place" message`, as one line. */
export function told({ severity, rule, span, message }: Diagnostic): string {
  return `${severity}[${rule}] "${spanText(span)}" ${message}`;
}

/** Errors and warnings of a file, as lines. */
export function findingsOf(text: string, header?: DataHeader): readonly string[] {
  return elaborated(text, header)
    .diagnostics.filter(({ severity }) => severity === "error" || severity === "warning")
    .map(told);
}

/** The text after its first fix. */
export function fixed(text: string, header?: DataHeader): string {
  const fix = elaborated(text, header).diagnostics.find((diagnostic) => diagnostic.fix)?.fix;
  if (!fix) throw new Error(`no fix for ${text}`);
  return [...fix.edits]
    .sort((a, b) => b.span.start - a.span.start)
    .reduce((rest, { span, text }) => rest.slice(0, span.start) + text + rest.slice(span.end), text);
}

/** `path Word [shape] weights`, a line a layer. */
export function table({ layers }: ModelIR): readonly string[] {
  return layers.map(({ id, layer, type, weights }) =>
    [
      id,
      layer.word.name,
      showShape(type.shape),
      ...weights.map(({ path, spec }) => `${path}${showShape(spec.shape)}`),
    ].join(" "),
  );
}
