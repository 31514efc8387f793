/**
 * The builder: operations as functions that make nodes. It brings operands to one shape and type and checks them; making
 * graphs smaller is the simplifier's work.
 */
import type { Builder, Operand } from "./builder.ts";
import { makeNode } from "./make-node.ts";
import type { Node } from "./node.ts";
import { GraphError, type PointwisePrimitive } from "./primitive.ts";
import * as primitives from "./primitives/index.gen.ts";
import { slidingWindows } from "./sliding-windows.ts";
import { type DType, sameShape, sizeOf } from "./types.ts";

type Unary = (x: Operand) => Node;
type Binary = (a: Operand, b: Operand) => Node;

function unary(primitive: PointwisePrimitive): Unary {
  return (x) => makeNode(primitive, operands(x));
}

function binary(primitive: PointwisePrimitive): Binary {
  return (a, b) => makeNode(primitive, operands(a, b));
}

/** Operands as nodes of one shape; numbers take the element type of the first node, or f32 where there is none. */
function operands(...given: readonly Operand[]): Node[] {
  const dtype = given.find((operand): operand is Node => typeof operand !== "number")?.dtype ?? "f32";
  const nodes = given.map((operand) =>
    typeof operand === "number" ? builder.constant(operand, [], dtype) : operand,
  );
  const shape = nodes.map((node) => node.shape).reduce(broadcastShapes);
  return nodes.map((node) => builder.broadcast(node, shape));
}

/** The shape to which both broadcast, as in NumPy: aligned at the end, where lengths agree or one of them is 1. */
export function broadcastShapes(a: readonly number[], b: readonly number[]): number[] {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, axis) => {
    const x = a[axis - rank + a.length] ?? 1;
    const y = b[axis - rank + b.length] ?? 1;
    if (x === y || y === 1) return x;
    if (x === 1) return y;
    throw new GraphError(`shapes [${a}] and [${b}] cannot be broadcast together`);
  });
}

/** Axes as rising numbers from 0; all of them when left out. */
function normalAxes(rank: number, axes?: readonly number[]): number[] {
  if (axes === undefined) return Array.from({ length: rank }, (_, axis) => axis);
  return [...new Set(axes.map((axis) => normalAxis(rank, axis)))].sort((a, b) => a - b);
}

function normalAxis(rank: number, axis: number): number {
  const normal = axis < 0 ? axis + rank : axis;
  if (Number.isInteger(axis) && normal >= 0 && normal < rank) return normal;
  throw new GraphError(`axis ${axis} is not one of a tensor of rank ${rank}`);
}

function reduction(primitive: (typeof primitives)["reduceSum"]): Builder["sum"] {
  return (x, axes, keepDims = false) => {
    const normal = normalAxes(x.shape.length, axes);
    return normal.length === 0 ? x : makeNode(primitive, [x], { axes: normal, keepDims });
  };
}

function constant(value: number | readonly number[], shape: readonly number[], dtype: DType): Node {
  if (typeof value !== "number") {
    return makeNode(primitives.constant, [], { values: value, shape: [...shape], dtype });
  }
  const scalar = makeNode(primitives.constant, [], { values: [value], shape: [], dtype });
  return builder.broadcast(scalar, shape);
}

function where(condition: Operand, a: Operand, b: Operand): Node {
  const branch = [a, b].find((operand): operand is Node => typeof operand !== "number");
  if (typeof condition === "number" || branch === undefined || condition.dtype === branch.dtype) {
    return makeNode(primitives.where, operands(condition, a, b));
  }
  // A cast to i32 would cut 0.5 to 0, which is another condition: compare first.
  const boolean = condition.dtype === "i32" ? condition : builder.sub(1, builder.equal(condition, 0));
  return makeNode(primitives.where, operands(builder.cast(boolean, branch.dtype), a, b));
}

/** Small integral powers as products: exact where pow is not, and cheaper. */
function pow(a: Operand, b: Operand): Node {
  if (typeof a !== "number" && b === 1) return a;
  if (typeof a !== "number" && b === 2) return builder.mul(a, a);
  return makeNode(primitives.pow, operands(a, b));
}

/** The least index at which nothing is larger; a NaN anywhere makes it 0, as no comparison then says "smaller". */
function argmax(x: Node, axis: number): Node {
  const along = normalAxis(x.shape.length, axis);
  const largest = builder.reduceMax(x, [along], true);
  const smaller = builder.cast(builder.less(x, largest), "i32");
  const index = builder.iota(x.shape, along, "i32");
  return builder.reduceMin(builder.where(smaller, x.shape[along] as number, index), [along]);
}

const sum = reduction(primitives.reduceSum);

/** Stateless: every call makes a node of its own. Wrong operands throw `GraphError`. */
export const builder: Builder = {
  input: (name, shape, dtype) => makeNode(primitives.input, [], { name, shape: [...shape], dtype }),
  state: (name, shape, dtype) => makeNode(primitives.state, [], { name, shape: [...shape], dtype }),
  constant,
  iota: (shape, axis, dtype) =>
    makeNode(primitives.iota, [], { axis: normalAxis(shape.length, axis), shape: [...shape], dtype }),
  random: (key, step, shape, dtype) =>
    makeNode(primitives.random, [step], { key: [...key], shape: [...shape], dtype }),
  randomFrom: ({ key, step, first }, shape, dtype) =>
    makeNode(primitives.random, [step, first, ...key], { shape: [...shape], dtype }),

  neg: unary(primitives.neg),
  abs: unary(primitives.abs),
  sign: unary(primitives.sign),
  floor: unary(primitives.floor),
  sqrt: unary(primitives.sqrt),
  exp: unary(primitives.exp),
  expm1: unary(primitives.expm1),
  log: unary(primitives.log),
  log1p: unary(primitives.log1p),
  sin: unary(primitives.sin),
  cos: unary(primitives.cos),
  tanh: unary(primitives.tanh),
  sigmoid: unary(primitives.sigmoid),
  erf: unary(primitives.erf),
  lgamma: unary(primitives.lgamma),
  digamma: unary(primitives.digamma),
  stopGradient: unary(primitives.stopGradient),

  add: binary(primitives.add),
  sub: binary(primitives.sub),
  mul: binary(primitives.mul),
  div: binary(primitives.div),
  pow,
  max: binary(primitives.max),
  min: binary(primitives.min),
  less: binary(primitives.less),
  lessOrEqual: binary(primitives.lessOrEqual),
  equal: binary(primitives.equal),
  where,
  cast: (x, dtype) => (x.dtype === dtype ? x : makeNode(primitives.cast, [x], { dtype })),

  sum,
  reduceMax: reduction(primitives.reduceMax),
  reduceMin: reduction(primitives.reduceMin),
  mean: (x, axes, keepDims) => {
    const total = sum(x, axes, keepDims);
    return builder.mul(total, sizeOf(total.shape) / sizeOf(x.shape));
  },
  argmax,

  matmul: (a, b, { transposeA = false, transposeB = false } = {}) =>
    makeNode(primitives.matmul, [a, b], { transposeA, transposeB }),

  contract: (a, b, axes) => makeNode(primitives.contract, [a, b], { ...axes }),
  convolve: (x, kernel, options) => makeNode(primitives.convolve, [x, kernel], { ...options }),
  maxPool: (x, options) => makeNode(primitives.maxPool, [x], { ...options }),

  gather: (table, indices) => makeNode(primitives.gather, [table, indices]),
  scatterAdd: (updates, indices, rows) => makeNode(primitives.scatterAdd, [updates, indices], { rows }),

  reshape: (x, shape) =>
    sameShape(x.shape, shape) ? x : makeNode(primitives.reshape, [x], { shape: [...shape] }),
  transpose: (x, permutation) =>
    makeNode(primitives.transpose, [x], {
      permutation: permutation.map((axis) => normalAxis(x.shape.length, axis)),
    }),
  broadcast: (x, shape) =>
    sameShape(x.shape, shape) ? x : makeNode(primitives.broadcast, [x], { shape: [...shape] }),
  slice: (x, start, size, step = start.map(() => 1)) =>
    makeNode(primitives.slice, [x], { start: [...start], size: [...size], step: [...step] }),
  pad: (x, before, after, value = 0) =>
    makeNode(primitives.pad, [x], { before: [...before], after: [...after], value }),
  concat: (parts, axis) =>
    makeNode(primitives.concat, parts, { axis: normalAxis(parts[0]?.shape.length ?? 0, axis) }),
  shear: (x, options) => makeNode(primitives.shear, [x], { ...options }),
  windows: (x, options) => slidingWindows(builder, x, options),
};
