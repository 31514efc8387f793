/**
 * Where layers live: `both/dense_2` is the second Dense of the binding `both`. A path names a layer's weights on disk and
 * keys their random numbers, so it depends on names in the file and not on the order of creation.
 */
import type { Report } from "../base/diagnostic.ts";
import type { Span } from "../base/source.ts";

/** Every path of a model, with the place that took it. Names of inputs are taken too: both name tensors. */
export type TakenPaths = Map<string, Span>;

/** The layers of one binding, or those that stand without one. */
export interface PathScope {
  /** The next free path for a layer of this kind, `dense`. */
  next(kind: string, span: Span): string;
  /** The path that `name = …` asks for; undefined when it is taken, which is reported. */
  pin(name: string, span: Span, report: Report): string | undefined;
}

export function pathScope(prefix: string, taken: TakenPaths): PathScope {
  const ranks = new Map<string, number>();
  const inside = (name: string): string => (prefix === "" ? name : `${prefix}/${name}`);
  return {
    next(kind, span) {
      for (;;) {
        const rank = (ranks.get(kind) ?? 0) + 1;
        ranks.set(kind, rank);
        const path = inside(rank === 1 ? kind : `${kind}_${rank}`);
        if (taken.has(path)) continue;
        taken.set(path, span);
        return path;
      }
    },
    pin(name, span, report) {
      const path = inside(name);
      const holder = taken.get(path);
      if (holder === undefined) {
        taken.set(path, span);
        return path;
      }
      report({
        rule: "duplicate-name",
        severity: "error",
        message: `the name ${path} is taken`,
        span,
        label: "weights are saved under this name, so it must be the only one",
        related: [{ span: holder, text: "by this one" }],
        help: "choose another name",
      });
      return undefined;
    },
  };
}
