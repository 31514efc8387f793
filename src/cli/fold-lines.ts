/** Lines that a terminal would break in the middle of a word, broken between words, or between the parts that two blanks set apart. */
import { wrap } from "../base/wrap.ts";
import { displayWidth } from "../check/display-text.ts";

// biome-ignore lint/suspicious/noControlCharactersInRegex: this is how colours are switched.
const colour = /\u001b\[[0-9;]*m/g;

/** Columns that a text gets beside a head, however narrow the terminal. */
const leastBeside = 20;

const widthOf = (text: string): number => displayWidth(text.replace(colour, ""));

/** With a head, the whole text stands to its right. */
export function foldLines(text: string, width: number, head = ""): string {
  if (head !== "") {
    const column = widthOf(head);
    return head + wrap(text, Math.max(leastBeside, width - column)).join(`\n${" ".repeat(column)}`);
  }
  return text
    .split("\n")
    .map((line) => (widthOf(line) > width ? foldLine(line, width) : line))
    .join("\n");
}

/** What follows is set in, under the words behind `= help: ` where the line begins so. */
function foldLine(line: string, width: number): string {
  const [head = ""] = /^ *(= \w+: )?/.exec(line.replace(colour, "")) ?? [];
  const indent = " ".repeat(head.trim() === "" ? head.length + 2 : head.length);
  const gap = (line.trim().match(/ {2,}/g)?.length ?? 0) > 1 ? / {2,}/ : / /;
  const [start = ""] = /^ */.exec(line) ?? [];
  const lines: string[] = [];
  let current = "";
  for (const part of line.slice(start.length).split(gap)) {
    const longer = current === "" ? start + part : `${current}${gap.source === " " ? " " : "  "}${part}`;
    if (current !== "" && widthOf(longer) > width) {
      lines.push(current);
      current = indent + part;
    } else current = longer;
  }
  return [...lines, current].join("\n");
}
