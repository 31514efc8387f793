/** What the expansion of blocks and repeats may cost, and which blocks are known to be broken. */
import type { Diagnostic, Report } from "../base/diagnostic.ts";
import { isError } from "../base/diagnostic.ts";
import type { Span } from "../base/source.ts";
import type { Block } from "../syntax/ast.ts";
import { mostLayers, mostUses } from "./limits.ts";
import type { Use } from "./meaning.ts";

export class Expansion {
  readonly #report: Report;
  readonly #broken = new Set<Block>();
  #layers = 0;
  #uses = 0;
  #full = false;

  constructor(report: Report) {
    this.#report = report;
  }

  /** Counts a layer, or a use of a block or a turn; false when there are too many, which is reported once. */
  step(span: Span, what: "layer" | "use" = "layer"): boolean {
    if (this.#full) return false;
    // A block may hold nothing but other blocks, so uses count beside layers.
    const count = what === "layer" ? ++this.#layers : ++this.#uses;
    if (count <= mostLayers) return true;
    this.#full = true;
    this.#report({
      rule: "limit",
      severity: "error",
      message: `the network has more than ${mostLayers} layers`,
      span,
      label: "this one is too many",
    });
    return false;
  }

  /** False when blocks stand in one another too deep, which is reported. */
  mayEnter(uses: readonly Use[], span: Span, report: Report): boolean {
    if (uses.length < mostUses) return true;
    report({
      rule: "limit",
      severity: "error",
      message: `blocks stand in one another more than ${mostUses} levels deep`,
      span,
    });
    return false;
  }

  /** Findings inside a block, with the use they were met in. What is wrong in it is told for its first use alone. */
  reportIn(block: Block, use: Use, report: Report): { readonly report: Report; readonly close: () => void } {
    const known = this.#broken.has(block);
    let broken = false;
    const inside: Report = (finding) => {
      if (!isWithin(finding.span, block.span)) {
        report(finding);
        return;
      }
      if (known) return;
      broken ||= isError(finding);
      report(withUse(finding, use));
    };
    const close = () => {
      if (broken) this.#broken.add(block);
    };
    return { report: inside, close };
  }
}

/** The finding, with the place where the block is used. */
export function withUse(finding: Diagnostic, { block, span }: Use): Diagnostic {
  return {
    ...finding,
    related: [...(finding.related ?? []), { span, text: `in this use of ${block}` }],
  };
}

function isWithin(inner: Span, outer: Span): boolean {
  return inner.source === outer.source && inner.start >= outer.start && inner.end <= outer.end;
}
