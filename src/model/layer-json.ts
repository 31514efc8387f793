/** Layers of the IR as JSON, and back. */
import type { ConstraintDefinition } from "../library/constraint.ts";
import type { InitializerDefinition } from "../library/initializer.ts";
import type { LayerDefinition, TensorSpec } from "../library/layer.ts";
import type { RegularizerDefinition } from "../library/regularizer.ts";
import type { Json } from "../words/param.ts";
import type { LayerIR, WeightIR, WeightsFile } from "./ir.ts";
import {
  type JsonRecord,
  mapRecord,
  present,
  shapeFromJson,
  shapeToJson,
  spanFromJson,
  spanToJson,
} from "./span-json.ts";
import { type ReadingIr, wordFromJson, wordToJson } from "./word-json.ts";

export function typeToJson({ shape, dtype }: TensorSpec): JsonRecord {
  return { shape: shapeToJson(shape), dtype };
}

export function typeFromJson({ shape, dtype }: JsonRecord): TensorSpec {
  return { shape: shapeFromJson(shape), dtype: dtype as TensorSpec["dtype"] };
}

export function layerToJson({
  id,
  layer,
  inputs,
  type,
  results,
  weights,
  trainable,
  begin,
  span,
}: LayerIR): Json {
  return present({
    id,
    layer: wordToJson(layer),
    inputs,
    type: typeToJson(type),
    results: results && mapRecord(results, typeToJson),
    weights: weights.map(weightToJson),
    trainable,
    begin: begin && { file: begin.file, base: begin.base, span: spanToJson(begin.span) },
    span: spanToJson(span),
  });
}

export function layerFromJson(json: JsonRecord, ir: ReadingIr): LayerIR {
  return {
    id: json.id as string,
    layer: wordFromJson<LayerDefinition>("layer", json.layer, ir),
    inputs: json.inputs as readonly string[],
    type: typeFromJson(json.type as JsonRecord),
    ...(json.results === undefined
      ? {}
      : { results: mapRecord(json.results as Readonly<Record<string, JsonRecord>>, typeFromJson) }),
    weights: (json.weights as readonly JsonRecord[]).map((weight) => weightFromJson(weight, ir)),
    trainable: json.trainable as boolean,
    ...(json.begin === undefined ? {} : { begin: beginFromJson(json.begin as JsonRecord, ir) }),
    span: spanFromJson(json.span, ir.source),
  };
}

function beginFromJson({ file, base, span }: JsonRecord, { source }: ReadingIr): WeightsFile {
  return { file: file as string, base: base as string, span: spanFromJson(span, source) };
}

function weightToJson({ name, path, spec }: WeightIR): Json {
  const { regularizer, constraint } = spec;
  return present({
    name,
    path,
    shape: shapeToJson(spec.shape),
    initializer: wordToJson(spec.initializer),
    trainable: spec.trainable,
    regularizer: regularizer && wordToJson(regularizer),
    constraint: constraint && wordToJson(constraint),
  });
}

function weightFromJson(json: JsonRecord, ir: ReadingIr): WeightIR {
  const { regularizer, constraint } = json;
  return {
    name: json.name as string,
    path: json.path as string,
    spec: {
      shape: shapeFromJson(json.shape),
      initializer: wordFromJson<InitializerDefinition>("initializer", json.initializer, ir),
      trainable: json.trainable as boolean,
      ...(regularizer === undefined
        ? {}
        : { regularizer: wordFromJson<RegularizerDefinition>("regularizer", regularizer, ir) }),
      ...(constraint === undefined
        ? {}
        : { constraint: wordFromJson<ConstraintDefinition>("constraint", constraint, ir) }),
    },
  };
}
