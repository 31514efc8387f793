/** What attention layers share: which places may be looked at, shares that sum to 1, and dropping some of them. */
import type { Builder } from "../tensor/builder.ts";
import type { Node } from "../tensor/node.ts";
import { flag, integer, keywordOnly, number, optional, param } from "../words/param-types.ts";
import type { LowerContext } from "./layer.ts";
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
};

interface Attending {
  readonly dropout: number;
  readonly seed: number | null;
  readonly use_causal_mask: boolean;
  /** Places this many steps away, and farther ones, are not seen. */
  readonly sliding_window?: number | null;
}

/** Shares of attention, `[…, places, seen]`, from scores of that shape: softmax over what is seen. */
export function attentionShares(
  { g, params, training, random }: Pick<LowerContext<Attending>, "g" | "params" | "training" | "random">,
  scores: Node,
): Node {
  const { dropout, seed, use_causal_mask, sliding_window = null } = params;
  const near = sliding_window === null ? scores : withoutFar(g, scores, sliding_window);
  const shares = softmax(g, use_causal_mask ? withoutLater(g, near) : near, -1);
  if (!training || dropout === 0) return shares;
  const chance = random(seed === null ? "dropout" : `dropout ${seed}`, scores.shape);
  return g.where(g.less(chance, dropout), 0, g.mul(shares, 1 / (1 - dropout)));
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
