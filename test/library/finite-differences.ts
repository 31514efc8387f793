/** Compares gradients with finite differences in f64. */
import { expect } from "vitest";
import { expandNodes } from "../../src/tensor/expand.ts";
import type { Node } from "../../src/tensor/node.ts";
import { evaluateNodes } from "../../src/tensor/reference.ts";
import type { Tensor } from "../../src/tensor/types.ts";
import { gradientsOf, run } from "./compute.ts";

const step = 1e-5;

/** `scalar` depends on the named input nodes; every element of each f64 feed is moved up and down. */
export function expectGradients(
  scalar: Node,
  nodes: Readonly<Record<string, Node>>,
  feeds: Readonly<Record<string, Tensor>>,
): void {
  const names = Object.keys(nodes);
  const gradients = run(gradientsOf(scalar, Object.values(nodes)), feeds);
  const root = expandNodes([scalar]).get(scalar) as Node;
  const values = evaluateNodes([root], feeds, {});
  names.forEach((name, k) => {
    const feed = feeds[name] as Tensor;
    const known = unmoved(values, nodes[name] as Node);
    feed.values.forEach((value, i) => {
      const at = (x: number): number => {
        const moved = Float64Array.from(feed.values);
        moved[i] = x;
        const given = { ...feeds, [name]: { ...feed, values: moved } };
        return evaluateNodes([root], given, {}, { known }).get(root)?.values[0] as number;
      };
      const difference = (at(value + step) - at(value - step)) / (2 * step);
      const gradient = gradients[k]?.values[i] as number;
      const bound = 1e-6 * Math.max(1, Math.abs(difference));
      // Asked of one gradient at a time, `expect` would take longer than the numbers do.
      if (Math.abs(gradient - difference) < bound) return;
      expect.fail(`d/d ${name}[${i}]: ${gradient}, not ${difference}`);
    });
  });
}

/** The values, in order of evaluation, that do not depend on an input. */
function unmoved(values: ReadonlyMap<Node, Tensor>, input: Node): ReadonlyMap<Node, Tensor> {
  const moved = new Set([input]);
  for (const node of values.keys()) if (node.inputs.some((each) => moved.has(each))) moved.add(node);
  return new Map([...values].filter(([node]) => !moved.has(node)));
}

/** Repeatable numbers without ties or round values, for tests: an additive sequence of the golden ratio. */
export function scattered(count: number, low = -2, high = 2, start = 0.1): number[] {
  return Array.from({ length: count }, (_, i) => low + (high - low) * ((start + i * 0.6180339887498949) % 1));
}

export function scatteredTensor(shape: readonly number[], low = -2, high = 2, start = 0.1): Tensor {
  const count = shape.reduce((product, size) => product * size, 1);
  return { shape, dtype: "f64", values: Float64Array.from(scattered(count, low, high, start)) };
}
