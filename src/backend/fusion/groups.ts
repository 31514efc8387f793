/** Nodes that share a kernel, and the order between kernels, while fusion merges them. Never lets the order have a cycle. */
import type { Node } from "../../tensor/node.ts";
import { type Domain, isAnchor } from "./domain.ts";

export interface Group {
  /** In topological order. */
  members: Node[];
  /** The reduction, contraction or scatter that the kernel is built around. */
  anchor: Node | undefined;
  domain: Domain;
  /** Nodes computed, counting repeated ones. */
  weight: number;
  /** Places of the first and last member in the topological order. */
  first: number;
  last: number;
  /** Place in an order in which all groups could run; -1 before there is one. */
  rank: number;
  readonly before: Set<Group>;
  readonly after: Set<Group>;
}

export class Groups {
  private readonly byNode = new Map<Node, Group>();
  private readonly places = new Map<Node, number>();
  /** By rank; groups that were merged away leave gaps. */
  private ranked: (Group | undefined)[] = [];

  /** Nodes come in topological order. */
  add(node: Node, domain: Domain, weight: number): Group {
    const place = this.places.size;
    this.places.set(node, place);
    const group: Group = {
      members: [node],
      anchor: isAnchor(node) ? node : undefined,
      domain,
      weight,
      first: place,
      last: place,
      rank: -1,
      before: new Set(),
      after: new Set(),
    };
    this.byNode.set(node, group);
    return group;
  }

  of(node: Node): Group {
    return this.byNode.get(node) as Group;
  }

  /** All groups, by their last members. */
  all(): Group[] {
    return [...new Set(this.byNode.values())].sort((a, b) => a.last - b.last);
  }

  /** `first` runs before `second`. The caller has made sure that this closes no circle. */
  order(first: Group, second: Group): void {
    if (first === second) return;
    first.after.add(second);
    second.before.add(first);
  }

  /** Takes an order in which all groups could run. From here on it is kept up, and bounds every search. */
  rankBy(order: readonly Group[]): void {
    this.ranked = [...order];
    for (const [rank, group] of order.entries()) group.rank = rank;
  }

  /** Whether `to` has to run after `from`; with `indirectly`, whether it has to for another group's sake. */
  precedes(from: Group, to: Group, indirectly = false): boolean {
    const seen = new Set<Group>([from]);
    const stack = [...from.after].filter((group) => !indirectly || group !== to);
    for (let group = stack.pop(); group !== undefined; group = stack.pop()) {
      if (group === to) return true;
      if (seen.has(group) || group.rank > to.rank) continue;
      seen.add(group);
      stack.push(...group.after);
    }
    return false;
  }

  /** Whether no third group has to run between the two. */
  canMerge(a: Group, b: Group): boolean {
    return !this.precedes(a, b, true) && !this.precedes(b, a, true);
  }

  /** Makes `a` of both. */
  merge(a: Group, b: Group): void {
    if (a.rank >= 0) this.rankMerged(a, b);
    const place = (node: Node) => this.places.get(node) as number;
    a.members = [...a.members, ...b.members].sort((x, y) => place(x) - place(y));
    a.domain = b.anchor === undefined ? a.domain : b.domain;
    a.anchor ??= b.anchor;
    a.weight += b.weight;
    a.first = Math.min(a.first, b.first);
    a.last = Math.max(a.last, b.last);
    for (const member of b.members) this.byNode.set(member, a);
    for (const [mine, others, back] of [
      [a.before, b.before, "after"],
      [a.after, b.after, "before"],
    ] as const) {
      for (const group of others) {
        group[back].delete(b);
        if (group === a) continue;
        group[back].add(a);
        mine.add(group);
      }
      mine.delete(b);
    }
  }

  /** Between the two: first what does not need them, then the merged group `a`, then what needs the earlier one. */
  private rankMerged(a: Group, b: Group): void {
    const [earlier, later] = a.rank < b.rank ? [a, b] : [b, a];
    const { rank: start } = earlier;
    const between = this.ranked.slice(start, later.rank + 1);
    this.ranked.fill(undefined, start, later.rank + 1);
    const needy = new Set([earlier]);
    const after: Group[] = [];
    let rank = start;
    const put = (group: Group): void => {
      group.rank = rank;
      this.ranked[rank++] = group;
    };
    for (const group of between) {
      if (group === undefined || group === earlier || group === later) continue;
      if (meet(group.before, needy)) {
        needy.add(group);
        after.push(group);
      } else put(group);
    }
    put(a);
    after.forEach(put);
  }
}

function meet(some: ReadonlySet<Group>, others: ReadonlySet<Group>): boolean {
  for (const group of some) if (others.has(group)) return true;
  return false;
}
