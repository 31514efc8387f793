/**
 * Where layers live: `both/dense_2` is the second Dense of the binding `both`. A path names a layer's weights on disk and
 * keys their random numbers, so it depends on names in the file and not on the order of creation.
 */
import type { Report } from "../base/diagnostic.ts";
import type { Span } from "../base/source.ts";

/** Every path of a model, with the place that took it. Names of inputs are taken too: both name tensors. */
export type TakenPaths = Map<string, Span>;

/**
 * The layers of one binding, of one use of a block, or of one turn. What has been placed for a part of the tree is placed
 * once: a block that is one layer and meets several tensors gives them the same weights.
 */
export class Places {
  readonly #prefix: string;
  readonly #taken: TakenPaths;
  #ranks: Map<string, number> | undefined;
  #placed: Map<unknown, unknown> | undefined;

  constructor(prefix: string, taken: TakenPaths) {
    this.#prefix = prefix;
    this.#taken = taken;
  }

  /** What they are below; empty for those of the file. */
  get path(): string {
    return this.#prefix;
  }

  /** The next free path for a layer of this kind, `dense`. */
  next(kind: string, span: Span): string {
    this.#ranks ??= new Map();
    const ranks = this.#ranks;
    for (;;) {
      const rank = (ranks.get(kind) ?? 0) + 1;
      ranks.set(kind, rank);
      const path = this.#inside(rank === 1 ? kind : `${kind}_${rank}`);
      if (this.#taken.has(path)) continue;
      this.#taken.set(path, span);
      return path;
    }
  }

  /** The path that `name = …` asks for; undefined when it is taken, which is reported. */
  pin(name: string, span: Span, report: Report): string | undefined {
    const path = this.#inside(name);
    const holder = this.#taken.get(path);
    if (holder === undefined) {
      this.#taken.set(path, span);
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
  }

  /** What `make` gives for a part of the tree, the first time. */
  once<T>(part: unknown, make: () => T): T {
    this.#placed ??= new Map();
    if (this.#placed.has(part)) return this.#placed.get(part) as T;
    const made = make();
    this.#placed.set(part, made);
    return made;
  }

  /** Places below a name of this one: a binding in a block, a turn of a `repeat`. */
  within(name: string): Places {
    return this.once(name, () => new Places(this.#inside(name), this.#taken));
  }

  /** Places below a path that has been taken. */
  below(path: string): Places {
    return new Places(path, this.#taken);
  }

  #inside(name: string): string {
    return this.#prefix === "" ? name : `${this.#prefix}/${name}`;
  }
}
