/** Yes-or-no labels as hinge losses read them: -1 and 1. */
import type { Builder } from "../tensor/builder.ts";
import type { Node } from "../tensor/node.ts";

/** Labels of 0 and 1 become -1 and 1; a batch with any other label stays as it is, as in Keras. */
function signedLabels(g: Builder, labels: Node): Node {
  const isBinary = g.reduceMin(g.add(g.equal(labels, 0), g.equal(labels, 1)));
  return g.where(isBinary, g.sub(g.mul(2, labels), 1), labels);
}

/** `max(1 - y p, 0)`, element by element. */
export function hingeValues(g: Builder, labels: Node, output: Node): Node {
  return g.max(g.sub(1, g.mul(signedLabels(g, labels), output)), 0);
}
