/** The `ast` stage for people: the tree as JSON, spans as `[start, end]`. */
import type { Span } from "../base/source.ts";
import type { SourceFile } from "./ast.ts";

export function showAst(file: SourceFile): string {
  const { items, comments } = file;
  return JSON.stringify({ items, comments }, shorten, 2).replace(/\[\s+(\d+),\s+(\d+)\s+\]/g, "[$1, $2]");
}

function shorten(_key: string, value: unknown): unknown {
  return isSpan(value) ? [value.start, value.end] : value;
}

function isSpan(value: unknown): value is Span {
  return (
    typeof value === "object" && value !== null && "source" in value && "start" in value && "end" in value
  );
}
