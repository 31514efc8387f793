/** Proves that a graph keeps its own rules. Run between passes: a broken graph is a fault of the compiler. */
import { typeOf } from "./make-node.ts";
import type { Node } from "./node.ts";
import { GraphError } from "./primitive.ts";
import type { Program } from "./program.ts";
import { sameShape, showType, type TensorType } from "./types.ts";

/**
 * Recomputes the type of every node and checks what no single node can see: that there is no cycle, that inputs and states
 * of one name have one type, and that updates have that of their state. Throws `GraphError` that names the node.
 */
export function verify(program: Program): void {
  const roots = [...Object.entries(program.outputs), ...Object.entries(program.updates)];
  const order = acyclicOrder(roots.map(([, node]) => node));
  const named = { input: new Map<string, TensorType>(), state: new Map<string, TensorType>() };
  order.forEach((node, index) => {
    const fail = (message: string): never => {
      throw new GraphError(`${program.name}: node ${index} (${describe(node)}): ${message}`);
    };
    verifyType(node, fail);
    verifyMaps(node, fail);
    const { primitive, attributes } = node;
    if (primitive.kind !== "source" || primitive.role === "constant") return;
    const known = named[primitive.role];
    const name = String(attributes.name);
    const before = known.get(name) ?? node;
    if (!sameType(before, node)) fail(`another ${primitive.role} of this name is ${showType(before)}`);
    known.set(name, node);
  });
  for (const [name, node] of Object.entries(program.updates)) {
    const state = named.state.get(name);
    if (state !== undefined && !sameType(state, node)) {
      throw new GraphError(
        `${program.name}: state ${name} is ${showType(state)}, its update ${showType(node)}`,
      );
    }
  }
}

/** What to call a node in messages: `add f32[2, 3]`, `state f32[4] "dense/bias"`. */
function describe(node: Node): string {
  const { name } = node.attributes;
  return `${node.primitive.name} ${showType(node)}${typeof name === "string" ? ` "${name}"` : ""}`;
}

function verifyType(node: Node, fail: (message: string) => never): void {
  let type: TensorType;
  try {
    type = typeOf(node.primitive, node.inputs, node.attributes);
  } catch (error) {
    fail(error instanceof Error ? error.message : String(error));
  }
  if (!sameType(type, node)) fail(`by its primitive the type is ${showType(type)}`);
  if (node.shape.some((size) => !Number.isInteger(size) || size < 1)) fail("a size is no positive integer");
}

function verifyMaps(node: Node, fail: (message: string) => never): void {
  const { primitive, inputs, attributes, shape } = node;
  if (primitive.kind !== "view") return;
  const maps = primitive.maps(inputs, attributes);
  const complete =
    maps.length === inputs.length && maps.every((axes, i) => axes.length === inputs[i]?.shape.length);
  if (!complete) fail("its maps do not cover the axes of its inputs");
  const inside = maps
    .flat()
    .flatMap(({ axis, also }) => [axis, also?.axis])
    .every((axis) => axis === undefined || (axis >= 0 && axis < shape.length));
  if (!inside) fail("a map reads an axis that the result does not have");
}

function sameType(a: TensorType, b: TensorType): boolean {
  return a.dtype === b.dtype && sameShape(a.shape, b.shape);
}

/** As `topologicalOrder`, which takes it for granted that there is no cycle. */
function acyclicOrder(roots: readonly Node[]): Node[] {
  const order: Node[] = [];
  const seen = new Map<Node, "open" | "done">();
  const stack: { readonly node: Node; next: number }[] = [];
  const enter = (node: Node): void => {
    if (seen.get(node) === "done") return;
    if (seen.get(node) === "open") throw new GraphError(`${describe(node)} depends on itself`);
    seen.set(node, "open");
    stack.push({ node, next: 0 });
  };
  for (const root of roots) {
    enter(root);
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const input = top.node.inputs[top.next++];
      if (input !== undefined) {
        enter(input);
        continue;
      }
      stack.pop();
      seen.set(top.node, "done");
      order.push(top.node);
    }
  }
  return order;
}
