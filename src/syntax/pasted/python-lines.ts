/** Lines of Python that say nothing about the model: imports, and calls that only print. They become blanks, so that places stay. */

const lines: readonly RegExp[] = [
  /^\s*from\s+[\w.]+\s+import\s+[\w., *()]+$/,
  /^\s*import\s+[\w.]+(\s+as\s+\w+)?(\s*,\s*[\w.]+(\s+as\s+\w+)?)*$/,
  /^\s*print\s*\(.*\)$/,
  /^\s*[\w.]+\.summary\(\)$/,
];

export interface WithoutPython {
  readonly text: string;
  /** What was taken out, as written. */
  readonly removed: readonly string[];
}

export function withoutPythonLines(text: string): WithoutPython {
  const removed: string[] = [];
  const kept = text.split("\n").map((line) => {
    const comment = line.search(/\s*(#|\/\/)|\r?$/);
    const code = line.slice(0, comment);
    if (code.trim() === "" || !lines.some((form) => form.test(code))) return line;
    removed.push(code.trim());
    return " ".repeat(code.length) + line.slice(comment);
  });
  return { text: kept.join("\n"), removed };
}
