/** ModelIR as JSON, and back: what `show --stage ir` prints and what a run keeps of its model. */
import type { Source } from "../base/source.ts";
import type { TargetKind } from "../base/target-kind.ts";
import { UserError } from "../base/user-error.ts";
import type { Json } from "../words/param.ts";
import type { Vocabulary } from "../words/word.ts";
import { dataFromJson, dataToJson } from "./data-json.ts";
import { vocabularyWithDefs } from "./defs-text.ts";
import { type InputIR, irVersion, type ModelIR, type OutputIR } from "./ir.ts";
import { irVocabulary } from "./ir-vocabulary.ts";
import { layerFromJson, layerToJson, typeFromJson, typeToJson } from "./layer-json.ts";
import { dimToJson, type JsonRecord, present, shapeToJson, spanFromJson, spanToJson } from "./span-json.ts";
import { trainFromJson, trainToJson } from "./train-json.ts";
import { irProblem } from "./validate-ir.ts";
import type { ReadingIr } from "./word-json.ts";

/** Numbers are exact. Places are kept for the words of the file, not for words inside their arguments. */
export function irToJson(model: ModelIR): Json {
  const source = sourceOf(model);
  return present({
    version: model.version,
    name: model.name,
    source: source?.name ?? "",
    inputs: model.inputs.map(inputToJson),
    layers: model.layers.map(layerToJson),
    outputs: model.outputs.map(outputToJson),
    defs: model.defs,
    data: model.data && dataToJson(model.data),
    train: model.train && trainToJson(model.train),
  });
}

/**
 * The model that `irToJson` wrote. Places point into `source`; without it, into an empty text of the same name. Throws
 * UserError for anything else, with the part that is wrong.
 */
export function irFromJson(json: Json, words: Vocabulary, source?: Source): ModelIR {
  const vocabulary = vocabularyOf(json, irVocabulary(words));
  const problem = irProblem(json, vocabulary);
  if (problem !== undefined) {
    throw new UserError(`this is not a model of the form ${irVersion}: ${problem}`, {
      help: "make it again from its .nnet file",
      exitCode: 2,
    });
  }
  const model = json as JsonRecord;
  const ir: ReadingIr = { vocabulary, source: source ?? { name: model.source as string, text: "" } };
  return {
    version: irVersion,
    name: model.name as string,
    inputs: (model.inputs as readonly JsonRecord[]).map((input) => inputFromJson(input, ir)),
    layers: (model.layers as readonly JsonRecord[]).map((layer) => layerFromJson(layer, ir)),
    outputs: (model.outputs as readonly JsonRecord[]).map((output) => outputFromJson(output, ir)),
    ...(model.defs === undefined ? {} : { defs: model.defs as string }),
    ...(model.data === undefined ? {} : { data: dataFromJson(model.data, ir) }),
    ...(model.train === undefined ? {} : { train: trainFromJson(model.train, ir) }),
  };
}

/** With the defs that the model brings. */
function vocabularyOf(json: Json, vocabulary: Vocabulary): Vocabulary {
  const defs = json !== null && typeof json === "object" && "defs" in json ? json.defs : undefined;
  return (typeof defs === "string" ? vocabularyWithDefs(defs, vocabulary) : undefined) ?? vocabulary;
}

function sourceOf(model: ModelIR): Source | undefined {
  return (model.inputs[0] ?? model.outputs[0])?.span.source;
}

function inputToJson({ name, type, element, range, implicit, span }: InputIR): Json {
  return present({ name, type: typeToJson(type), element, range, implicit, span: spanToJson(span) });
}

function inputFromJson({ name, type, element, range, implicit, span }: JsonRecord, ir: ReadingIr): InputIR {
  return {
    id: name as string,
    name: name as string,
    type: typeFromJson(type as JsonRecord),
    element: element as InputIR["element"],
    ...(range === undefined ? {} : { range: range as readonly [number, number] }),
    implicit: implicit as boolean,
    span: spanFromJson(span, ir.source),
  };
}

function outputToJson({ name, value, type, target, targetSpan, targetRange, span }: OutputIR): Json {
  return present({
    name,
    value,
    type: typeToJson(type),
    target: target && targetToJson(target),
    targetSpan: targetSpan && spanToJson(targetSpan),
    targetRange,
    span: spanToJson(span),
  });
}

function outputFromJson(json: JsonRecord, ir: ReadingIr): OutputIR {
  const { target, targetSpan, targetRange } = json;
  return {
    name: json.name as string,
    value: json.value as string,
    type: typeFromJson(json.type as JsonRecord),
    ...(target === undefined ? {} : { target: target as unknown as TargetKind }),
    ...(targetSpan === undefined ? {} : { targetSpan: spanFromJson(targetSpan, ir.source) }),
    ...(targetRange === undefined ? {} : { targetRange: targetRange as readonly [number, number] }),
    span: spanFromJson(json.span, ir.source),
  };
}

function targetToJson(target: TargetKind): Json {
  return {
    kind: target.kind,
    shape: shapeToJson(target.shape),
    ...("classes" in target ? { classes: dimToJson(target.classes) } : {}),
    ...("labels" in target ? { labels: dimToJson(target.labels) } : {}),
  };
}
