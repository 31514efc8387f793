/** Edits of the data and train sections. */
import type { Edit, Fix } from "../base/diagnostic.ts";
import { type Span, spanText } from "../base/source.ts";
import type { SectionKind, SourceFile } from "../syntax/ast.ts";
import { replace } from "./edits.ts";

/** `key = value` behind the last entry of a section, in the section's own style; nothing where there is no section. */
export function addEntry(file: SourceFile, kind: SectionKind, key: string, value: string): Fix | undefined {
  const section = file.items.find((item) => item.kind === "section" && item.section === kind);
  const last = section?.kind === "section" ? section.record.entries.at(-1) : undefined;
  if (!last) return undefined;
  const title = `${key} = ${value}`;
  const { source, end } = last.span;
  const { text } = source;
  const rest = /^[^\r\n]*/.exec(text.slice(end))?.[0] ?? "";
  const lineStart = text.lastIndexOf("\n", last.span.start - 1) + 1;
  const indent = text.slice(lineStart, last.span.start);
  const alone = indent.trim() === "" && /^\s*(?:,\s*)?(?:(?:#|\/\/).*)?$/.test(rest);
  const edit: Edit = alone
    ? insertAt(last.span, end + rest.length, `\n${indent}${title}`)
    : insertAt(last.span, end, `, ${title}`);
  return { title, edits: [edit], safe: false };
}

/** The word that opens a section. */
export function sectionKeyword(file: SourceFile, kind: SectionKind): Span | undefined {
  const section = file.items.find((item) => item.kind === "section" && item.section === kind);
  return section?.kind === "section" ? section.keyword : undefined;
}

/** Puts another word in the place of one, and keeps its arguments and quotes. */
export function renameWord(span: Span, name: string): Edit {
  const match = /^(["']?)([\p{L}_][\p{L}\p{N}_.]*)/u.exec(spanText(span));
  if (!match) return replace(span, name);
  const start = span.start + (match[1]?.length ?? 0);
  return replace({ ...span, start, end: start + (match[2]?.length ?? 0) }, name);
}

/** Rewrites the part of a text that a pattern finds; nothing where it finds none. */
export function replaceIn(span: Span, pattern: RegExp, text: string): Fix | undefined {
  const match = pattern.exec(spanText(span));
  if (!match) return undefined;
  const start = span.start + match.index;
  const edit = replace({ ...span, start, end: start + match[0].length }, text);
  return { title: text.replace(/^,\s*|\s*\}$/g, ""), edits: [edit], safe: false };
}

function insertAt(span: Span, at: number, text: string): Edit {
  return replace({ ...span, start: at, end: at }, text);
}
