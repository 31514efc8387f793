/** What attention layers share: which places may be looked at, shares that sum to 1, and dropping some of them. */

import type { Shape } from "../base/dim.ts";
import type { Builder } from "../tensor/builder.ts";
import type { Node } from "../tensor/node.ts";
import { sizeOf } from "../tensor/types.ts";
import { flag, integer, keywordOnly, number, optional, param } from "../words/param-types.ts";
import type { LowerContext, TensorSpec } from "./layer.ts";
import { maskOver } from "./masks.ts";
import type { OneOrSeveral } from "./results.ts";
import { softmax } from "./stable.ts";

export const attentionDropout = param(
  number({ min: 0, max: 1, belowMax: true }),
  "share of the attention that is dropped while training",
  0,
);

export const slidingWindow = keywordOnly(
  param(optional(integer({ min: 1 })), "each place sees those less than this many steps away", null),
);

export const useGate = keywordOnly(
  param(flag, "whether a sigmoid of the query decides how much of each head's result gets on", false),
);

export const attentionTail = {
  seed: keywordOnly(
    param(optional(integer()), "draws another dropout mask than the model's seed alone would", null),
  ),
  use_causal_mask: keywordOnly(
    param(flag, "whether each place sees only itself and the places before it", false),
  ),
  return_attention_scores: keywordOnly(
    param(
      flag,
      "whether the shares are given too: the result is then a record, `r.output` and `r.scores`",
      false,
    ),
  ),
};

interface Attending {
  readonly dropout: number;
  readonly seed: number | null;
  readonly use_causal_mask: boolean;
  /** Places this many steps away, and farther ones, are not seen. */
  readonly sliding_window?: number | null;
}

/** Which places count, by mask: those that look, and those that are looked at. */
interface Counting {
  readonly looking?: Node | undefined;
  readonly seen?: readonly (Node | undefined)[];
}

interface Shares {
  /** What sums to 1. */
  readonly shares: Node;
  /** The same while nothing is dropped; else with shares that are dropped and the rest made more of. */
  readonly kept: Node;
}

/**
 * Shares of attention, `[…, places, seen]`, from scores of that shape: softmax over what is seen. A place that sees nothing sees
 * all alike.
 */
export function attentionShares(
  { g, params, training, random }: Pick<LowerContext<Attending>, "g" | "params" | "training" | "random">,
  scores: Node,
  { looking, seen = [] }: Counting = {},
): Shares {
  const { dropout, seed, use_causal_mask, sliding_window = null } = params;
  const near = sliding_window === null ? scores : withoutFar(g, scores, sliding_window);
  const before = use_causal_mask ? withoutLater(g, near) : near;
  const some = seen.reduce<Node>((x, mask) => withoutMasked(g, x, mask, -1), before);
  const shares = softmax(g, withoutMasked(g, some, looking, -2), -1);
  if (!training || dropout === 0) return { shares, kept: shares };
  const chance = random(seed === null ? "dropout" : `dropout ${seed}`, scores.shape);
  return { shares, kept: g.where(g.less(chance, dropout), 0, g.mul(shares, 1 / (1 - dropout))) };
}

/** Of `[query, value, key]`, or of one tensor that is all three: who looks, and what is looked at. */
export function countingPlaces([query, ...seen]: readonly (Node | undefined)[]): Counting {
  return { looking: query, seen: seen.length === 0 ? [query] : seen };
}

/** Hides scores along an axis, counted from the end, where the places of a mask do not count. */
function withoutMasked(g: Builder, scores: Node, mask: Node | undefined, axis: -1 | -2): Node {
  if (mask === undefined) return scores;
  const [batch = 1, ...rest] = scores.shape;
  const along = rest.map((size, i) => (i === rest.length + axis ? size : 1));
  if (sizeOf(mask.shape) !== batch * sizeOf(along)) return scores;
  return hiding(g, scores, g.sub(1, g.reshape(mask, [batch, ...along])));
}

/** The attention's result at places that count, 0 at the others. */
export function onlyCounting(g: Builder, result: Node, mask: Node | undefined): Node {
  const counts = maskOver(g, mask, result);
  return counts ? g.where(counts, result, 0) : result;
}

/** The result, and with `return_attention_scores` the shares beside it. */
export function withScores(
  { return_attention_scores }: { readonly return_attention_scores: boolean },
  output: Node,
  scores: Node,
): OneOrSeveral<Node> {
  return return_attention_scores ? { results: { output, scores } } : output;
}

/** The same of shapes: `scores` are for every head, place and place that is seen. */
export function withScoresShape(
  { return_attention_scores }: { readonly return_attention_scores: boolean },
  shape: Shape,
  scores: Shape,
): OneOrSeveral<TensorSpec> {
  const output: TensorSpec = { shape, dtype: "float" };
  return return_attention_scores
    ? { results: { output, scores: { shape: scores, dtype: "float" } } }
    : output;
}

/** Scores of places that come later are so low that nothing is left of their share. Each place sees itself, so some remain. */
function withoutLater(g: Builder, scores: Node): Node {
  const square = scores.shape.slice(-2);
  return hiding(g, scores, g.less(g.iota(square, 0, "i32"), g.iota(square, 1, "i32")));
}

function withoutFar(g: Builder, scores: Node, window: number): Node {
  const square = scores.shape.slice(-2);
  const steps = g.abs(g.sub(g.iota(square, 0, "i32"), g.iota(square, 1, "i32")));
  return hiding(g, scores, g.less(window - 1, steps));
}

/** `unseen`: 1 where a place, by row, must not see another, by column. */
function hiding(g: Builder, scores: Node, unseen: Node): Node {
  return g.where(g.broadcast(g.cast(unseen, scores.dtype), scores.shape), hidden, scores);
}

const hidden = -1e9;
