/** The order of kernels. */
import { expect, test } from "vitest";
import { domainOf } from "../../src/backend/fusion/domain.ts";
import { Groups } from "../../src/backend/fusion/groups.ts";
import { schedule } from "../../src/backend/schedule.ts";
import { builder as g } from "../../src/tensor/build.ts";

const nodes = Array.from({ length: 5 }, () => g.iota([2], 0, "f32"));

/** Groups of one node each, in which `first` runs before `second` for every pair. */
function groupsOf(...pairs: [first: number, second: number][]): Groups {
  const groups = new Groups();
  for (const node of nodes) groups.add(node, domainOf(node), 1);
  for (const [first, second] of pairs) groups.order(at(groups, first), at(groups, second));
  return groups;
}

const at = (groups: Groups, number: number) => groups.of(nodes[number] as (typeof nodes)[number]);
const orderOf = (groups: Groups) => schedule(groups.all()).map(({ last }) => last);

test("that of the graph, where nothing is against it", () => {
  expect(orderOf(groupsOf())).toEqual([0, 1, 2, 3, 4]);
});

test("readers of an old value before the writer of the new one", () => {
  expect(orderOf(groupsOf([3, 0], [0, 1]))).toEqual([2, 3, 0, 1, 4]);
});

test("merged groups inherit all order, and no cycle can come about", () => {
  const groups = groupsOf([0, 1], [1, 2], [0, 2], [3, 4]);
  expect(groups.canMerge(at(groups, 0), at(groups, 2))).toBe(false);
  expect(groups.canMerge(at(groups, 0), at(groups, 1))).toBe(true);
  groups.merge(at(groups, 0), at(groups, 1));
  expect(groups.canMerge(at(groups, 1), at(groups, 2))).toBe(true);
  groups.merge(at(groups, 2), at(groups, 3));
  expect(orderOf(groups)).toEqual([1, 3, 4]);
  expect(groups.precedes(at(groups, 0), at(groups, 4))).toBe(true);
  expect(groups.precedes(at(groups, 4), at(groups, 0))).toBe(false);
});
