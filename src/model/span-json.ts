/** Places and sizes as JSON. Places are `[start, end]` in the source of the model, `[start, end, name]` in a file that it imports or an argument. */
import type { Dim, Shape } from "../base/dim.ts";
import type { Source, Span } from "../base/source.ts";
import type { Json } from "../words/param.ts";
import { isArgument } from "./overrides.ts";

export type JsonRecord = { readonly [key: string]: Json };

export function spanToJson({ source, start, end }: Span): Json {
  return source.imported || source.argument ? [start, end, source.name] : [start, end];
}

export function spanFromJson(json: Json | undefined, source: Source): Span {
  const [start, end, name] = json as readonly [number, number, name?: string];
  if (name === undefined) return { source, start, end };
  return {
    source: { name, text: "", ...(isArgument(name) ? { argument: true } : { imported: true }) },
    start,
    end,
  };
}

export function dimToJson(dim: Dim): Json {
  return typeof dim === "number"
    ? dim
    : { constant: dim.constant, terms: dim.terms.map(([name, n]) => [name, n]) };
}

export function shapeToJson(shape: Shape): Json {
  return shape.map(dimToJson);
}

export function shapeFromJson(json: Json | undefined): Shape {
  return json as unknown as Shape;
}

/** Entries without those that are undefined: JSON has no place for them. */
export function present(entries: { readonly [key: string]: Json | undefined }): JsonRecord {
  return Object.fromEntries(Object.entries(entries).filter(([, value]) => value !== undefined)) as JsonRecord;
}

export function mapRecord<A, B>(
  record: Readonly<Record<string, A>>,
  map: (value: A) => B,
): Record<string, B> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
}
