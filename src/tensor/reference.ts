/**
 * The slow truth: runs a program node by node in plain loops. Kernels of every target are compared with it.
 *
 * In `reference` arithmetic each element is computed in f64 by the primitives' references and rounded to the node's type
 * when stored: right to the last place, whatever a kernel does. In `kernel` arithmetic it uses the primitives' kernels in
 * the node's own precision: every target must give exactly these bits.
 */
import { integerAttribute, integersAttribute, nameAttribute, numbersAttribute } from "./attributes.ts";
import { contraction, offsetsOf } from "./contraction.ts";
import { expandNodes } from "./expand.ts";
import { type Node, topologicalOrder } from "./node.ts";
import { type NumberArithmetic, nearest, numberArithmetic } from "./number-arithmetic.ts";
import {
  type AxisMap,
  GraphError,
  type PointwisePrimitive,
  type ReducePrimitive,
  type ViewPrimitive,
} from "./primitive.ts";
import type { Program } from "./program.ts";
import { type Key, uniforms } from "./random.ts";
import { foldInOrder, reductionOrderOf } from "./reduction-order.ts";
import { type FloatType, newArray, sameShape, showType, sizeOf, stridesOf, type Tensor } from "./types.ts";

export interface Evaluation {
  readonly outputs: Record<string, Tensor>;
  /** All states after the run: updated ones and those that stayed. */
  readonly state: Record<string, Tensor>;
}

export interface EvaluationOptions {
  readonly arithmetic?: "reference" | "kernel";
  /** Values that are there already, of nodes without composites: what leads to these is not looked at. */
  readonly known?: ReadonlyMap<Node, Tensor>;
}

type Tensors = Readonly<Record<string, Tensor>>;

/** Runs a program once. Throws `GraphError` where an input or a state is missing or of another type. */
export function evaluate(
  program: Program,
  inputs: Tensors,
  state: Tensors,
  options: EvaluationOptions = {},
): Evaluation {
  const roots = [...Object.values(program.outputs), ...Object.values(program.updates)];
  const values = evaluateNodes(roots, inputs, state, options);
  const take = (nodes: Readonly<Record<string, Node>>): Record<string, Tensor> =>
    Object.fromEntries(Object.entries(nodes).map(([name, node]) => [name, values.get(node) as Tensor]));
  return { outputs: take(program.outputs), state: { ...state, ...take(program.updates) } };
}

/** The values of all nodes that the roots need. */
export function evaluateNodes(
  roots: readonly Node[],
  inputs: Tensors,
  state: Tensors,
  { arithmetic = "reference", known = new Map() }: EvaluationOptions = {},
): ReadonlyMap<Node, Tensor> {
  const values = new Map(known);
  const expanded = expandNodes(roots, known);
  const ends = roots.map((root) => expanded.get(root) as Node);
  for (const node of topologicalOrder(ends, known)) {
    if (known.has(node)) continue;
    const operands = node.inputs.map((input) => values.get(input) as Tensor);
    values.set(node, evaluateNode(node, operands, { input: inputs, state }, arithmetic === "kernel"));
  }
  for (const [node, same] of expanded) if (node !== same) values.set(node, values.get(same) as Tensor);
  return values;
}

function evaluateNode(
  node: Node,
  operands: readonly Tensor[],
  sources: { readonly input: Tensors; readonly state: Tensors },
  byKernel: boolean,
): Tensor {
  const { primitive, attributes, shape, dtype } = node;
  const { values: first } = operands[0] ?? { values: newArray(dtype, 0) };
  const own = numberArithmetic[dtype];
  switch (primitive.kind) {
    case "pointwise":
      // Integers wrap around as the kernel says; f64 could not even hold their products.
      return pointwise(
        node,
        operands,
        byKernel || dtype === "i32" ? kernelOf(primitive, own) : primitive.reference,
      );
    case "cast":
      return filled(node, (index) => nearest(first[index] as number, dtype));
    case "reduce":
      return reduce(
        node,
        operands[0] as Tensor,
        byKernel || dtype === "i32" ? combineOf(primitive, own) : primitive.reference,
      );
    case "contract":
      return {
        ...contraction(
          primitive.axes(operands, attributes),
          operands as readonly [Tensor, Tensor],
          byKernel ? own : numberArithmetic.f64,
        ),
        dtype,
      };
    case "view":
      return view(node, primitive, operands);
    case "reshape":
      return { shape, dtype, values: first };
    case "source":
      return primitive.role === "constant"
        ? constant(node)
        : source(node, sources[primitive.role], primitive.role);
    case "iota": {
      const axis = integerAttribute(attributes, "axis");
      const stride = stridesOf(shape)[axis] as number;
      return filled(node, (index) => Math.floor(index / stride) % (shape[axis] as number));
    }
    case "gather":
      return gather(node, operands as readonly [Tensor, Tensor]);
    case "scatter":
      return scatter(node, operands as readonly [Tensor, Tensor], byKernel ? own : numberArithmetic.f64);
    case "composite":
      throw new GraphError(`${primitive.name} was not expanded`);
    case "random": {
      const [step, from = 0, ...words] = operands.map(({ values }) => values[0] as number);
      const key = words.length > 0 ? words : integersAttribute(attributes, "key", 2);
      const values = uniforms(key as unknown as Key, step as number, sizeOf(shape), dtype as FloatType, from);
      return { shape, dtype, values };
    }
  }
}

function filled({ shape, dtype }: Node, element: (index: number) => number): Tensor {
  const values = newArray(dtype, sizeOf(shape));
  for (let index = 0; index < values.length; index++) values[index] = element(index);
  return { shape, dtype, values };
}

function constant(node: Node): Tensor {
  const numbers = numbersAttribute(node.attributes, "values");
  return filled(node, (index) => numbers[index] as number);
}

function source(node: Node, given: Tensors, role: "input" | "state"): Tensor {
  const name = nameAttribute(node.attributes, "name");
  const value = given[name];
  if (value === undefined) throw new GraphError(`${role} ${name} has no value`);
  if (value.dtype === node.dtype && sameShape(value.shape, node.shape)) return value;
  throw new GraphError(`${role} ${name} is ${showType(node)}, not ${showType(value)}`);
}

function kernelOf(primitive: PointwisePrimitive, m: NumberArithmetic): (...x: number[]) => number {
  switch (primitive.arity) {
    case 1:
      return (x) => primitive.kernel(m, x as number);
    case 2:
      return (x, y) => primitive.kernel(m, x as number, y as number);
    case 3:
      return (x, y, z) => primitive.kernel(m, x as number, y as number, z as number);
  }
}

function combineOf(primitive: ReducePrimitive, m: NumberArithmetic): (a: number, b: number) => number {
  return (a, b) => primitive.kernel(m, a, b);
}

function pointwise(node: Node, operands: readonly Tensor[], compute: (...x: number[]) => number): Tensor {
  const [x = [], y = [], z = []] = operands.map(({ values }) => values);
  switch (operands.length) {
    case 1:
      return filled(node, (i) => compute(x[i] as number));
    case 2:
      return filled(node, (i) => compute(x[i] as number, y[i] as number));
    default:
      return filled(node, (i) => compute(x[i] as number, y[i] as number, z[i] as number));
  }
}

function reduce(node: Node, operand: Tensor, combine: (a: number, b: number) => number): Tensor {
  const primitive = node.primitive as ReducePrimitive;
  const { shape } = operand;
  const axes = integersAttribute(node.attributes, "axes");
  const strides = stridesOf(shape);
  const offsets = (kept: boolean): Int32Array =>
    offsetsOf(
      shape.flatMap((size, axis) =>
        axes.includes(axis) === kept ? [] : [[size, strides[axis] as number] as const],
      ),
    );
  const outer = offsets(true);
  const inner = offsets(false);
  const order = reductionOrderOf(shape, axes);
  const identity = primitive.identity[node.dtype];
  return filled(node, (index) => {
    const start = outer[index] as number;
    const element = (i: number) => operand.values[start + (inner[i] as number)] as number;
    return foldInOrder(order, inner.length, element, combine, identity);
  });
}

function view(node: Node, primitive: ViewPrimitive, operands: readonly Tensor[]): Tensor {
  const { shape, attributes } = node;
  const fill = primitive.fill?.(attributes);
  const parts = primitive.maps(operands, attributes).map((maps, part) => {
    const { shape: from, values } = operands[part] as Tensor;
    return { maps, from, values, strides: stridesOf(from) };
  });
  /** The index along every axis of the result. */
  const place = new Array<number>(shape.length).fill(0);
  const element = (): number => {
    for (const { maps, from, values, strides } of parts) {
      const offset = offsetOf(maps, place, from, strides);
      if (offset !== undefined) return values[offset] as number;
    }
    if (fill === undefined) throw new GraphError(`${primitive.name} leaves an element of its result open`);
    return fill;
  };
  return filled(node, () => {
    const value = element();
    advance(place, shape);
    return value;
  });
}

/** Where the maps lead from a place in the result; undefined where that is outside. */
function offsetOf(
  maps: readonly AxisMap[],
  place: readonly number[],
  from: readonly number[],
  strides: readonly number[],
): number | undefined {
  let offset = 0;
  for (let i = 0; i < maps.length; i++) {
    const { axis, factor, offset: start, also } = maps[i] as AxisMap;
    let at = start;
    if (axis !== undefined) at += factor * (place[axis] as number);
    if (also !== undefined) at += also.factor * (place[also.axis] as number);
    if (at < 0 || at >= (from[i] as number)) return undefined;
    offset += at * (strides[i] as number);
  }
  return offset;
}

/** The next index in row-major order; after the last comes the first. */
function advance(place: number[], shape: readonly number[]): void {
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const next = (place[axis] as number) + 1;
    place[axis] = next === shape[axis] ? 0 : next;
    if (next !== shape[axis]) return;
  }
}

function gather(node: Node, [table, indices]: readonly [Tensor, Tensor]): Tensor {
  const [rows = 1, ...row] = table.shape;
  const length = sizeOf(row);
  return filled(node, (index) => {
    const number = indices.values[Math.floor(index / length)] as number;
    return table.values[clampedRow(number, rows) * length + (index % length)] as number;
  });
}

function scatter(node: Node, [updates, indices]: readonly [Tensor, Tensor], m: NumberArithmetic): Tensor {
  const { shape, dtype } = node;
  const [rows = 1, ...row] = shape;
  const length = sizeOf(row);
  const sums = new Float64Array(sizeOf(shape));
  const { add } = dtype === "i32" ? numberArithmetic.i32 : m;
  for (let i = 0; i < updates.values.length; i++) {
    const number = indices.values[Math.floor(i / length)] as number;
    const at = clampedRow(number, rows) * length + (i % length);
    sums[at] = add(sums[at] as number, updates.values[i] as number);
  }
  return filled(node, (index) => nearest(sums[index] as number, dtype));
}

function clampedRow(number: number, rows: number): number {
  return Math.min(Math.max(number, 0), rows - 1);
}
