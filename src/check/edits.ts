/** Edits of arguments, made from the places that the model remembers. */
import type { Edit, Fix } from "../base/diagnostic.ts";
import { type Span, spanText } from "../base/source.ts";
import type { LayerIR } from "../model/ir.ts";
import type { Instance } from "../words/word.ts";
import { applyEdits } from "./apply-fixes.ts";
import type { ActivationUse } from "./model-graph.ts";

export function replace(span: Span, text: string): Edit {
  return { span, text };
}

/** Gives an argument this text, whether it is written already or not. */
export function setArgument(layer: LayerIR, param: string, text: string): Edit {
  const { layer: instance } = layer;
  const given = instance.given[param];
  if (given) return replace(given, text);
  const span = instance.span ?? layer.span;
  const call = withoutComments(spanText(span));
  const argument = standsNext(instance, param) ? text : `${param} = ${text}`;
  if (!call.endsWith(")")) return insert(span, call.length, `(${argument})`);
  const before = call.slice(0, -1).trimEnd();
  if (before.endsWith("(")) return insert(span, before.length, argument);
  return insert(span, before.length, before.endsWith(",") ? ` ${argument}` : `, ${argument}`);
}

/** Puts another activation in the place of one in use. */
export function setActivation(use: ActivationUse, text: string): Edit {
  return use.written ? replace(use.span, text) : setArgument(use.layer, use.param, text);
}

/** Takes away an argument, with its comma, or with the parentheses where it stands alone. */
export function removeArgument(instance: Instance, param: string): Edit | undefined {
  const { span } = instance;
  const given = instance.given[param];
  if (!span || !given || given.source !== span.source) return undefined;
  const { text } = span.source;
  const name = /[\p{L}_][\p{L}\p{N}_]*\s*=\s*$/u.exec(text.slice(span.start, given.start))?.[0] ?? "";
  const start = given.start - name.length;
  const before = /,\s*$/.exec(text.slice(span.start, start));
  const after = /^\s*,\s*/.exec(text.slice(given.end, span.end));
  if (before) return replace({ ...span, start: start - before[0].length, end: given.end }, "");
  if (after) return replace({ ...span, start, end: given.end + after[0].length }, "");
  const open = /\(\s*$/.exec(text.slice(span.start, start));
  const close = /^\s*\)/.exec(text.slice(given.end, span.end));
  if (!open || !close) return undefined;
  return replace({ ...span, start: start - open[0].length, end: given.end + close[0].length }, "");
}

/** A piece of the file as it will read after the edits: the title of a fix. */
export function textAfter(span: Span, edits: readonly Edit[]): string {
  const inside = edits.filter((edit) => edit.span.start >= span.start && edit.span.end <= span.end);
  const source = { name: "", text: spanText(span) };
  const moved = inside.map(({ span: place, text }) => ({
    span: { source, start: place.start - span.start, end: place.end - span.start },
    text,
  }));
  return applyEdits(source.text, moved).replace(/\s+/g, " ");
}

/** A fix whose title is what a layer will read. */
export function layerFix(layer: LayerIR, edits: readonly Edit[], safe: boolean, more = ""): Fix {
  return { title: `${textAfter(layer.layer.span ?? layer.span, edits)}${more}`, edits, safe };
}

/** Comments become blanks of their length: what is put in must not become a part of one. */
function withoutComments(text: string): string {
  const parts = /"(?:[^"\\\r\n]|\\.)*"|'(?:[^'\\\r\n]|\\.)*'|#[^\r\n]*|\/\/[^\r\n]*/g;
  return text.replace(parts, (part) => (/^["']/.test(part) ? part : " ".repeat(part.length)));
}

function insert(span: Span, at: number, text: string): Edit {
  return replace({ ...span, start: span.start + at, end: span.start + at }, text);
}

/** The argument may stand without its name: all before it are given by position, and nothing else is. */
function standsNext(instance: Instance, param: string): boolean {
  const names = Object.keys(instance.word.params);
  const index = names.indexOf(param);
  const given = Object.entries(instance.given);
  return (
    index >= 0 &&
    !instance.word.params[param]?.keywordOnly &&
    given.length === index &&
    names.slice(0, index).every((name) => instance.given[name] !== undefined) &&
    given.every(([, span]) => !/=\s*$/.test(span.source.text.slice(0, span.start).slice(-40)))
  );
}
