/** Layers that make one tensor of several, element by element. Rows broadcast over trailing axes, as in NumPy. */
import type { Builder } from "../tensor/builder.ts";
import type { Node } from "../tensor/node.ts";
import { defineLayer, type LayerDefinition } from "./layer.ts";
import { anyCounts, maskOver } from "./masks.ts";
import { alignRows, commonShape } from "./operators/rows.ts";

interface Merging {
  readonly name: string;
  readonly doc: string;
  /** How many tensors enter; any number when left out. */
  readonly inputs?: number;
  /** Whether the result is a linear function of all inputs together. */
  readonly linear: boolean;
  /** Of tensors whose rows broadcast with one another. */
  compute(g: Builder, tensors: readonly [Part, ...Part[]]): Node;
}

/** A tensor, and which of its elements count where a mask comes with it. */
interface Part {
  readonly x: Node;
  readonly counts: Node | undefined;
}

/** A layer over `[…rows]` of broadcastable shapes; its result has the precision of the run. */
export function merging({ name, doc, inputs, linear, compute }: Merging): LayerDefinition {
  return defineLayer({
    name,
    doc,
    params: {},
    arity: { min: inputs ?? 1, max: inputs ?? Number.POSITIVE_INFINITY },
    shape: (_params, specs) => ({
      shape: commonShape(
        name,
        specs.map(({ shape }) => shape),
      ),
      dtype: "float",
    }),
    lower({ g, inputs: tensors, masks, float }) {
      const parts = (alignRows(g, tensors, float) as readonly Node[]).map((x, i): Part => {
        const counts = maskOver(g, masks[i], tensors[i] as Node);
        return { x, counts: counts && g.reshape(g.cast(counts, float), x.shape) };
      });
      return compute(g, parts as [Part, ...Part[]]);
    },
    mask: ({ g, masks }) => anyCounts(g, masks),
    facts: () => ({ learns: false, nonlinear: !linear }),
    examples: [
      { source: `${name}()`, input: [[4], [4]], output: [4], parameters: 0 },
      { source: `${name}()`, input: [[2, 3], [3]], output: [2, 3], parameters: 0 },
      { source: `${name}()`, input: [[2, 1], [3]], output: [2, 3], parameters: 0 },
      ...(inputs === undefined
        ? [{ source: `${name}()`, input: [[3], [2, 3], [1]], output: [2, 3], parameters: 0 }]
        : []),
    ],
  });
}

/** One after another, from the left, whatever counts. */
export function folded(operation: (g: Builder, a: Node, b: Node) => Node): Merging["compute"] {
  return (g, tensors) => tensors.map(({ x }) => x).reduce((a, b) => operation(g, a, b));
}

/** The same where an element that does not count leaves the choice to the others, as in Keras. */
export function chosen(operation: (g: Builder, a: Node, b: Node) => Node): Merging["compute"] {
  return (g, tensors) =>
    tensors.reduce((a, b) => {
      const right = b.counts ? g.where(b.counts, b.x, a.x) : b.x;
      const left = a.counts ? g.where(a.counts, a.x, right) : a.x;
      return { x: operation(g, left, right), counts: anyCounts(g, [a.counts, b.counts]) };
    }).x;
}
