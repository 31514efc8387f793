/**
 * Makes a program smaller without changing a bit of what it computes: equal nodes become one, operations on tensors of one
 * value are done here, operations with a neutral operand, views that move nothing and nodes that nobody needs go. Which
 * operands are neutral is a property of each primitive; x * 0 is not among them, as it is not 0 for NaN, nor x + 0, which
 * makes 0 of -0.
 *
 * It comes after the gradient: `stopGradient` is among what goes.
 */
import { builder } from "./build.ts";
import { expand } from "./expand.ts";
import type { Attributes, Node } from "./node.ts";
import { nearest, numberArithmetic } from "./number-arithmetic.ts";
import type { AxisMap, PointwisePrimitive } from "./primitive.ts";
import { nodesOf, type Program } from "./program.ts";
import { sizeOf, stridesOf } from "./types.ts";

export function simplify(given: Program): Program {
  const program = expand(given);
  const rewriter = newRewriter();
  const replaced = new Map<Node, Node>();
  for (const node of nodesOf(program)) {
    const inputs = node.inputs.map((input) => replaced.get(input) as Node);
    const unchanged = inputs.every((input, i) => input === node.inputs[i]);
    replaced.set(node, rewriter.rewrite(unchanged ? node : { ...node, inputs }));
  }
  const take = (nodes: Readonly<Record<string, Node>>): Record<string, Node> =>
    Object.fromEntries(Object.entries(nodes).map(([name, node]) => [name, replaced.get(node) as Node]));
  return { name: program.name, outputs: take(program.outputs), updates: take(program.updates) };
}

interface Rewriter {
  /** The node to use in place of this one, whose inputs have been rewritten before. */
  rewrite(node: Node): Node;
}

function newRewriter(): Rewriter {
  const unique = new Map<string, Node>();
  const numbers = new Map<Node, number>();
  /** The value of nodes all of whose elements are one. */
  const splats = new Map<Node, number>();

  /** The one node that is equal to this one. */
  function intern(node: Node): Node {
    const inputs = node.inputs.map((input) => numbers.get(input));
    const key = `${node.primitive.name}(${inputs.join()})${keyOf(node.attributes)}`;
    const known = unique.get(key);
    if (known !== undefined) return known;
    unique.set(key, node);
    numbers.set(node, numbers.size);
    return node;
  }

  function constant(value: number, like: Node): Node {
    const scalar = intern(builder.constant(value, [], like.dtype));
    const node = intern(builder.broadcast(scalar, like.shape));
    splats.set(scalar, value);
    splats.set(node, value);
    return node;
  }

  function rewrite(node: Node): Node {
    const value = splatValue(node, splats);
    if (value !== undefined) return constant(value, node);
    const source = equalInput(node, splats);
    if (source !== undefined) return source;
    const moved = asReshape(node);
    return moved === node ? intern(node) : intern(moved);
  }

  return { rewrite };
}

/** The one value of all elements, where it can be known without running. */
function splatValue(node: Node, splats: ReadonlyMap<Node, number>): number | undefined {
  const { primitive, attributes, dtype } = node;
  if (primitive.kind === "source" && primitive.role === "constant") {
    const values = attributes.values as readonly number[];
    const first = nearest(values[0] as number, dtype);
    return values.every((value) => Object.is(nearest(value, dtype), first)) ? first : undefined;
  }
  if (node.inputs.length === 0) return undefined;
  const values: number[] = [];
  for (const input of node.inputs) {
    const value = splats.get(input);
    if (value === undefined) return undefined;
    values.push(value);
  }
  const [first] = values as [number];
  switch (primitive.kind) {
    case "pointwise":
      return applyKernel(primitive, values, node);
    case "cast":
      return nearest(first, dtype);
    case "reshape":
      return first;
    case "view":
      return values.every((value) => Object.is(value, first)) && primitive.fill === undefined
        ? first
        : undefined;
    default:
      return undefined;
  }
}

function applyKernel(primitive: PointwisePrimitive, x: readonly number[], { dtype }: Node): number {
  const m = numberArithmetic[dtype];
  const [a, b, c] = x as readonly [number, number, number];
  if (primitive.arity === 1) return primitive.kernel(m, a);
  return primitive.arity === 2 ? primitive.kernel(m, a, b) : primitive.kernel(m, a, b, c);
}

/** The input that the node equals, bit for bit. */
function equalInput(node: Node, splats: ReadonlyMap<Node, number>): Node | undefined {
  const { primitive, inputs, dtype } = node;
  const [first, second] = inputs as readonly [Node, Node];
  if (primitive.kind === "cast") return first.dtype === dtype ? first : undefined;
  if (primitive.kind !== "pointwise") return undefined;
  if (primitive.identity) return first;
  const { left, right } = primitive.neutral ?? {};
  const matches = (operand: Node, neutral: number | undefined): boolean => {
    const value = splats.get(operand);
    return value !== undefined && neutral !== undefined && Object.is(value, nearest(neutral, dtype));
  };
  if (matches(second, right)) return first;
  return matches(first, left) ? second : undefined;
}

/**
 * A view that keeps all elements in their row-major order is a reshape, one reshape after another is one, and one to the
 * same shape is nothing.
 */
function asReshape(node: Node): Node {
  const { primitive, inputs, shape } = node;
  const [input] = inputs;
  const keepsOrder =
    input !== undefined &&
    (primitive.kind === "reshape" ||
      (primitive.kind === "view" &&
        inputs.length === 1 &&
        movesNothing(node, primitive.maps(inputs, node.attributes)[0])));
  if (!keepsOrder) return node;
  const origin = input.primitive.kind === "reshape" ? (input.inputs[0] as Node) : input;
  return builder.reshape(origin, shape);
}

function movesNothing(node: Node, maps: readonly AxisMap[] | undefined): boolean {
  const from = node.inputs[0]?.shape ?? [];
  if (maps === undefined || sizeOf(from) !== sizeOf(node.shape)) return false;
  const strides = stridesOf(from);
  const along = node.shape.map(() => 0);
  let start = 0;
  maps.forEach(({ axis, factor, offset, also }, i) => {
    start += offset * (strides[i] as number);
    for (const term of [{ axis, factor }, also]) {
      if (term?.axis === undefined) continue;
      along[term.axis] = (along[term.axis] as number) + term.factor * (strides[i] as number);
    }
  });
  const wanted = stridesOf(node.shape);
  return start === 0 && node.shape.every((size, axis) => size === 1 || along[axis] === wanted[axis]);
}

/** Attributes as text: equal for equal values, and telling 0 from -0. */
function keyOf(attributes: Attributes): string {
  const names = Object.keys(attributes);
  if (names.length > 1) names.sort();
  let key = "";
  for (const name of names) key += `${name}=${textOf(attributes[name])};`;
  return key;
}

function textOf(value: unknown): string {
  if (typeof value === "number") return Object.is(value, -0) ? "-0" : String(value);
  if (typeof value === "string") return JSON.stringify(value);
  return Array.isArray(value) ? `[${value.map(textOf).join()}]` : String(value);
}
