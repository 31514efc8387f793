/** Headers of all fields of a source, with the sizes that the section asks for: longest texts, largest groups. */
import type { DataSpec } from "./data-spec.ts";
import { findField } from "./find-field.ts";
import type { RawData, RawField } from "./format.ts";
import type { FieldHeader } from "./header.ts";
import { longestSequence } from "./sequences.ts";
import { summarize } from "./summarize.ts";
import { wordsIn } from "./text-words.ts";

/** Of texts, categories are listed where there are at most `listedTexts`. */
export function summarizeFields(spec: DataSpec, data: RawData, listedTexts?: number): readonly FieldHeader[] {
  const names = Object.keys(data.fields);
  const found = (wanted: readonly string[]) => new Set(wanted.map((name) => findField(name, names)));
  const texts = found(textFields(spec));
  const groups = found(groupFields(spec));
  return Object.entries(data.fields).map(([name, field]) => {
    const header = summarize(name, field, field.kind === "text" ? listedTexts : undefined);
    if (header.kind !== "column") return header;
    return {
      ...header,
      ...(texts.has(name) && field.kind === "text" ? { words: longestText(field.values) } : {}),
      ...(groups.has(name) ? { longest: longestSequence(field, data.rows) } : {}),
    };
  });
}

function textFields(spec: DataSpec): readonly string[] {
  const ends = [...Object.values(spec.features), ...Object.values(spec.targets)];
  return ends
    .flatMap(({ terms }) => (terms === "all" ? [] : terms))
    .flatMap(({ field, transform }) => (transform?.word.takes === "text" ? [field] : []));
}

function groupFields({ features }: DataSpec): readonly string[] {
  return Object.values(features).flatMap(({ sequence }) =>
    typeof sequence?.params.by === "string" ? [sequence.params.by] : [],
  );
}

function longestText(values: Extract<RawField, { readonly kind: "text" }>["values"]): number {
  return values.reduce((most, text) => Math.max(most, text === undefined ? 0 : wordsIn(text).length), 0);
}
