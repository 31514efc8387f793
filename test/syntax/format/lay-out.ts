/** Random layouts of a program: blanks, line ends and comments wherever the language allows them. */
import fc from "fast-check";
import { glued, newLine, sameLine, type Tokens } from "./programs.ts";

/** How the tokens stand in the text: numbers that decide at each place, over and over. */
export interface Style {
  /** One in so many places ends a line, holds a comment. */
  readonly lineEnds: number;
  readonly comments: number;
  readonly seed: number;
}

export const style: fc.Arbitrary<Style> = fc.record({
  lineEnds: fc.constantFrom(2, 5, 30, 1000),
  comments: fc.constantFrom(4, 15, 60, 1000),
  seed: fc.nat(1e9),
});

const commentTexts = [
  "# note",
  "## described",
  "// slashes",
  "#tight",
  "#   indented text",
  "#",
  "# allow(rule): why",
];

export function layOut(tokens: Tokens, { lineEnds, comments, seed }: Style): string {
  let state = seed + 1;
  const below = (bound: number): number => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return (state >>> 8) % bound;
  };
  let text = "";
  let count = 0;
  const comment = (): string =>
    `${commentTexts[below(commentTexts.length)]} ${count++}`.replace(/^(#|\/\/) ?$/, "$1");
  const lineEnd = (): string => {
    let gap = "";
    if (below(comments) === 0) gap += ` ${comment()}`;
    gap += "\n";
    while (below(comments) === 0) gap += `${below(2) ? "  " : ""}${comment()}\n`;
    while (below(6) === 0) gap += "\n";
    return gap + " ".repeat(below(5));
  };
  for (const token of tokens) {
    const mark = token.charAt(0);
    if (mark === glued) text += token.slice(1);
    else if (mark === sameLine) text += ` ${token.slice(1)}`;
    else if (mark === newLine)
      text += (text === "" ? leading(below, comments, comment) : lineEnd()) + token.slice(1);
    else
      text +=
        (below(lineEnds) === 0 || below(comments) === 0 ? lineEnd() : " ".repeat(below(3) || 1)) + token;
  }
  return text + lineEnd();
}

function leading(below: (bound: number) => number, comments: number, comment: () => string): string {
  return below(comments) === 0 ? `${comment()}\n` : "";
}
