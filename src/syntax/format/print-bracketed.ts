/** Parts between brackets over several lines: the author's lines, and more where one would grow too long. */
import {
  blanks,
  brokenBefore,
  closingLines,
  columnAfter,
  commentAfter,
  type Layout,
  lineStart,
  linesBefore,
  openingComment,
  type Place,
  width,
} from "./layout.ts";

export interface BracketedPart {
  readonly node: { readonly span: { readonly start: number; readonly end: number } };
  print(place: Place): string;
}

export interface Brackets {
  /** The node that the brackets belong to. */
  readonly owner: object;
  readonly open: string;
  readonly close: string;
  readonly parts: readonly BracketedPart[];
}

export function printBracketed(layout: Layout, brackets: Brackets, indent: number): string {
  return layout.once(brackets.owner, indent, () => printLines(layout, brackets, indent));
}

function printLines(layout: Layout, { owner, open, close, parts }: Brackets, indent: number): string {
  const inner = indent + 2;
  const lines = [open + openingComment(layout, owner)];
  let joinable = false;
  parts.forEach((part, i) => {
    const last = i === parts.length - 1;
    const comma = last ? 0 : 1;
    const above = linesBefore(layout, part.node, inner);
    const behind = commentAfter(layout, part.node);
    const text = part.print(lineStart(inner, comma));
    const single = !text.includes("\n");
    const line = lines.at(-1) as string;
    const fits = columnAfter(line, 0) + 1 + text.length + comma <= width;
    const broken = brokenBefore(layout.text, parts[i - 1]?.node, part.node, ",");
    const ending = (last ? "" : ",") + behind;
    if (joinable && single && above.length === 0 && fits && !broken) {
      lines[lines.length - 1] = `${line} ${text}${ending}`;
    } else {
      lines.push(...above, blanks(inner) + text + ending);
    }
    joinable = single && behind === "";
  });
  lines.push(...closingLines(layout, owner, inner), blanks(indent) + close);
  return lines.join("\n");
}
