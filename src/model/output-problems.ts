/** Outputs that are none, names that lead nowhere: findings about the network as a whole. */
import type { Diagnostic, Report } from "../base/diagnostic.ts";
import type { Expression, SourceFile } from "../syntax/ast.ts";
import { describeValue } from "../words/value.ts";
import type { FileNames } from "./constants.ts";
import type { InputIR } from "./ir.ts";
import { describeMeaning, type LayerValue, type Meaning, type Tensor, type Unknown } from "./meaning.ts";

/** A chain without a source, in a file that declares inputs. */
export function reportNoSource(
  layer: LayerValue,
  at: Expression,
  inputs: readonly InputIR[],
  report: Report,
): void {
  if (layer.stages.every((stage) => "broken" in stage)) return;
  report({
    rule: "missing-source",
    severity: "error",
    message: "nothing flows into this chain",
    span: at.span,
    label: "it is a layer, and an output is a tensor",
    ...sourceFix(at, inputs),
  });
}

export function reportNoTensor(
  meaning: Exclude<Meaning, LayerValue | Tensor | Unknown>,
  at: Expression,
  report: Report,
): void {
  const [message, help] = noTensor(meaning);
  report({ rule: "not-a-tensor", severity: "error", message, span: at.span, help });
}

function noTensor(
  meaning: Exclude<Meaning, LayerValue | Tensor | Unknown>,
): readonly [message: string, help: string] {
  switch (meaning.kind) {
    case "tensors":
      return ["a list of tensors is not one output", "give each a name: `output a = …`, `output b = …`"];
    case "record": {
      const [first] = meaning.fields.keys();
      return ["a record of tensors is not one output", `name it and take a part: \`output a = r.${first}\``];
    }
    case "constant":
      return [
        `${describeValue(meaning.value)} is no output of a network`,
        "an output is a chain, such as `Dense(1)`",
      ];
    default:
      return [
        `${describeMeaning(meaning)} is no output of a network`,
        "an output is a chain, such as `Dense(1)`",
      ];
  }
}

/** What nothing uses, in a file that is understood as a whole. */
export function reportUnused(
  names: FileNames,
  used: ReadonlySet<string>,
  {
    meanings,
    inputs,
  }: { readonly meanings: ReadonlyMap<string, Meaning>; readonly inputs: readonly InputIR[] },
  report: Report,
): void {
  if ([...meanings.values()].some(({ kind }) => kind === "unknown")) return;
  for (const [name, definition] of names.definitions) {
    if (used.has(name)) continue;
    const meaning = meanings.get(name);
    const { span } = definition.name;
    if (definition.kind === "input") {
      report({
        rule: "unused-input",
        severity: "warning",
        message: `nothing uses the input ${name}`,
        span,
        help: `begin a chain with it: \`${name} -> …\``,
      });
    } else if (definition.kind === "binding" && !definition.output && meaning?.kind === "layer") {
      report({
        rule: "unused-layer",
        severity: "warning",
        message: `${name} is a layer that nothing uses`,
        span,
        label: "nothing flows into it, so it is not a part of the network",
        ...sourceFix(definition.statement.value, inputs),
      });
    } else if (definition.kind === "binding" && !definition.output && meaning?.kind === "tensor") {
      report({
        rule: "unused-tensor",
        severity: "warning",
        message: `nothing uses ${name}`,
        span,
        label: "it is left out of the network",
        help: "use it in a chain, make it an output, or leave it out",
      });
    }
  }
}

const sharedKinds: ReadonlySet<string> = new Set(["block", "def", "param", "import"]);

function isShared({ kind }: SourceFile["items"][number]): boolean {
  return kind === "block" || kind === "def";
}

/** A file whose statements make no output. */
export function reportNoOutput(
  file: SourceFile,
  names: FileNames,
  meanings: ReadonlyMap<string, Meaning>,
  report: Report,
): void {
  if (file.items.length === 0) {
    report({
      rule: "empty-file",
      severity: "error",
      message: "the file is empty",
      span: { ...file.span, end: file.span.start },
      help: "a model is at least a chain, such as `Dense(16, relu) -> Dense(1)`",
    });
    return;
  }
  // Blocks and defs for others to import are a file of their own kind.
  if (file.items.every(({ kind }) => sharedKinds.has(kind)) && file.items.some(isShared)) return;
  const bindings = [...names.definitions.values()].filter((definition) => definition.kind === "binding");
  // A name that could not be worked out may have been the output.
  if (bindings.some(({ name }) => meanings.get(name.name)?.kind === "unknown")) return;
  const last = bindings
    .filter(({ name }) => {
      const kind = meanings.get(name.name)?.kind;
      return kind === "tensor" || kind === "layer";
    })
    .at(-1);
  const start = last?.statement.span.start ?? file.span.start;
  const at = { source: file.source, start, end: start };
  report({
    rule: "missing-output",
    severity: "error",
    message: "the file names no output",
    span: last?.name.span ?? { ...file.span, end: file.span.start },
    ...(last
      ? {
          label: "this has a name and is not the output",
          fix: { title: `output ${last.name.name} = …`, edits: [{ span: at, text: "output " }], safe: false },
        }
      : { help: "the network is a chain that stands by itself, such as `Dense(16, relu) -> Dense(1)`" }),
  });
}

function sourceFix(at: Expression, inputs: readonly InputIR[]): Pick<Diagnostic, "fix" | "help"> {
  const [only, ...more] = inputs;
  if (!only || more.length > 0 || only.implicit) return { help: "give it a source: `x -> …`" };
  const span = { source: at.span.source, start: at.span.start, end: at.span.start };
  return {
    fix: { title: `${only.name} -> …`, edits: [{ span, text: `${only.name} -> ` }], safe: false },
  };
}
