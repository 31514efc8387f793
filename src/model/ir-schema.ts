/** JSON Schema (2020-12) of the IR. Parameters of words are those of the vocabulary. */
import { instanceSchema } from "../words/instance-json.ts";
import type { Json } from "../words/param.ts";
import { kindNames, type Vocabulary, type WordKind } from "../words/word.ts";
import { elements, irVersion } from "./ir.ts";
import { irVocabulary } from "./ir-vocabulary.ts";
import { mapRecord } from "./span-json.ts";

type Schema = { readonly [key: string]: Json };

const text: Schema = { type: "string" };
const flag: Schema = { type: "boolean" };
const count: Schema = { type: "integer", minimum: 1 };
const span = ref("span");
const shape = ref("shape");
const range: Schema = { type: "array", items: { type: "number" }, minItems: 2, maxItems: 2 };

/** `names`: the words whose parameters are spelled out; all where left out. */
export function irSchema(words: Vocabulary, names?: ReadonlySet<string>): Schema {
  const vocabulary = irVocabulary(words);
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: irVersion,
    ...object(
      {
        version: { const: irVersion },
        name: text,
        source: text,
        inputs: list(ref("input")),
        layers: list(ref("layer")),
        outputs: { ...list(ref("output")), minItems: 1 },
      },
      { defs: text, data: ref("data"), train: ref("train") },
    ),
    $defs: {
      ...wordSchemas(vocabulary, names),
      ...placeSchemas,
      ...networkSchemas,
      ...dataSchemas,
      ...trainSchemas,
    },
  };
}

const placeSchemas: Schema = {
  span: {
    type: "array",
    prefixItems: [{ type: "integer", minimum: 0 }, { type: "integer", minimum: 0 }, text],
    minItems: 2,
    maxItems: 3,
  },
  shape: list(ref("dim")),
  /** A number, or a linear form over symbols: `2*T + 1`. */
  dim: choose(
    { type: "object" },
    object({
      constant: { type: "integer" },
      terms: {
        ...list({ type: "array", prefixItems: [text, { type: "integer" }], minItems: 2, maxItems: 2 }),
        minItems: 1,
      },
    }),
    { type: "integer", minimum: 0 },
  ),
};

const networkSchemas: Schema = {
  type: object({ shape, dtype: { enum: ["f32", "f64", "i32", "float"] } }),
  input: object(
    { name: text, type: ref("type"), element: { enum: elements }, implicit: flag, span },
    { range },
  ),
  layer: object(
    {
      id: text,
      layer: ref("word-layer"),
      inputs: list(text),
      type: ref("type"),
      weights: list(ref("weight")),
      trainable: flag,
      span,
    },
    { results: { ...table(ref("type")), minProperties: 1 }, begin: object({ file: text, base: text, span }) },
  ),
  weight: object(
    { name: text, path: text, shape, initializer: ref("word-initializer"), trainable: flag },
    { regularizer: ref("word-regularizer"), constraint: ref("word-constraint") },
  ),
  output: object(
    { name: text, value: text, type: ref("type"), span },
    { target: ref("target"), targetSpan: span, targetRange: range },
  ),
  target: object(
    {
      kind: {
        enum: ["binary", "class", "onehot", "multilabel", "distribution", "real", "positive", "count"],
      },
      shape,
    },
    { classes: ref("dim"), labels: ref("dim") },
  ),
};

const source = ref("source");

const dataSchemas: Schema = {
  data: object(
    {
      source,
      features: table(
        object(
          { terms: choose(text, { const: "all" }, list(ref("term"))) },
          { bare: flag, sequence: ref("word-transform"), span },
        ),
      ),
      targets: table(object({ terms: list(ref("term")), span })),
      missing: object(
        { kind: { enum: ["error", "drop", "mean", "median", "value"] } },
        { value: { type: "number" } },
      ),
      span,
    },
    {
      validation: source,
      test: source,
      rows: count,
      weights: table(object({ field: text, span })),
      normalize: ref("word-transform"),
      split: ref("split"),
    },
  ),
  source: object({ format: ref("word-format"), path: text, span }),
  term: object({ field: text, span }, { transform: ref("word-transform") }),
  split: object(
    { train: ref("share"), validation: ref("share"), test: ref("share"), shuffle: flag, span },
    { by: text, stratify: text },
  ),
  share: { type: "number", minimum: 0, maximum: 1 },
};

const weightOfClass: Schema = { type: "number", minimum: 0 };

const trainSchemas: Schema = {
  train: object(
    {
      losses: table(
        object(
          { loss: ref("word-loss"), weight: { type: "number", minimum: 0 }, inferred: flag },
          { distribution: ref("word-distribution") },
        ),
      ),
      metrics: table(list(ref("word-metric"))),
      optimizer: ref("word-optimizer"),
      batchSize: count,
      epochs: count,
      seed: { type: "integer", minimum: 0 },
      precision: { enum: ["f32", "f64"] },
      shuffle: flag,
      classWeight: table(choose(text, { const: "balanced" }, table(weightOfClass))),
      callbacks: list(ref("word-callback")),
      spans: table(span),
      span,
    },
    { steps: count, terms: table(ref("points-term")) },
  ),
  "points-term": object({
    points: object({ columns: table(ref("word-placement")), rows: count, fresh: flag, span }),
    batch: count,
    layers: list(ref("layer")),
    value: text,
    span,
  }),
};

/** One schema a kind; which parameters there are depends on the name. */
function wordSchemas(vocabulary: Vocabulary, names: ReadonlySet<string> | undefined): Schema {
  const kinds = Object.keys(kindNames) as WordKind[];
  return Object.fromEntries(kinds.map((kind) => [`word-${kind}`, wordSchema(kind, vocabulary, names)]));
}

function wordSchema(kind: WordKind, vocabulary: Vocabulary, names: ReadonlySet<string> | undefined): Json {
  const words = vocabulary.all(kind);
  const spelledOut = words.filter(({ name }) => names?.has(name) ?? true);
  // A schema of alternatives must have one; of a kind without words there is nothing.
  if (words.length === 0) return false;
  return {
    ...object(
      { name: { enum: words.map(({ name }) => name) }, params: { type: "object" } },
      { written: text, span, given: table(span) },
    ),
    ...(spelledOut.length === 0
      ? {}
      : {
          allOf: spelledOut.map((word) =>
            choose(
              { properties: { name: { const: word.name } } },
              { properties: { params: paramsOf(instanceSchema(word)) } },
              true,
            ),
          ),
        }),
  };
}

function paramsOf(instance: Json): Json {
  return (instance as { readonly properties: Schema }).properties.params ?? true;
}

/** One schema or the other: an error is then told of the one that was meant. */
function choose(condition: Schema, chosen: Schema, otherwise: Json): Schema {
  // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
  return { if: condition, then: chosen, else: otherwise };
}

function ref(name: string): Schema {
  return { $ref: `#/$defs/${name}` };
}

function list(items: Schema): Schema {
  return { type: "array", items };
}

function table(values: Schema): Schema {
  return { type: "object", additionalProperties: values };
}

function object(
  required: Readonly<Record<string, Json>>,
  optional: Readonly<Record<string, Json>> = {},
): Schema {
  return {
    type: "object",
    required: Object.keys(required),
    additionalProperties: false,
    properties: mapRecord({ ...required, ...optional }, (schema) => schema),
  };
}
