/** Puts the parts together: outputs with their targets, the layers that lead to them, the sections. */
import type { Report } from "../base/diagnostic.ts";
import type { TargetKind } from "../base/target-kind.ts";
import type { DataSpec } from "../data/data-spec.ts";
import type { SourceFile } from "../syntax/ast.ts";
import type { Vocabulary } from "../words/word.ts";
import type { BuiltNetwork } from "./build-network.ts";
import type { DeclaredTarget } from "./declared-targets.ts";
import type { ConstantScope } from "./evaluate.ts";
import type { Described } from "./file-data.ts";
import type { OutputStatement } from "./file-outputs.ts";
import {
  irVersion,
  type LayerIR,
  type ModelIR,
  type OutputIR,
  type PointsTerm,
  resultIds,
  type TensorId,
} from "./ir.ts";
import { regularizeKernels } from "./regularize.ts";
import type { SizeBindings } from "./size-bindings.ts";
import { readRegularizer, readTrainSection, type TrainEntries } from "./train-section.ts";

export interface ModelParts {
  readonly built: BuiltNetwork;
  readonly outputs: readonly OutputStatement[];
  readonly targets: ReadonlyMap<string, DeclaredTarget>;
  readonly described: Described;
  readonly spec: DataSpec | undefined;
  readonly sizes: SizeBindings;
  readonly train: TrainEntries;
  readonly terms: Readonly<Record<string, PointsTerm>>;
  readonly inSections: ConstantScope;
  readonly vocabulary: Vocabulary;
  /** Text of the file's defs. */
  readonly defs: string | undefined;
  readonly report: Report;
}

/** Undefined where no output is known. */
export function finishModel(file: SourceFile, parts: ModelParts): ModelIR | undefined {
  const { built, spec, train, terms, inSections, vocabulary, report } = parts;
  const outputs = parts.outputs.flatMap((output) => {
    const ir = outputIR(output, parts);
    return ir ? [ir] : [];
  });
  const layers = liveLayers(built.network.layers, [...outputs.map(({ value }) => value), ...readBy(terms)]);
  const context = {
    outputs,
    outputNames: parts.outputs.map(({ name }) => name),
    layers,
    constants: inSections,
    vocabulary,
    terms,
    // A file without data is checked for what it may be trained on later.
    validates:
      train.supervised &&
      (spec === undefined || spec.validation !== undefined || (spec.split?.validation ?? 0) > 0),
    span: outputs[0]?.span ?? file.span,
    report,
  };
  // Without a section the file describes a network and nothing is asked of it yet.
  const isTrained = train.section !== undefined || spec !== undefined;
  const trainIR = isTrained ? readTrainSection(train, context) : undefined;
  if (outputs.length === 0) return undefined;
  return {
    version: irVersion,
    name: modelName(file.source.name),
    inputs: built.inputs,
    layers: regularizeKernels(layers, readRegularizer(train, context), report),
    outputs,
    ...(parts.defs === undefined ? {} : { defs: parts.defs }),
    ...(spec ? { data: spec } : {}),
    ...(trainIR ? { train: trainIR } : {}),
  };
}

function outputIR({ name, statement }: OutputStatement, parts: ModelParts): OutputIR | undefined {
  const tensor = parts.built.outputs.get(name);
  if (!tensor) return undefined;
  const declared = parts.targets.get(name);
  const found = parts.described.outputs[name]?.kind;
  const target = declared ? resolveKind(declared.kind, parts.sizes) : found;
  return {
    name,
    value: tensor.id,
    type: tensor.type,
    ...(target ? { target } : {}),
    ...(declared ? { targetSpan: declared.span } : {}),
    ...(declared?.range ? { targetRange: declared.range } : {}),
    span: statement.span,
  };
}

function resolveKind(kind: TargetKind, sizes: SizeBindings): TargetKind {
  const shape = sizes.resolve(kind.shape);
  if (kind.kind === "multilabel")
    return { ...kind, shape, labels: sizes.resolve([kind.labels])[0] ?? kind.labels };
  if (!("classes" in kind)) return { ...kind, shape };
  return { ...kind, shape, classes: sizes.resolve([kind.classes])[0] ?? kind.classes };
}

/** What the formulas over points take from the network. */
function readBy(terms: Readonly<Record<string, PointsTerm>>): readonly TensorId[] {
  return Object.values(terms).flatMap(({ layers, value }) => [
    value,
    ...layers.flatMap(({ inputs }) => inputs),
  ]);
}

/** Layers that no output and no formula takes from are not built: they would have weights that nothing trains. */
function liveLayers(layers: readonly LayerIR[], read: readonly TensorId[]): readonly LayerIR[] {
  const live = new Set(read);
  const kept: LayerIR[] = [];
  for (let i = layers.length - 1; i >= 0; i--) {
    const layer = layers[i] as LayerIR;
    if (!resultIds(layer).some((id) => live.has(id))) continue;
    kept.push(layer);
    for (const input of layer.inputs) live.add(input);
  }
  return kept.reverse();
}

/** The file's name without folder and ending. */
function modelName(source: string): string {
  const file = source.split(/[\\/]/).at(-1) ?? source;
  const name = file.replace(/\.nnet$/, "").replace(/^<(.*)>$/, "$1");
  return name === "" ? "model" : name;
}
