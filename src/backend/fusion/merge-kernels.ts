/**
 * Groups nodes in memory into kernels: first every node on its own, then users with what they read, where both run over the
 * same elements. So sums get epilogues, and chains and diamonds of pointwise work become one pass with several stores.
 */
import type { Node } from "../../tensor/node.ts";
import { sameShape } from "../../tensor/types.ts";
import { affineKey } from "../affine.ts";
import { schedule } from "../schedule.ts";
import { domainOf } from "./domain.ts";
import { type Group, Groups } from "./groups.ts";
import type { Materialised } from "./materialise.ts";
import { type StatePlaces, settleUpdates } from "./settle-updates.ts";
import type { Sources } from "./sources.ts";

export interface MergedKernels {
  readonly groups: readonly Group[];
  readonly statePlaces: StatePlaces;
  groupOf(node: Node): Group;
}

/** Nodes that one kernel may compute: a bound on the size of its code. */
const weightLimit = 400;
/** How far apart in the order of running groups may be, to be tried: it bounds the search for what is between them. */
const distanceLimit = 200;
/** How many groups over the same elements, before a group, are tried as neighbours that share a read. */
const neighbours = 8;

export function mergeKernels(
  materialised: Materialised,
  updates: ReadonlyMap<string, Node>,
  sources: Sources,
): MergedKernels {
  const groups = new Groups();
  for (const node of materialised.nodes) {
    groups.add(node, domainOf(node), materialised.weights.get(node) as number);
  }
  for (const [node, reads] of materialised.reads) {
    for (const producer of producers(node, materialised)) {
      for (const { sink } of reads) groups.order(groups.of(producer), groups.of(sink));
    }
  }
  const statePlaces = settleUpdates(updates, materialised, groups, sources);
  groups.rankBy(schedule(groups.all()));
  const merging = { groups, materialised, statePlaces, sources };
  for (const group of groups.all()) mergeWithProducers(group, merging);
  mergeNeighbours(merging);
  return { groups: groups.all(), statePlaces, groupOf: (node) => groups.of(node) };
}

interface Merging {
  readonly groups: Groups;
  readonly materialised: Materialised;
  readonly statePlaces: StatePlaces;
  readonly sources: Sources;
}

/** The nodes whose kernels must have run before this one can be read. None for a source. */
function producers(node: Node, { assembled }: Materialised): readonly Node[] {
  const parts = assembled.get(node);
  if (parts === undefined) return node.primitive.kind === "source" ? [] : [node];
  return parts.flatMap((part) => producers(part.node, { assembled } as Materialised));
}

/** The latest first: what is read of earlier ones is in memory by then. */
function mergeWithProducers(start: Group, merging: Merging): void {
  const { groups } = merging;
  let group = start;
  for (;;) {
    const found = [...group.before]
      .filter((producer) => readsThrough(producer, group, merging))
      .sort((a, b) => b.last - a.last)
      .find((producer) => mayMerge(producer, group, merging));
    if (found === undefined) return;
    groups.merge(found, group);
    group = found;
  }
}

/** Whether `reader` takes a value from `producer` element by element. */
function readsThrough(producer: Group, reader: Group, { groups, materialised }: Merging): boolean {
  return producer.members.some((node) =>
    materialised.reads.get(node)?.some(({ sink, identity }) => identity && groups.of(sink) === reader),
  );
}

function mayMerge(a: Group, b: Group, merging: Merging): boolean {
  if (a === b || (a.anchor !== undefined && b.anchor !== undefined)) return false;
  if (!sameShape(a.domain.space, b.domain.space) || a.weight + b.weight > weightLimit) return false;
  if (a.domain.space.length > 0 && Math.abs(a.rank - b.rank) > distanceLimit) return false;
  return everyReadIsIdentity(a, b, merging) && merging.groups.canMerge(a, b);
}

/** What the merged kernel writes, it may read only at the same element. */
function everyReadIsIdentity(a: Group, b: Group, merging: Merging): boolean {
  const { groups, materialised, statePlaces, sources } = merging;
  const within = (sink: Node): boolean => {
    const group = groups.of(sink);
    return group === a || group === b;
  };
  const elsewhere = (node: Node): boolean =>
    materialised.reads.get(node)?.some(({ sink, identity }) => !identity && within(sink)) ?? false;
  const mayWrite = (node: Node): boolean => {
    if (elsewhere(node)) return false;
    const state = sources.states.get(statePlaces.get(node) ?? "");
    if (state !== undefined && elsewhere(state)) return false;
    for (let at = materialised.placed.get(node); at !== undefined; at = materialised.placed.get(at.into)) {
      if (materialised.reads.get(at.into)?.some(({ sink }) => within(sink))) return false;
    }
    return true;
  };
  return a.members.every(mayWrite) && b.members.every(mayWrite);
}

/** Merges independent pointwise kernels over the same elements where they share a read, and all over single elements. */
function mergeNeighbours(merging: Merging): void {
  const bySpace = new Map<string, Neighbour[]>();
  const readKeys = readKeysOf(merging);
  for (const group of merging.groups.all()) {
    if (group.anchor !== undefined) continue;
    const key = group.domain.space.join(",");
    const earlier = bySpace.get(key) ?? [];
    bySpace.set(key, earlier);
    const own = readsOf(group, readKeys);
    const partner = earlier
      .slice(-neighbours)
      .find((other) => sharesRead(other, own) && mayMerge(other.group, group, merging));
    if (partner === undefined) earlier.push({ group, reads: own });
    else {
      merging.groups.merge(partner.group, group);
      for (const key of own) partner.reads.add(key);
    }
  }
}

interface Neighbour {
  readonly group: Group;
  /** Keys of what its members read. */
  readonly reads: Set<string>;
}

function readsOf({ members }: Group, readKeys: ReadonlyMap<Node, readonly string[]>): Set<string> {
  return new Set(members.flatMap((node) => readKeys.get(node) ?? []));
}

function sharesRead({ group, reads }: Neighbour, others: ReadonlySet<string>): boolean {
  if (group.domain.space.length === 0) return true;
  for (const key of others) if (reads.has(key)) return true;
  return false;
}

/** What each node's kernel reads, and where. */
function readKeysOf({ materialised }: Merging): Map<Node, string[]> {
  const keys = new Map<Node, string[]>();
  let number = 0;
  for (const reads of materialised.reads.values()) {
    for (const { sink, position } of reads) {
      const of = keys.get(sink) ?? [];
      of.push(`${number} ${affineKey(position)}`);
      keys.set(sink, of);
    }
    number++;
  }
  return keys;
}
