/** What it costs to compute an element again where it is needed, instead of keeping it in memory. */
import type { Node } from "../../tensor/node.ts";
import { isAnchor } from "./domain.ts";

interface Summary {
  /** In additions, down to memory. */
  readonly cost: number;
  /** The tensor in memory that it is computed from, if not several. */
  readonly leaf: Node | "none" | "several";
}

const castCost = 1;
const randomCost = 40;
const gatherCost = 4;

/** Answers for nodes in topological order, so that no question recurses far. */
export class Cheapness {
  private readonly summaries = new Map<Node, Summary>();

  constructor(order: readonly Node[]) {
    for (const node of order) this.summaries.set(node, this.summarise(node));
  }

  /** Cheaper to compute again than to store and load: a step or two from one tensor. */
  isCheap(node: Node, limit: number): boolean {
    const { cost, leaf } = this.summaries.get(node) as Summary;
    return cost <= limit && leaf !== "several";
  }

  /** The same, from a tensor that is in memory when the program starts, or from none. */
  isCheapFromSources(node: Node, limit: number): boolean {
    const { leaf } = this.summaries.get(node) as Summary;
    const isSource = typeof leaf === "string" || leaf.primitive.kind === "source";
    return isSource && this.isCheap(node, limit);
  }

  private summarise(node: Node): Summary {
    const { primitive } = node;
    if (isAnchor(node)) return { cost: 0, leaf: node };
    if (primitive.kind === "source") return { cost: 0, leaf: primitive.role === "constant" ? "none" : node };
    let cost = ownCost(node);
    let leaf: Summary["leaf"] = "none";
    for (const input of node.inputs) {
      const summary = this.summaries.get(input) as Summary;
      cost += summary.cost;
      if (leaf === "none") leaf = summary.leaf;
      else if (summary.leaf !== "none" && summary.leaf !== leaf) leaf = "several";
    }
    return { cost, leaf };
  }
}

function ownCost({ primitive, inputs }: Node): number {
  switch (primitive.kind) {
    case "pointwise":
      return primitive.cost;
    case "gather":
      return gatherCost;
    case "cast":
      return castCost;
    case "random":
      return randomCost;
    case "view":
      return inputs.length - 1 + (primitive.fill === undefined ? 0 : 1);
    default:
      return 0;
  }
}
