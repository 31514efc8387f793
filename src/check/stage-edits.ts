/** Edits of whole stages of a chain. */
import type { Edit } from "../base/diagnostic.ts";
import type { LayerIR } from "../model/ir.ts";
import { replace } from "./edits.ts";

/** `Flatten() -> ` before a layer. */
export function insertStage(before: LayerIR, text: string): Edit {
  const { span } = before;
  return replace({ ...span, end: span.start }, `${text} -> `);
}

/** Takes a stage away with the arrow before it, or the one behind it where it is the first. */
export function removeStage({ span }: LayerIR): Edit | undefined {
  const { text } = span.source;
  const before = /[^\S\r\n]*(?:\r?\n[^\S\r\n]*)?->[^\S\r\n]*$/.exec(text.slice(0, span.start));
  if (before) return replace({ ...span, start: span.start - before[0].length }, "");
  const after = /^\s*->\s*/.exec(text.slice(span.end));
  return after ? replace({ ...span, end: span.end + after[0].length }, "") : undefined;
}
