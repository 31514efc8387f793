/**
 * Decides which nodes are kept in memory and which are computed where they are needed, inside the expressions of their
 * users. One walk from the results to the sources: when it comes to a node, all its users are decided, so it is known from
 * which kernels, and at which indices, it would be computed.
 */
import type { Node } from "../../tensor/node.ts";
import { sameShape } from "../../tensor/types.ts";
import { constantAffine, linearAffine, sameAffine } from "../affine.ts";
import type { Affine } from "../kernel.ts";
import type { Cheapness } from "./cheapness.ts";
import { contiguousParts, type Part } from "./contiguous-parts.ts";
import { copyOf } from "./copy.ts";
import {
  contractIndices,
  type Domain,
  domainOf,
  identityIndices,
  isAnchor,
  reduceIndices,
  scatterIndices,
  withoutOnes,
} from "./domain.ts";
import { isFree, type Step, stepsFrom, underReshapes } from "./index-steps.ts";
import type { Sources } from "./sources.ts";

/** How the kernel of `sink` reads a node in memory. */
export interface Read {
  readonly sink: Node;
  /** Row-major position in the node, over the loops of the sink. */
  readonly position: Affine;
  /** By a reduction or contraction itself: the element is needed before the sum is finished. */
  readonly folded: boolean;
  /** Each element of the sink needs just the same element of the node, and not before it has one itself. */
  readonly identity: boolean;
}

export interface Materialised {
  /** Nodes with a kernel of their own, each after those that it reads. */
  readonly nodes: readonly Node[];
  /** Of these nodes, of sources, and of assembled nodes. */
  readonly reads: Map<Node, Read[]>;
  /** Nodes without a kernel: their parts are computed in their places. */
  readonly assembled: ReadonlyMap<Node, readonly Part[]>;
  /** Nodes in `nodes` or `assembled` that are part of an assembled one. */
  readonly placed: ReadonlyMap<Node, { readonly into: Node; readonly offset: number }>;
  /** How many nodes are computed in the kernel of each node. */
  readonly weights: ReadonlyMap<Node, number>;
}

/** Additions that computing a value again may cost, where it is used several times. */
const recomputeLimit = 3;
/** The same where it would be computed again for every element of a larger result. */
const broadcastLimit = 1;
/** Steps from a kernel's result: deeper expressions are cut, to bound the code of one kernel. */
const depthLimit = 64;

interface Use {
  readonly sink: Node;
  readonly at: readonly Affine[];
  /** Of a contraction, which loads from memory and computes nothing. */
  readonly operand: boolean;
  readonly folded: boolean;
  readonly depth: number;
}

export function materialise(
  order: readonly Node[],
  roots: readonly Node[],
  sources: Sources,
  cheapness: Cheapness,
): Materialised {
  const walk = new Walk(roots, sources, cheapness);
  for (const node of [...order].reverse()) walk.visit(node);
  walk.nodes.reverse();
  return walk;
}

class Walk implements Materialised {
  readonly nodes: Node[] = [];
  readonly reads = new Map<Node, Read[]>();
  readonly assembled = new Map<Node, readonly Part[]>();
  readonly placed = new Map<Node, { into: Node; offset: number }>();
  readonly weights = new Map<Node, number>();
  private readonly uses = new Map<Node, Map<Node, Use[]>>();
  private readonly domains = new Map<Node, Domain>();
  private readonly roots: ReadonlySet<Node>;
  /** Nodes that have to be in memory. */
  private readonly forced: Set<Node>;

  constructor(
    roots: readonly Node[],
    private readonly sources: Sources,
    private readonly cheapness: Cheapness,
  ) {
    this.roots = new Set(roots);
    this.forced = new Set(roots);
  }

  visit(node: Node): void {
    const uses = [...(this.uses.get(node)?.values() ?? [])].flat();
    this.uses.delete(node);
    if (uses.length === 0 && !this.forced.has(node)) return;
    const { kind } = node.primitive;
    const stays = kind === "source" || isAnchor(node) || this.mustStay(node, uses);
    if (!stays) {
      for (const use of uses) this.follow(node, use);
      return;
    }
    for (const use of uses) this.addRead(node, use, linearAffine(use.at, node.shape, this.rank(use.sink)));
    if (kind === "source") return;
    const parts = this.partsOf(node);
    if (parts === undefined) this.addKernel(node);
    else this.assemble(node, parts);
  }

  private mustStay(node: Node, uses: readonly Use[]): boolean {
    if (this.forced.has(node)) return true;
    if (uses.some((use) => use.depth > depthLimit || (use.operand && !this.passes(node, use)))) return true;
    if (isFree(node) || uses.every((use) => this.passes(node, use))) return false;
    if (this.partsOf(node) !== undefined) return true;
    if (uses.length > 1 && !this.cheapness.isCheap(node, recomputeLimit)) return true;
    return uses.some((use) => this.isBroadcast(use)) && !this.cheapness.isCheap(node, broadcastLimit);
  }

  /** Whether this node only moves, for this use, one element that is always there. */
  private passes(node: Node, use: Use): boolean {
    if (node.primitive.kind === "reshape") return true;
    if (node.primitive.kind !== "view") return false;
    const steps = this.steps(node, use);
    return steps.length === 1 && steps[0]?.guards.length === 0;
  }

  private isBroadcast({ sink, at }: Use): boolean {
    return this.domain(sink).sizes.some(
      (size, loop) => size > 1 && at.every(({ strides }) => strides[loop] === 0),
    );
  }

  /** Put together from parts rather than picked element by element: where a part is made here, or all must be in memory. */
  private partsOf(node: Node): readonly Part[] | undefined {
    const parts = contiguousParts(node);
    if (parts === undefined || this.forced.has(node)) return parts;
    return parts.every((part) => this.cheapness.isCheapFromSources(part.node, recomputeLimit))
      ? undefined
      : parts;
  }

  private addKernel(node: Node): void {
    this.nodes.push(node);
    this.weights.set(node, 0);
    const domain = this.domain(node);
    const use = { sink: node, operand: false, folded: false, depth: 0 };
    const [first, second] = node.inputs as [Node, Node];
    if (node.primitive.kind === "reduce") {
      this.addUse(first, { ...use, at: reduceIndices(node, domain), folded: true });
    } else if (node.primitive.kind === "contract") {
      const [a, b] = contractIndices(node, domain);
      this.addUse(first, { ...use, at: a, folded: true, operand: true });
      this.addUse(second, { ...use, at: b, folded: true, operand: true });
    } else if (node.primitive.kind === "scatter") {
      const at = scatterIndices(node, domain);
      this.addUse(first, { ...use, at, folded: true });
      this.addUse(second, { ...use, at: at.slice(0, second.shape.length), folded: true });
    } else {
      this.follow(node, { ...use, at: identityIndices(domain, node.shape) });
    }
  }

  private assemble(node: Node, parts: readonly Part[]): void {
    const placed: Part[] = [];
    for (const part of parts) {
      const under = underReshapes(part.node);
      const taken = under.primitive.kind === "source" || this.placed.has(under) || this.roots.has(under);
      const target = taken ? copyOf(under) : under;
      this.placed.set(target, { into: node, offset: part.offset });
      placed.push({ node: target, offset: part.offset });
      if (taken) this.addKernel(target);
      else this.forced.add(under);
    }
    this.assembled.set(node, placed);
  }

  private steps(node: Node, use: Use): readonly Step[] {
    return stepsFrom(node, use.at, this.domain(use.sink).sizes);
  }

  private follow(node: Node, use: Use): void {
    if (node.primitive.kind === "gather") this.readTable(node, use);
    for (const { input, at } of this.steps(node, use)) {
      const next = { ...use, depth: use.depth + 1 };
      if (!("position" in at)) {
        this.addUse(input, { ...next, at });
        continue;
      }
      const target = this.sources.canonical(input);
      this.forced.add(target);
      this.addRead(target, next, at.position);
    }
  }

  /** A gather may read any element of its table, which therefore is in memory, and nobody's identity. */
  private readTable({ inputs: [table] }: Node, { sink, folded }: Use): void {
    const target = this.sources.canonical(table as Node);
    this.forced.add(target);
    const reads = this.reads.get(target) ?? [];
    reads.push({ sink, position: constantAffine(0, this.rank(sink)), folded, identity: false });
    this.reads.set(target, reads);
  }

  private addUse(input: Node, use: Use): void {
    const node = this.sources.canonical(input);
    const bySink = this.uses.get(node) ?? new Map<Node, Use[]>();
    this.uses.set(node, bySink);
    const uses = bySink.get(use.sink) ?? [];
    bySink.set(use.sink, uses);
    const place = uses.findIndex((known) => isSameUse(known, use));
    if (place < 0) {
      this.weights.set(use.sink, (this.weights.get(use.sink) as number) + 1);
      uses.push(use);
    } else if ((uses[place] as Use).depth < use.depth) uses[place] = use;
  }

  private addRead(node: Node, { sink, folded }: Use, position: Affine): void {
    const reads = this.reads.get(node) ?? [];
    const identity = !folded && isIdentity(node, this.domain(sink), position);
    reads.push({ sink, position, folded, identity });
    this.reads.set(node, reads);
  }

  private domain(sink: Node): Domain {
    const domain = this.domains.get(sink) ?? domainOf(sink);
    this.domains.set(sink, domain);
    return domain;
  }

  private rank(sink: Node): number {
    return this.domain(sink).sizes.length;
  }
}

/** Of the same sink. */
function isSameUse(a: Use, b: Use): boolean {
  return (
    a.operand === b.operand &&
    a.folded === b.folded &&
    a.at.every((affine, axis) => sameAffine(affine, b.at[axis] as Affine))
  );
}

function isIdentity(node: Node, domain: Domain, position: Affine): boolean {
  if (!sameShape(withoutOnes(node.shape), domain.space)) return false;
  const same = linearAffine(identityIndices(domain, node.shape), node.shape, domain.sizes.length);
  return sameAffine(position, same);
}
