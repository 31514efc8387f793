/** The data section of the IR as JSON, and back. */
import type {
  DataSpec,
  FeatureSpec,
  FieldTerm,
  SourceSpec,
  SplitSpec,
  TargetSpec,
} from "../data/data-spec.ts";
import type { FormatDefinition } from "../data/format.ts";
import type { RowsTransform, ScalarTransform, TextTransform } from "../data/transform.ts";
import type { Json } from "../words/param.ts";
import { type JsonRecord, mapRecord, present, spanFromJson, spanToJson } from "./span-json.ts";
import { type ReadingIr, wordFromJson, wordToJson } from "./word-json.ts";

export function dataToJson(spec: DataSpec): Json {
  const { validation, test, rows, normalize, split } = spec;
  return present({
    source: sourceToJson(spec.source),
    validation: validation && sourceToJson(validation),
    test: test && sourceToJson(test),
    rows,
    features: mapRecord(spec.features, ({ terms, bare, sequence, span }) =>
      present({
        terms: terms === "all" ? terms : terms.map(termToJson),
        bare,
        sequence: sequence && wordToJson(sequence),
        span: span && spanToJson(span),
      }),
    ),
    targets: mapRecord(spec.targets, ({ terms, span }) => ({
      terms: terms.map(termToJson),
      span: spanToJson(span),
    })),
    weights:
      spec.weights && mapRecord(spec.weights, ({ field, span }) => ({ field, span: spanToJson(span) })),
    normalize: normalize && wordToJson(normalize),
    missing: { ...spec.missing },
    split: split && { ...present({ ...split, span: undefined }), span: spanToJson(split.span) },
    span: spanToJson(spec.span),
  });
}

/** The JSON has been validated; what it names is looked up. */
export function dataFromJson(json: Json, ir: ReadingIr): DataSpec {
  const { source, validation, test, rows, features, targets, weights, normalize, missing, split, span } =
    json as JsonRecord;
  return {
    source: sourceFromJson(source, ir),
    ...(validation === undefined ? {} : { validation: sourceFromJson(validation, ir) }),
    ...(test === undefined ? {} : { test: sourceFromJson(test, ir) }),
    ...(rows === undefined ? {} : { rows: rows as number }),
    features: mapRecord(features as JsonRecord, (feature) => featureFromJson(feature, ir)),
    targets: mapRecord(targets as JsonRecord, (target) => targetFromJson(target, ir)),
    ...(weights === undefined
      ? {}
      : {
          weights: mapRecord(weights as Readonly<Record<string, JsonRecord>>, ({ field, span: place }) => ({
            field: field as string,
            span: spanFromJson(place, ir.source),
          })),
        }),
    ...(normalize === undefined
      ? {}
      : { normalize: wordFromJson<ScalarTransform>("transform", normalize, ir) }),
    missing: missing as unknown as DataSpec["missing"],
    ...(split === undefined ? {} : { split: splitFromJson(split as JsonRecord, ir) }),
    span: spanFromJson(span, ir.source),
  };
}

function sourceToJson({ format, path, span }: SourceSpec): Json {
  return { format: wordToJson(format), path, span: spanToJson(span) };
}

function sourceFromJson(json: Json | undefined, ir: ReadingIr): SourceSpec {
  const { format, path, span } = json as JsonRecord;
  return {
    format: wordFromJson<FormatDefinition>("format", format, ir),
    path: path as string,
    span: spanFromJson(span, ir.source),
  };
}

function termToJson({ field, transform, span }: FieldTerm): Json {
  return present({ field, transform: transform && wordToJson(transform), span: spanToJson(span) });
}

function termFromJson(json: Json, ir: ReadingIr): FieldTerm {
  const { field, transform, span } = json as JsonRecord;
  return {
    field: field as string,
    ...(transform === undefined
      ? {}
      : { transform: wordFromJson<ScalarTransform | TextTransform>("transform", transform, ir) }),
    span: spanFromJson(span, ir.source),
  };
}

function featureFromJson(json: Json, ir: ReadingIr): FeatureSpec {
  const { terms, bare, sequence, span } = json as JsonRecord;
  return {
    terms: terms === "all" ? "all" : (terms as readonly Json[]).map((term) => termFromJson(term, ir)),
    ...(bare === undefined ? {} : { bare: bare as boolean }),
    ...(sequence === undefined ? {} : { sequence: wordFromJson<RowsTransform>("transform", sequence, ir) }),
    ...(span === undefined ? {} : { span: spanFromJson(span, ir.source) }),
  };
}

function targetFromJson(json: Json, ir: ReadingIr): TargetSpec {
  const { terms, span } = json as JsonRecord;
  return {
    terms: (terms as readonly Json[]).map((term) => termFromJson(term, ir)),
    span: spanFromJson(span, ir.source),
  };
}

function splitFromJson({ span, ...split }: JsonRecord, ir: ReadingIr): SplitSpec {
  return { ...(split as unknown as Omit<SplitSpec, "span">), span: spanFromJson(span, ir.source) };
}
