/** Words in place as JSON: name and parameters as everywhere, and where they are written. */
import type { Source } from "../base/source.ts";
import { instanceFromJson, instanceToJson } from "../words/instance-json.ts";
import type { Json } from "../words/param.ts";
import type { Instance, Vocabulary, Word, WordKind } from "../words/word.ts";
import { type JsonRecord, mapRecord, present, spanFromJson, spanToJson } from "./span-json.ts";

export function wordToJson(instance: Instance): Json {
  return {
    ...(instanceToJson(instance) as JsonRecord),
    ...present({ span: instance.span && spanToJson(instance.span) }),
    given: mapRecord(instance.given, spanToJson),
  };
}

/** What readers of IR need besides the JSON. */
export interface ReadingIr {
  readonly vocabulary: Vocabulary;
  readonly source: Source;
}

/** `W` must be the definition of `kind`. Throws UserError for a word or a parameter that there is not. */
export function wordFromJson<W extends Word>(
  kind: W["kind"] & WordKind,
  json: Json | undefined,
  ir: ReadingIr,
): Instance<W> {
  const { span, given, ...instance } = json as JsonRecord;
  const read = instanceFromJson(kind, instance, ir.vocabulary);
  return {
    ...(read as Instance<W>),
    ...(span === undefined ? {} : { span: spanFromJson(span, ir.source) }),
    given: mapRecord((given ?? {}) as JsonRecord, (place) => spanFromJson(place, ir.source)),
  };
}
