/**
 * Decides which kernel writes the next value of each state. In place, if the kernel that computes it reads the old value only
 * at the element that it writes and all other readers of the old value can run before. Else it computes into scratch, and a
 * copy follows the last reader.
 */
import type { Node } from "../../tensor/node.ts";
import { linearAffine } from "../affine.ts";
import { copyOf } from "./copy.ts";
import { domainOf, identityIndices } from "./domain.ts";
import type { Group, Groups } from "./groups.ts";
import type { Materialised, Read } from "./materialise.ts";
import type { Sources } from "./sources.ts";

/** Node to the name of the state in whose memory it is written. */
export type StatePlaces = ReadonlyMap<Node, string>;

/** Adds to the groups the copies, and the order between readers of old values and writers of new ones. */
export function settleUpdates(
  updates: ReadonlyMap<string, Node>,
  materialised: Materialised,
  groups: Groups,
  sources: Sources,
): StatePlaces {
  const places = new Map<Node, string>();
  for (const [name, next] of updates) {
    const state = sources.states.get(name);
    const reads = (state && materialised.reads.get(state)) ?? [];
    const writer = canWriteInPlace(next, reads, groups) ? next : addCopy(next, materialised, groups);
    for (const { sink } of reads) groups.order(groups.of(sink), groups.of(writer));
    places.set(writer, name);
  }
  return places;
}

function canWriteInPlace(next: Node, reads: readonly Read[], groups: Groups): boolean {
  const writer: Group = groups.of(next);
  return reads.every(({ sink, identity }) => {
    const reader = groups.of(sink);
    return reader === writer ? identity : !groups.precedes(writer, reader);
  });
}

function addCopy(node: Node, materialised: Materialised, groups: Groups): Node {
  const copy = copyOf(node);
  const domain = domainOf(copy);
  groups.add(copy, domain, 1);
  groups.order(groups.of(node), groups.of(copy));
  const position = linearAffine(identityIndices(domain, node.shape), node.shape, domain.sizes.length);
  const reads = materialised.reads.get(node) ?? [];
  reads.push({ sink: copy, position, folded: false, identity: true });
  materialised.reads.set(node, reads);
  return copy;
}
