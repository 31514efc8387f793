/** The sections of a file: one `data` and one `train`. */
import type { Report } from "../base/diagnostic.ts";
import type { Section, SectionKind, SourceFile } from "../syntax/ast.ts";
import { reportNotYet } from "./not-yet.ts";

/** The first section of a kind that has no name of its own. */
export function findSection(file: SourceFile, kind: SectionKind): Section | undefined {
  return file.items.find(
    (item): item is Section => item.kind === "section" && item.section === kind && item.name === undefined,
  );
}

export function reportUnsupported(file: SourceFile, report: Report): void {
  for (const item of file.items) {
    if (item.kind === "section") reportSection(item, file, report);
  }
}

function reportSection(section: Section, file: SourceFile, report: Report): void {
  if (section.section === "search") {
    reportNotYet(report, section.keyword, "`search`");
  } else if (section.name !== undefined) {
    reportNotYet(report, section.name.span, `a ${section.section} section with a name`);
  } else {
    const first = findSection(file, section.section);
    if (first === undefined || first === section) return;
    report({
      rule: "duplicate-section",
      severity: "error",
      message: `a second ${section.section} section`,
      span: section.keyword,
      related: [{ span: first.keyword, text: "the first one" }],
      help: "put all entries into one",
    });
  }
}
