/** A chain over several lines: one for each break of the author's, and more where a line would grow too long. */
import type * as ast from "../ast.ts";
import { stageRank } from "../print-expression.ts";
import {
  blanks,
  brokenBefore,
  columnAfter,
  commentAfter,
  flat,
  type Layout,
  linesBefore,
  type Place,
  width,
} from "./layout.ts";
import { printWithin } from "./print-within.ts";

const arrow = "-> ";

export function printChain(layout: Layout, { stages }: ast.Chain, place: Place): string {
  const [first, ...rest] = stages as readonly [ast.Expression, ...ast.Expression[]];
  const lines = [printWithin(layout, first, stageRank, { ...place, tail: 0 })];
  let { indent } = place;
  const start = place.hang + arrow.length;
  rest.forEach((stage, i) => {
    const tail = i === rest.length - 1 ? place.tail : 0;
    const previous = stages[i] as ast.Expression;
    const behind = commentAfter(layout, previous);
    const above = linesBefore(layout, stage, place.hang);
    const line = lines.at(-1) as string;
    const column = columnAfter(line, lines.length === 1 ? place.column : 0) + arrow.length + 1;
    const onNext = { column: start, indent: start, hang: start, tail };
    const forced = behind !== "" || above.length > 0 || brokenBefore(layout.text, previous, stage, "->");
    const joined = forced
      ? undefined
      : joinedStage(layout, stage, { column, indent, hang: indent + 2, tail }, onNext);
    if (joined !== undefined) {
      lines[lines.length - 1] = `${line} ${arrow}${joined}`;
      return;
    }
    indent = start;
    const text = blanks(place.hang) + arrow + printWithin(layout, stage, stageRank, onNext);
    lines.splice(-1, 1, line + behind, ...above, text);
  });
  return lines.join("\n");
}

/** The text of a stage that goes on the line of the one before; none where a line of its own serves it better. */
function joinedStage(
  layout: Layout,
  stage: ast.Expression,
  onLine: Place,
  onNext: Place,
): string | undefined {
  const text = printWithin(layout, stage, stageRank, onLine);
  if (!text.includes("\n")) return onLine.column + text.length + onLine.tail <= width ? text : undefined;
  if (flat(layout, stage, onNext) !== undefined) return undefined;
  return onLine.column + text.indexOf("\n") <= width ? text : undefined;
}
