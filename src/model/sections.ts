/** The sections of a file: one `data` and one `train`, and `data` sections with a name for points of their own. */
import type { Report } from "../base/diagnostic.ts";
import type { Section, SectionKind, SourceFile } from "../syntax/ast.ts";

/** The first section of a kind; of data, the first without a name that is none of points. */
export function findSection(file: SourceFile, kind: SectionKind): Section | undefined {
  return file.items.find(
    (item): item is Section =>
      // A train section with a name is told about, and is still the one that is meant.
      item.kind === "section" &&
      item.section === kind &&
      (kind !== "data" || (item.name === undefined && !drawsPoints(item))),
  );
}

/** What points are called whose section has no name. */
const unnamedPoints = "points";

export interface PointsSection {
  readonly name: string;
  readonly section: Section;
}

/** Data that is drawn and not read, each with a term of the loss; the first of each name. */
export function pointsSections(file: SourceFile): readonly PointsSection[] {
  const found = new Map<string, PointsSection>();
  for (const item of file.items) {
    if (item.kind !== "section" || item.section !== "data") continue;
    if (item.name === undefined && !drawsPoints(item)) continue;
    const name = item.name?.name ?? unnamedPoints;
    if (!found.has(name)) found.set(name, { name, section: item });
  }
  return [...found.values()];
}

function drawsPoints({ section, record }: Section): boolean {
  const source = record.entries.find(({ key }) => key.text === "source")?.value;
  if (section !== "data" || source?.kind !== "call") return false;
  return source.callee.kind === "identifier" && source.callee.name === "points";
}

export function reportUnsupported(file: SourceFile, report: Report): void {
  for (const item of file.items) {
    if (item.kind === "section") reportSection(item, file, report);
  }
}

function reportSection(section: Section, file: SourceFile, report: Report): void {
  const { section: kind, name } = section;
  if (name !== undefined && kind !== "data") {
    report({
      rule: "duplicate-section",
      severity: "error",
      message: `a ${kind} section has no name: a file has one`,
      span: name.span,
      help: `write \`${kind} { … }\``,
    });
    return;
  }
  const called = name?.name ?? (drawsPoints(section) ? unnamedPoints : undefined);
  const first =
    called === undefined
      ? findSection(file, kind)
      : pointsSections(file).find((other) => other.name === called)?.section;
  if (first === undefined || first === section) return;
  report({
    rule: "duplicate-section",
    severity: "error",
    message: name ? `a second data section called ${name.name}` : `a second ${kind} section`,
    span: name?.span ?? section.keyword,
    related: [{ span: (first.name ?? { span: first.keyword }).span, text: "the first one" }],
    help: called === undefined ? "put all entries into one" : "give one of the two another name",
  });
}
