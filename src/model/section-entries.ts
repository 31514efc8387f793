/** The entries of a section by key: unknown and repeated ones are reported. */
import type { Report } from "../base/diagnostic.ts";
import { spelledAlike, suggest } from "../base/suggest.ts";
import type { Entry, RecordLiteral } from "../syntax/ast.ts";

export interface KnownKeys {
  /** `train`, for messages. */
  readonly section: string;
  readonly keys: readonly string[];
  /** Where a key belongs that is none of this section. */
  readonly elsewhere?: (key: string) => string | undefined;
}

export function entriesByKey(
  record: RecordLiteral,
  { section, keys, elsewhere }: KnownKeys,
  report: Report,
): ReadonlyMap<string, Entry> {
  const entries = new Map<string, Entry>();
  for (const entry of record.entries) {
    const { text, span } = entry.key;
    const earlier = entries.get(text);
    if (!keys.includes(text)) {
      const near = suggest(text, keys);
      report({
        rule: "unknown-key",
        severity: "error",
        message: `the ${section} section has no key ${text}`,
        span,
        ...(near === undefined
          ? { label: "not a key", help: elsewhere?.(text) ?? `it has ${keys.join(", ")}` }
          : {
              label: `did you mean ${near}?`,
              fix: { title: near, edits: [{ span, text: near }], safe: spelledAlike(near, text) },
            }),
      });
    } else if (earlier) {
      report({
        rule: "duplicate-key",
        severity: "error",
        message: `${text} is given twice`,
        span,
        related: [{ span: earlier.key.span, text: "first given here" }],
        help: "keep one of the two",
      });
    } else {
      entries.set(text, entry);
    }
  }
  return entries;
}
