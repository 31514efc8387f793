/** The train section of the IR as JSON, and back. */
import type { CallbackDefinition } from "../library/callback.ts";
import type { DistributionDefinition } from "../library/distribution.ts";
import type { LossDefinition } from "../library/loss.ts";
import type { MetricDefinition } from "../library/metric.ts";
import type { OptimizerDefinition } from "../library/optimizer.ts";
import type { PlacementDefinition } from "../library/placement.ts";
import type { Json } from "../words/param.ts";
import type { ClassWeight, PointsTerm, TrainIR } from "./ir.ts";
import { layerFromJson, layerToJson } from "./layer-json.ts";
import { type JsonRecord, mapRecord, present, spanFromJson, spanToJson } from "./span-json.ts";
import { type ReadingIr, wordFromJson, wordToJson } from "./word-json.ts";

export function trainToJson(train: TrainIR): Json {
  const { losses, terms, metrics, optimizer, classWeight, callbacks, spans, span, ...plain } = train;
  return present({
    ...plain,
    losses: mapRecord(losses, ({ loss, weight, inferred, distribution }) =>
      present({
        loss: wordToJson(loss),
        weight,
        inferred,
        distribution: distribution && wordToJson(distribution),
      }),
    ),
    metrics: mapRecord(metrics, (instances) => instances.map(wordToJson)),
    optimizer: wordToJson(optimizer),
    classWeight: mapRecord(classWeight, (weight) => (weight === "balanced" ? weight : { ...weight })),
    callbacks: callbacks.map(wordToJson),
    spans: mapRecord(spans, spanToJson),
    span: spanToJson(span),
    terms: terms && mapRecord(terms, termToJson),
  });
}

/** The JSON has been validated; what it names is looked up. */
export function trainFromJson(json: Json, ir: ReadingIr): TrainIR {
  const { losses, terms, metrics, optimizer, classWeight, callbacks, spans, span, ...plain } =
    json as JsonRecord;
  return {
    ...(plain as unknown as Pick<
      TrainIR,
      "batchSize" | "epochs" | "steps" | "seed" | "precision" | "shuffle"
    >),
    losses: mapRecord(
      losses as Readonly<Record<string, JsonRecord>>,
      ({ loss, weight, inferred, distribution }) => ({
        loss: wordFromJson<LossDefinition>("loss", loss, ir),
        weight: weight as number,
        inferred: inferred as boolean,
        ...(distribution === undefined
          ? {}
          : { distribution: wordFromJson<DistributionDefinition>("distribution", distribution, ir) }),
      }),
    ),
    ...(terms === undefined
      ? {}
      : {
          terms: mapRecord(terms as Readonly<Record<string, JsonRecord>>, (term) => termFromJson(term, ir)),
        }),
    metrics: mapRecord(metrics as Readonly<Record<string, readonly Json[]>>, (instances) =>
      instances.map((metric) => wordFromJson<MetricDefinition>("metric", metric, ir)),
    ),
    optimizer: wordFromJson<OptimizerDefinition>("optimizer", optimizer, ir),
    classWeight: classWeight as unknown as Readonly<Record<string, ClassWeight>>,
    callbacks: (callbacks as readonly Json[]).map((each) =>
      wordFromJson<CallbackDefinition>("callback", each, ir),
    ),
    spans: mapRecord(spans as JsonRecord, (place) => spanFromJson(place, ir.source)),
    span: spanFromJson(span, ir.source),
  };
}

function termToJson({ points, batch, layers, value, span }: PointsTerm): Json {
  return {
    points: {
      columns: mapRecord(points.columns, wordToJson),
      rows: points.rows,
      fresh: points.fresh,
      span: spanToJson(points.span),
    },
    batch,
    layers: layers.map(layerToJson),
    value,
    span: spanToJson(span),
  };
}

function termFromJson({ points, batch, layers, value, span }: JsonRecord, ir: ReadingIr): PointsTerm {
  const { columns, rows, fresh, span: place } = points as JsonRecord;
  return {
    points: {
      columns: mapRecord(columns as JsonRecord, (column) =>
        wordFromJson<PlacementDefinition>("placement", column, ir),
      ),
      rows: rows as number,
      fresh: fresh as boolean,
      span: spanFromJson(place, ir.source),
    },
    batch: batch as number,
    layers: (layers as readonly JsonRecord[]).map((layer) => layerFromJson(layer, ir)),
    value: value as string,
    span: spanFromJson(span, ir.source),
  };
}
