/** Which format a file has: by its first bytes, else by the ending of its name. */
import type { Vocabulary } from "../words/word.ts";
import type { FormatDefinition } from "./format.ts";

/** Undefined where neither says anything. */
export function recognizeFormat(
  vocabulary: Vocabulary,
  name: string,
  start: Uint8Array,
): FormatDefinition | undefined {
  const formats = vocabulary.all("format") as readonly FormatDefinition[];
  const plain = name.toLowerCase().replace(/\.gz$/, "");
  const ending = /\.([a-z0-9]+)$/.exec(plain)?.[1] ?? "";
  return (
    formats.find((format) => format.recognizes?.(start)) ??
    formats.find(({ endings }) => endings.includes(ending))
  );
}
