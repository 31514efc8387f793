/** Puts kernels in the order in which they run. */
import type { Group } from "./fusion/groups.ts";

/**
 * A topological order: of those whose predecessors have run, the one whose last node comes first in the graph. So values
 * are used soon after they are made, and the order depends on the graph alone.
 */
export function schedule(groups: readonly Group[]): Group[] {
  const waiting = new Map(groups.map((group) => [group, group.before.size]));
  const ready = groups.filter((group) => group.before.size === 0);
  const order: Group[] = [];
  for (;;) {
    const next = takeEarliest(ready);
    if (next === undefined) break;
    order.push(next);
    for (const group of next.after) {
      const left = (waiting.get(group) as number) - 1;
      waiting.set(group, left);
      if (left === 0) ready.push(group);
    }
  }
  return order;
}

function takeEarliest(ready: Group[]): Group | undefined {
  let best = 0;
  for (let place = 1; place < ready.length; place++) {
    if ((ready[place] as Group).last < (ready[best] as Group).last) best = place;
  }
  return ready.splice(best, 1)[0];
}
