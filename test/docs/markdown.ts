/** Reads what the documentation says to a machine: its fenced blocks, its links and its headings. */

export interface Block {
  /** Path of the document and line of the block's first fence, as in `README.md:12`. */
  readonly place: string;
  /** First word behind the fence. */
  readonly language: string;
  /** The other words behind the fence: what the block is to be called, and how it is to be read. */
  readonly marks: readonly string[];
  readonly text: string;
}

export function blocksOf(path: string, markdown: string): readonly Block[] {
  const blocks: Block[] = [];
  let open: { line: number; info: string; lines: string[] } | undefined;
  for (const [index, line] of markdown.split("\n").entries()) {
    const fence = /^```(.*)$/.exec(line);
    if (!open) {
      if (fence) open = { line: index + 1, info: fence[1] as string, lines: [] };
    } else if (fence) {
      const [language = "", ...marks] = open.info.trim().split(/\s+/);
      blocks.push({
        place: `${path}:${open.line}`,
        language,
        marks,
        text: open.lines.map((one) => `${one}\n`).join(""),
      });
      open = undefined;
    } else open.lines.push(line);
  }
  if (open) throw new Error(`${path}:${open.line}: this block is never closed`);
  return blocks;
}

function withoutBlocks(markdown: string): string {
  return markdown.replace(/^```[\s\S]*?^```$/gm, "");
}

/** Targets of links and images, those with a scheme left out. */
export function linksOf(markdown: string): readonly string[] {
  const found = [...withoutBlocks(markdown).matchAll(/\]\(([^)\s]+)\)/g)].map((match) => match[1] as string);
  return found.filter((target) => !/^[a-z]+:/.test(target));
}

/** The names that headings get on GitHub, for links to them. */
export function anchorsOf(markdown: string): readonly string[] {
  return [...withoutBlocks(markdown).matchAll(/^#+ (.*)$/gm)].map((match) =>
    (match[1] as string)
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, "")
      .replaceAll(" ", "-"),
  );
}
