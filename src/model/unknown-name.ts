/** Names that mean nothing where they stand in the network: what was probably meant. */
import type { Diagnostic } from "../base/diagnostic.ts";
import type { Span } from "../base/source.ts";
import { spelledAlike } from "../base/suggest.ts";
import { explainLeftOut } from "../words/find-word.ts";
import { foreignName } from "../words/foreign-names.ts";
import { withArticle } from "../words/instance-of.ts";
import { kindNames, type Vocabulary, type WordKind } from "../words/word.ts";
import type { FileNames } from "./constants.ts";
import { forms, functionNames } from "./forms.ts";
import { nearName } from "./near-name.ts";
import type { Bindings, GraphScope } from "./scope.ts";

export interface UnknownName {
  readonly name: string;
  readonly span: Span;
  /** Written with arguments, so that only a word of the library can be meant. */
  readonly called: boolean;
}

export function reportUnknownName(
  { name, span, called }: UnknownName,
  { bindings, module: { names }, vocabulary, report }: GraphScope,
): void {
  // What could not be read may have defined it.
  if (names.unread.some(({ source, start, end }) => source.text.slice(start, end).includes(name))) return;
  const leftOut = called ? vocabulary.leftOut(name) : vocabulary.leftOut(name, "layer");
  if (leftOut !== undefined) {
    report({ rule: "unknown-word", severity: "error", span, ...explainLeftOut(leftOut) });
    return;
  }
  const layers = vocabulary.names("layer");
  const words = [...layers, ...vocabulary.names("activation")];
  const candidates = called
    ? [...words, ...forms, ...functionNames, ...callable(bindings)]
    : [...bindings.names(), ...words, ...forms];
  const alike = layers.filter((each) => spelledAlike(name, each));
  const near = foreignName("layer", name, vocabulary) ?? nearName(name, alike) ?? nearName(name, candidates);
  const finding = { rule: called ? "unknown-word" : "unknown-name", severity: "error", span } as const;
  const other = otherKind(name, vocabulary);
  if (other !== undefined) {
    report({ ...finding, rule: "wrong-kind", ...wrongKind(name, other) });
    return;
  }
  report({
    ...finding,
    message: called ? `there is no layer called ${name}` : `nothing is called ${name}`,
    ...(near === undefined
      ? {
          label: called ? "not a known layer" : "neither a name of this file nor a layer",
          ...(called || declaresInput(names) ? known(vocabulary) : { help: declareInput(name) }),
        }
      : {
          label: `did you mean ${near}?`,
          fix: {
            title: near,
            edits: [{ span, text: near }],
            safe: spelledAlike(near, name),
          },
        }),
  });
}

/** Blocks and defs. */
function callable(bindings: Bindings): readonly string[] {
  return [...bindings.names()].filter((name) => {
    const kind = bindings.find(name)?.meaning.kind;
    return kind === "block" || kind === "def";
  });
}

function declaresInput({ definitions }: FileNames): boolean {
  return [...definitions.values()].some(({ kind }) => kind === "input");
}

function declareInput(name: string): string {
  return `what comes in is declared: \`input ${name}: f32[…]\``;
}

function otherKind(name: string, vocabulary: Vocabulary): WordKind | undefined {
  return (Object.keys(kindNames) as WordKind[]).find(
    (kind) => kind !== "layer" && kind !== "activation" && vocabulary.find(kind, name) !== undefined,
  );
}

/** Where a word of a kind belongs. */
const places: Partial<Record<WordKind, (name: string) => string>> = {
  loss: (name) => `a loss belongs in the train section: \`train { loss = ${name} }\``,
  metric: (name) => `a metric belongs in the train section: \`train { metrics = ${name} }\``,
  optimizer: (name) => `an optimizer belongs in the train section: \`train { optimizer = ${name}() }\``,
  schedule: (name) => `a schedule is the learning rate of an optimizer: \`Adam(${name}(…))\``,
  initializer: (name) => `an initializer is an argument of a layer: \`kernel_initializer = ${name}\``,
  regularizer: (name) => `a regularizer is an argument of a layer: \`kernel_regularizer = ${name}(…)\``,
  constraint: (name) => `a constraint is an argument of a layer: \`kernel_constraint = ${name}(…)\``,
  format: (name) => `a format belongs in the data section: \`data { source = ${name}("…") }\``,
  transform: (name) => `a transform belongs in the data section: \`normalize = ${name}\``,
};

function wrongKind(name: string, kind: WordKind): Pick<Diagnostic, "message" | "label" | "help"> {
  const help = places[kind]?.(name);
  return {
    message: `${name} is ${withArticle(kindNames[kind])}, not a layer`,
    label: "only layers and tensors stand in a chain",
    ...(help === undefined ? {} : { help }),
  };
}

function known(vocabulary: Vocabulary): { readonly help?: string } {
  const layers = vocabulary.all("layer").map(({ name }) => name);
  if (layers.length === 0) return {};
  return { help: `known layers are ${layers.slice(0, 12).join(", ")}${layers.length > 12 ? " …" : ""}` };
}
