/** Shortens tokens without changing what the grammar expects behind them, so that trying repairs late in a long statement is quick. */
import { openBrackets } from "./places.ts";
import { Arrow, Comma, closerOf, closers, type Token } from "./tokens.ts";

const worthwhile = 150;

/**
 * The tokens in front of `end`. On every level of brackets that is open there, what stands between the first and the last
 * comma, or the first and the last arrow, is left out: behind either the grammar expects the same.
 */
export function elide(tokens: readonly Token[], end: number): readonly Token[] {
  if (end < worthwhile) return tokens.slice(0, end);
  const bounds = [-1, ...openBrackets(tokens, 0, end), end];
  const kept: Token[] = [];
  for (let level = 0; level + 1 < bounds.length; level++) {
    const from = (bounds[level] as number) + 1;
    const to = bounds[level + 1] as number;
    const [first, last] = widest(tokens, from, to);
    // Not spread into one call: a statement may have more tokens than a call takes arguments.
    for (const token of tokens.slice(from, first)) kept.push(token);
    for (const token of tokens.slice(last, to)) kept.push(token);
    const opener = tokens[to];
    if (to < end && opener) kept.push(opener);
  }
  return kept;
}

/** The first and the last separator of one kind on the level of `from`, for the kind that lies farthest apart. */
function widest(tokens: readonly Token[], from: number, to: number): readonly [number, number] {
  const seen = new Map<unknown, [number, number]>();
  let depth = 0;
  for (let i = from; i < to; i++) {
    const { tokenType } = tokens[i] as Token;
    if (closerOf.has(tokenType)) depth++;
    else if (closers.has(tokenType)) depth--;
    else if (depth === 0 && (tokenType === Comma || tokenType === Arrow)) {
      const range = seen.get(tokenType);
      if (range) range[1] = i;
      else seen.set(tokenType, [i, i]);
    }
  }
  return [...seen.values()].reduce(
    (best, range) => (range[1] - range[0] > best[1] - best[0] ? range : best),
    [to, to],
  );
}
