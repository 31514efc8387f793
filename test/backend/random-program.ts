/** Random programs of every kind of node: views of views, diamonds, sums, products and several states. */
import fc from "fast-check";
import { builder as g } from "../../src/tensor/build.ts";
import type { Node } from "../../src/tensor/node.ts";
import type { Program } from "../../src/tensor/program.ts";
import { sameShape, sizeOf } from "../../src/tensor/types.ts";
import { Choices } from "./choices.ts";

/** A program of `steps` operations, two inputs and three states. */
export const randomProgram: fc.Arbitrary<Program> = fc
  .record({
    numbers: fc.array(fc.nat(1000), { minLength: 1, maxLength: 120 }),
    steps: fc.integer({ min: 0, max: 14 }),
  })
  .map(({ numbers, steps }) => programOf(new Choices(numbers), steps));

function programOf(choices: Choices, steps: number): Program {
  const shape = () => Array.from({ length: choices.below(4) }, () => 1 + choices.below(4));
  const states = ["s", "t", "u"].map((name) => g.state(name, name === "u" ? [] : shape(), "f32"));
  const nodes: Node[] = [g.input("x", shape(), "f32"), g.input("n", shape(), "i32"), ...states];
  for (let step = 0; step < steps; step++) {
    // Recent ones oftener: deep graphs, with older nodes used again.
    const node = choices.below(3) === 0 ? choices.of(nodes) : (nodes.at(-1 - choices.below(3)) as Node);
    const made = operate(choices, node, nodes);
    if (sizeOf(made.shape) <= 200) nodes.push(made);
  }
  const results = nodes.slice(-4);
  const outputs = Object.fromEntries(
    results.filter(() => choices.below(3) > 0).map((node, number) => [`y${number}`, node]),
  );
  const updates = Object.fromEntries(
    states
      .filter(() => choices.below(4) > 0)
      .map((state) => [
        state.attributes.name as string,
        resized(choices.of([...nodes.slice(-6), ...states]), state),
      ]),
  );
  return { name: "main", outputs, updates };
}

/** Any node as one of the type of another. */
function resized(node: Node, like: Node): Node {
  const cast = g.cast(node, like.dtype);
  if (sameShape(cast.shape, like.shape)) return cast;
  if (sizeOf(cast.shape) === sizeOf(like.shape)) return g.reshape(cast, like.shape);
  return g.mul(like, g.sum(cast));
}

function operate(choices: Choices, x: Node, nodes: readonly Node[]): Node {
  const float = g.cast(x, "f32");
  const rank = x.shape.length;
  switch (choices.below(19)) {
    case 0:
      return g.add(g.mul(float, 0.5), 1);
    case 1:
      return choices.of([g.tanh, g.sqrt, g.neg, g.sign])(float);
    case 2:
      return g.max(x, resized(choices.of(nodes), x));
    case 3:
      return g.mul(x, resized(choices.of(nodes), x));
    case 4:
      return choices.of([
        () => g.sub(float, g.mean(float)),
        () => g.add(float, reversed(float)),
        () => g.add(float, resized(g.transpose(x, rotated(rank, 1)), float)),
      ])();
    case 5:
      return rank === 0 ? float : g.sum(float, [choices.below(rank)], choices.below(2) === 0);
    case 6:
      return choices.of([g.reduceMax, g.reduceMin])(x, rank === 0 ? undefined : [choices.below(rank)]);
    case 7:
      return product(choices, float, nodes);
    case 8:
      return g.transpose(x, rotated(rank, choices.below(rank + 1)));
    case 9:
      return g.reshape(x, choices.of([[sizeOf(x.shape)], [...x.shape].reverse(), [1, ...x.shape, 1]]));
    case 10:
      return g.broadcast(x, [1 + choices.below(3), ...x.shape]);
    case 11:
      return sliced(choices, x);
    case 12:
      return g.pad(
        x,
        x.shape.map(() => choices.below(2)),
        x.shape.map(() => choices.below(2)),
        choices.below(3),
      );
    case 13:
      return rank === 0 ? x : joined(choices, x, nodes);
    case 16:
      return taken(choices, x, nodes);
    case 17:
      return sheared(choices, x);
    case 18:
      return contracted(choices, float, nodes);
    case 14:
      return g.add(float, g.cast(rank === 0 ? x : g.iota(x.shape, choices.below(rank), "i32"), "f32"));
    default:
      return g.where(
        g.less(g.random([choices.below(9), 5], g.cast(g.sum(float), "i32"), x.shape, "f32"), 0.5),
        x,
        resized(choices.of(nodes), x),
      );
  }
}

function rotated(rank: number, by: number): number[] {
  return Array.from({ length: rank }, (_, axis) => (axis + by) % rank);
}

function reversed(x: Node): Node {
  return g.slice(
    x,
    x.shape.map((size) => size - 1),
    x.shape,
    x.shape.map(() => -1),
  );
}

function sliced(choices: Choices, x: Node): Node {
  const bounds = x.shape.map((size) => {
    const start = choices.below(size);
    const backwards = choices.below(3) === 0;
    const step = backwards ? -1 : 1 + choices.below(2);
    const most = backwards ? start + 1 : Math.ceil((size - start) / step);
    return { start, step, size: 1 + choices.below(most) };
  });
  return g.slice(
    x,
    bounds.map(({ start }) => start),
    bounds.map(({ size }) => size),
    bounds.map(({ step }) => step),
  );
}

function product(choices: Choices, x: Node, nodes: readonly Node[]): Node {
  const [rows, columns] = [x.shape.at(-2) ?? 1, x.shape.at(-1) ?? 1];
  const batch = x.shape.slice(0, -2);
  const a = g.reshape(x, [...batch, rows, columns]);
  const other = resized(choices.of(nodes), a);
  return choices.below(2) === 0
    ? g.matmul(a, other, { transposeB: true })
    : g.matmul(a, other, { transposeA: true });
}

/** Along the first axis, where parts are computed in their places, or the last, where they are not. */
function joined(choices: Choices, x: Node, nodes: readonly Node[]): Node {
  const other = resized(choices.of(nodes), x);
  const parts = choices.of([
    [x, other],
    [other, x, other],
    [g.tanh(g.cast(x, "f32")), g.exp(g.cast(other, "f32"))],
  ]);
  return g.concat(parts, choices.below(2) === 0 ? 0 : -1);
}

/** Rows by numbers, and rows added up by numbers; some of the numbers are outside. */
function taken(choices: Choices, x: Node, nodes: readonly Node[]): Node {
  if (x.shape.length === 0) return x;
  const indices = g.input("n", nodes.find(({ dtype }) => dtype === "i32")?.shape ?? [], "i32");
  const moved = g.add(indices, choices.below(3));
  const rows = x.shape[0] as number;
  return choices.of([
    () => g.gather(x, moved),
    () => g.scatterAdd(x, resized(moved, g.iota([rows], 0, "i32")), 1 + choices.below(4)),
    () => g.add(x, g.scatterAdd(g.gather(x, moved), moved, rows)),
    () => g.gather(x, g.reshape(g.iota(x.shape, 0, "i32"), [sizeOf(x.shape)])),
  ])();
}

function sheared(choices: Choices, x: Node): Node {
  const rank = x.shape.length;
  if (rank < 2) return x;
  const axis = choices.below(rank);
  const by = (axis + 1 + choices.below(rank - 1)) % rank;
  const factor = choices.of([1, -1, 2, -2]);
  return g.shear(x, { axis, by, factor, offset: choices.below(5) - 2, size: 1 + choices.below(5) });
}

/** All axes but the first two of one meet those of the other; those two stay in any order. */
function contracted(choices: Choices, x: Node, nodes: readonly Node[]): Node {
  const other = g.add(resized(choices.of(nodes), x), 0.25);
  const labels = x.shape.map((_, axis) => axis);
  const [first = [], rest] = [labels.slice(0, 1), labels.slice(1)];
  const unequal = first.map((label) => label + 10);
  return choices.of([
    () => g.contract(x, other, { a: labels, b: labels, result: [...labels].reverse() }),
    () => g.contract(x, other, { a: labels, b: [...unequal, ...rest], result: [...unequal, ...first] }),
    () => g.contract(x, other, { a: labels, b: labels, result: first }),
  ])();
}
