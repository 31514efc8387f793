/** Sessions as the documentation shows them: commands behind `$`, below each what it prints. */

export interface Shown {
  readonly command: string;
  /** What stands below the command, up to the next one. */
  readonly output: string;
}

export function sessionOf(text: string): readonly Shown[] {
  const parts = text.split(/^\$ /m);
  if (parts[0] !== "") throw new Error("a console block begins with a command");
  return parts.slice(1).map((part) => {
    const end = part.indexOf("\n");
    return { command: part.slice(0, end).trim(), output: part.slice(end + 1) };
  });
}

/** A command line as words; quotes hold blanks together. */
export function wordsOf(command: string): readonly string[] {
  return [...command.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(
    (match) => match[1] ?? match[2] ?? (match[3] as string),
  );
}

/** Whether text is what is shown: `…` in a line stands for any signs, `…` alone on a line for any lines. */
export function matchesShown(shown: string, actual: string): boolean {
  const lines = trimmed(shown).split("\n");
  const pattern = lines.map((line) =>
    line.trim() === "…" ? "(?:[^\\n]*\\n)*?" : `${line.split("…").map(escaped).join("[^\\n]*")}\\n`,
  );
  return new RegExp(`^${pattern.join("")}$`).test(`${trimmed(actual)}\n`);
}

function trimmed(text: string): string {
  return text
    .split("\n")
    .map((line) => line.trimEnd())
    .join("\n")
    .replace(/^\n+|\n+$/g, "");
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
}
