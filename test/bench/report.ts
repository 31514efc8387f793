/** Where figures go: between the markers of a page, or behind what is there. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";

export interface Part {
  readonly name: string;
  /** Markdown. */
  readonly text: string;
}

const end = "<!-- /bench -->";

function marker(name: string): string {
  return `<!-- bench ${name} -->`;
}

/** Parts that were not measured stay as they were; one without a place of its own comes last. */
export function writeParts(path: string, parts: readonly Part[]): void {
  const page = existsSync(path) ? readFileSync(path, "utf8") : "";
  writeFileSync(path, parts.reduce(withPart, page));
}

function withPart(page: string, { name, text }: Part): string {
  const at = page.indexOf(marker(name));
  if (at < 0) return `${page}${page === "" ? "" : "\n"}${marker(name)}\n\n${text}\n\n${end}\n`;
  const from = at + marker(name).length;
  const to = page.indexOf(end, from);
  if (to < 0) throw new Error(`the part ${name} has no end: ${end}`);
  return `${page.slice(0, from)}\n\n${text}\n\n${page.slice(to)}`;
}
