/** Gives every comment its place in the tree: in front of a part, behind it on its line, or at the ends of brackets. */
import { lineStarts, positionOf } from "../../base/source.ts";
import type { Comment, SourceFile } from "../ast.ts";
import { type Element, fileRegion, type Region } from "./regions.ts";
import type { TextTokens } from "./text-tokens.ts";

export interface PlacedComments {
  /** On lines of their own in front of a part. */
  readonly before: ReadonlyMap<object, readonly Comment[]>;
  /** At the end of the line on which a part ends. */
  readonly after: ReadonlyMap<object, Comment>;
  /** Behind an opening bracket or a sign, on its line. */
  readonly opening: ReadonlyMap<object, Comment>;
  /** On lines of their own in front of a closing bracket, or at the end of the file. */
  readonly closing: ReadonlyMap<object, readonly Comment[]>;
}

interface Places {
  readonly before: Map<object, Comment[]>;
  readonly after: Map<object, Comment>;
  readonly opening: Map<object, Comment>;
  readonly closing: Map<object, Comment[]>;
}

/**
 * A comment stays within the innermost brackets that are around it. One that stands where no line can end, as between a name
 * and its sign, goes in front of the part that it is in.
 */
export function placeComments(file: SourceFile, text: TextTokens): PlacedComments {
  const places: Places = { before: new Map(), after: new Map(), opening: new Map(), closing: new Map() };
  const whole = fileRegion(file, text);
  for (const comment of file.comments) place(comment, whole, file, places);
  return places;
}

/** `outer` is the part that the region is in, where a line can begin. */
function place(comment: Comment, region: Region, outer: object, places: Places): void {
  const at = comment.span.start;
  const next = firstEndingBehind(region.elements, at);
  const element = region.elements[next];
  if (element !== undefined && element.node.span.start <= at) {
    const inner = element.regions().find(({ start, end }) => start <= at && at < end);
    const part = region.open && next === 0 ? outer : element.node;
    if (inner) place(comment, inner, part, places);
    else push(places.before, part, comment);
    return;
  }
  const previous = region.elements[next - 1];
  if (!standsAlone(comment)) {
    const taken = previous ? places.after : places.opening;
    const key = previous?.node ?? region.owner;
    if (!taken.has(key)) {
      taken.set(key, comment);
      return;
    }
  }
  if (element) push(places.before, element.node, comment);
  else push(places.closing, region.owner, comment);
}

function firstEndingBehind(elements: readonly Element[], at: number): number {
  let low = 0;
  let high = elements.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((elements[middle] as Element).node.span.end <= at) low = middle + 1;
    else high = middle;
  }
  return low;
}

function push(map: Map<object, Comment[]>, key: object, comment: Comment): void {
  const known = map.get(key);
  if (known) known.push(comment);
  else map.set(key, [comment]);
}

export function standsAlone({ span }: Comment): boolean {
  const start = lineStarts(span.source)[positionOf(span.source, span.start).line - 1] ?? 0;
  return span.source.text.slice(start, span.start).trim() === "";
}

/** `# text`: the author's own blanks behind the sign are kept, `//` becomes `#`. */
export function printComment({ span, documentation }: Comment): string {
  const written = span.source.text.slice(span.start, span.end);
  if (span.start === 0 && written.startsWith("#!")) return written;
  const rest = written.replace(/^(#+|\/\/)/, "").trimEnd();
  const sign = documentation ? "##" : "#";
  if (rest === "") return sign;
  return sign + (/^\s/.test(rest) ? rest : ` ${rest}`);
}
