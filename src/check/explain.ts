/** A rule's page for a terminal and for the documentation. */
import { wrap } from "../base/wrap.ts";
import { findRulePage, rulePages } from "./all-pages.ts";
import { printable } from "./display-text.ts";
import { type Palette, plainPalette } from "./palette.ts";
import type { Proof, RulePage } from "./rule-page.ts";

export type Block =
  | { readonly kind: "title"; readonly text: string; readonly page: RulePage }
  | { readonly kind: "heading"; readonly text: string }
  | { readonly kind: "paragraph"; readonly text: string }
  /** Printed as it is, line by line. */
  | { readonly kind: "formula" | "code"; readonly text: string }
  | { readonly kind: "list"; readonly items: readonly string[] };

/** The page as blocks in order; undefined where there is no rule of that name. */
export function explainRule(name: string): readonly Block[] | undefined {
  const page = findRulePage(name);
  return page && pageBlocks(page);
}

function pageBlocks(page: RulePage): readonly Block[] {
  const { explain, examples } = page;
  const section = (title: string, text: string): readonly Block[] => [
    { kind: "heading", text: title },
    { kind: "paragraph", text },
  ];
  return [
    { kind: "title", text: page.name, page },
    { kind: "paragraph", text: page.summary },
    ...section("What you see", explain.symptom),
    ...section("Why", explain.cause),
    ...(explain.formula === undefined ? [] : [{ kind: "formula", text: explain.formula } as const]),
    ...section("What to do", explain.remedy),
    ...section("When to ignore it", explain.whenToIgnore),
    { kind: "heading", text: "Reported" },
    { kind: "code", text: withoutMarks(examples.bad).trim() },
    { kind: "heading", text: "Right" },
    { kind: "code", text: examples.fixed.trim() },
    ...(page.proof ? section("Measured", sayProof(page.name, page.proof)) : []),
    { kind: "heading", text: "Source" },
    { kind: "list", items: explain.source },
  ];
}

function sayProof(name: string, { measure, bad, fixed, note }: Proof): string {
  const units = note === undefined ? "" : ` (${note})`;
  return `models/rules/${name}-bad.nnet ends with ${measure} ${bad}, ${name}-fixed.nnet with ${fixed}${units}.`;
}

/** Examples mark the place of the finding with ⟦ and ⟧, which are no part of the language. */
export function withoutMarks(example: string): string {
  return example.replace(/[\u27e6\u27e7]/g, "");
}

/** For a terminal of `width` columns. */
export function explainText(page: RulePage, options: { width?: number; palette?: Palette } = {}): string {
  const width = Math.max(30, Math.min(options.width ?? 100, 100));
  const palette = options.palette ?? plainPalette;
  const lines = pageBlocks(page).flatMap((block) => textLines(block, width, palette));
  return `${lines.join("\n").trim()}\n`;
}

function textLines(block: Block, width: number, palette: Palette): readonly string[] {
  switch (block.kind) {
    case "title":
      return [palette.severity[block.page.severity](`${block.page.severity}[${block.text}]`)];
    case "heading":
      return ["", palette.strong(block.text)];
    case "paragraph":
      return wrap(block.text, width - 2).map((line) => `  ${line}`);
    case "formula":
      return ["", ...block.text.split("\n").map((line) => `    ${line}`)];
    case "code":
      return block.text.split("\n").map((line) => `    ${palette.fix(printable(line))}`);
    case "list":
      return block.items.flatMap((item) =>
        wrap(item, width - 4).map((line, i) => `${i === 0 ? "  - " : "    "}${line}`),
      );
  }
}

/** For the documentation. */
export function explainMarkdown(page: RulePage): string {
  return `${pageBlocks(page).map(markdown).join("\n\n")}\n`;
}

function markdown(block: Block): string {
  switch (block.kind) {
    case "title":
      return `## ${block.text}\n\nSeverity: ${block.page.severity}`;
    case "heading":
      return `### ${block.text}`;
    case "paragraph":
      return block.text;
    case "formula":
      return `\`\`\`text\n${block.text}\n\`\`\``;
    case "code":
      return `\`\`\`nnet\n${block.text}\n\`\`\``;
    case "list":
      return block.items.map((item) => `- ${item}`).join("\n");
  }
}

/** All rules with severity and summary, for `nnet rules`. */
export function listRules(): readonly Pick<RulePage, "name" | "severity" | "summary">[] {
  return rulePages.map(({ name, severity, summary }) => ({ name, severity, summary }));
}
