/**
 * One primitive at a time, with random shapes, element types and attributes, its operands read through random views: transposed,
 * with gaps, backwards or broadcast. Kinds say most of what a primitive takes; attributes of its own stand in the table below.
 */
import { builder as g } from "../../src/tensor/build.ts";
import type { Convolution } from "../../src/tensor/builder.ts";
import { makeNode } from "../../src/tensor/make-node.ts";
import type { Node } from "../../src/tensor/node.ts";
import type { Primitive, Sample } from "../../src/tensor/primitive.ts";
import * as indexed from "../../src/tensor/primitives/index.gen.ts";
import type { DType, FloatType } from "../../src/tensor/types.ts";
import { Choices } from "./choices.ts";

export const primitives: readonly Primitive[] = Object.values(indexed);

export interface PrimitiveCase {
  readonly primitive: Primitive;
  readonly result: Node;
  /** Values that its float inputs have. */
  readonly range: readonly [low: number, high: number];
}

/** `number` says which primitive, `choices` everything else. */
export function primitiveCase(number: number, numbers: readonly number[]): PrimitiveCase {
  const primitive = primitives[number % primitives.length] as Primitive;
  const choices = new Choices(numbers);
  const draw = new Draw(choices);
  const write = own[primitive.name] ?? byKind[primitive.kind];
  if (write === undefined) throw new Error(`nothing says how ${primitive.name} is tried`);
  return { primitive, result: write(draw, primitive), range: rangeOf(choices.of(primitive.samples)) };
}

function rangeOf({ inputs }: Sample): readonly [number, number] {
  const ranges = inputs.flatMap(({ range }) => (range ? [range] : []));
  return ranges[0] ?? [-2, 2];
}

class Draw {
  private inputs = 0;

  constructor(readonly choices: Choices) {}

  size(most = 5): number {
    // Now and then a row that is longer than vectors are wide.
    return this.choices.below(6) === 0 ? 1 + this.choices.below(37) : 1 + this.choices.below(most);
  }

  /** Rows, terms and columns of a product: now and then of several tiles, blocks and panels. */
  product(): [rows: number, terms: number, columns: number] {
    const { choices } = this;
    if (choices.below(4) > 0) return [this.size(), this.size(20), this.size()];
    return [1 + choices.below(60), 60 + choices.below(150), 1 + choices.below(80)];
  }

  shape(least = 0, most = 3): number[] {
    return Array.from({ length: least + this.choices.below(most - least + 1) }, () => this.size());
  }

  float(): FloatType {
    return this.choices.of(["f32", "f64"]);
  }

  /** A tensor of this type, read through a view. */
  operand(shape: readonly number[], dtype: DType): Node {
    const name = `x${this.inputs++}`;
    switch (this.choices.below(5)) {
      case 0:
        return g.transpose(g.input(name, [...shape].reverse(), dtype), [...shape.keys()].reverse());
      case 1: {
        const input = g.input(
          name,
          shape.map((size) => 2 * size + 1),
          dtype,
        );
        const step = shape.map(() => this.choices.of([2, 1, -1, -2]));
        return g.slice(
          input,
          step.map((by, axis) => (by > 0 ? 1 : 2 * (shape[axis] as number) - 1)),
          shape,
          step,
        );
      }
      case 2: {
        const few = shape.map((size) => (this.choices.below(2) === 0 ? 1 : size));
        return g.broadcast(g.input(name, few, dtype), shape);
      }
      default:
        return g.input(name, shape, dtype);
    }
  }
}

type Write = (draw: Draw, primitive: Primitive) => Node;

function dtypesOf(primitive: Primitive): readonly DType[] {
  return "dtypes" in primitive ? primitive.dtypes : ["f32", "f64", "i32"];
}

const byKind: Partial<Record<Primitive["kind"], Write>> = {
  pointwise(draw, primitive) {
    const [shape, dtype] = [draw.shape(), draw.choices.of(dtypesOf(primitive))];
    const arity = "arity" in primitive ? primitive.arity : 1;
    return makeNode(
      primitive,
      Array.from({ length: arity }, () => draw.operand(shape, dtype)),
    );
  },
  reduce(draw, primitive) {
    const shape = draw.shape(1, 4);
    const axes = [...shape.keys()].filter(() => draw.choices.below(2) === 0);
    const keepDims = draw.choices.below(2) === 0;
    const x = draw.operand(shape, draw.choices.of(dtypesOf(primitive)));
    return makeNode(primitive, [x], { axes: axes.length > 0 ? axes : [shape.length - 1], keepDims });
  },
};

function matrix(
  draw: Draw,
  turned: boolean,
  batch: readonly number[],
  rows: number,
  columns: number,
  dtype: DType,
) {
  return draw.operand([...batch, ...(turned ? [columns, rows] : [rows, columns])], dtype);
}

/** An axis of space of a window that fits, with margins that may cut. */
function windowed(draw: Draw) {
  const { choices } = draw;
  const [size, dilation, stride] = [1 + choices.below(3), 1 + choices.below(2), 1 + choices.below(3)];
  const [before, after] = [choices.below(4) - 1, choices.below(4) - 1];
  const length = Math.max(3, (size - 1) * dilation + 1 - before - after) + choices.below(5);
  return { size, dilation, stride, before, after, length };
}

function windows(draw: Draw) {
  const axes = Array.from({ length: 1 + draw.choices.below(3) }, () => windowed(draw));
  const each = (name: keyof (typeof axes)[number]): number[] => axes.map((axis) => axis[name]);
  const placing: Omit<Convolution, "groups"> = {
    strides: each("stride"),
    dilations: each("dilation"),
    before: each("before"),
    after: each("after"),
  };
  return { placing, lengths: each("length"), sizes: each("size") };
}

const own: Readonly<Record<string, Write>> = {
  input: (draw) => g.input("x0", draw.shape(), draw.choices.of(["f32", "f64", "i32"])),
  state: (draw) => g.add(g.state(`s${draw.float()}`, [], "f32"), draw.operand(draw.shape(), "f32")),
  constant: (draw) => {
    const shape = draw.shape();
    const count = shape.reduce((product, size) => product * size, 1);
    const values = Array.from({ length: count }, () => draw.choices.below(9) - 4);
    return g.constant(values, shape, draw.choices.of(["f32", "f64", "i32"]));
  },
  iota: (draw) => {
    const shape = draw.shape(1);
    return g.iota(shape, draw.choices.below(shape.length), draw.choices.of(["f32", "f64", "i32"]));
  },
  random: (draw) => {
    const step = draw.operand([], "i32");
    return g.random([draw.choices.below(1000), draw.choices.below(1000)], step, draw.shape(), draw.float());
  },
  cast: (draw) => {
    const [from, to] = [
      draw.choices.of<DType>(["f32", "f64", "i32"]),
      draw.choices.of<DType>(["f32", "f64", "i32"]),
    ];
    return g.cast(draw.operand(draw.shape(), from), to);
  },
  reshape: (draw) => {
    const [a, b, c] = [draw.size(), draw.size(3), draw.size(3)];
    const x = draw.operand([a, b * c], draw.choices.of(["f32", "f64", "i32"]));
    return g.reshape(x, draw.choices.of([[a * b, c], [a * b * c], [c, 1, a, b]]));
  },
  transpose: (draw) => {
    const shape = draw.shape(1, 4);
    const by = draw.choices.below(shape.length);
    return g.transpose(
      draw.operand(shape, draw.float()),
      [...shape.keys()].map((axis) => (axis + by) % shape.length),
    );
  },
  broadcast: (draw) => {
    const shape = draw.shape();
    const few = shape.map((size) => (draw.choices.below(2) === 0 ? 1 : size));
    return g.broadcast(draw.operand(few, draw.float()), [...draw.shape(0, 1), ...shape]);
  },
  slice: (draw) => {
    const shape = draw.shape(1, 4);
    const step = shape.map(() => draw.choices.of([1, 2, 3, -1, -2]));
    const start = shape.map((size) => draw.choices.below(size));
    const size = shape.map((length, axis) => {
      const [by, from] = [step[axis] as number, start[axis] as number];
      return 1 + draw.choices.below(1 + Math.floor((by > 0 ? length - 1 - from : from) / Math.abs(by)));
    });
    return g.slice(draw.operand(shape, draw.choices.of(["f32", "f64", "i32"])), start, size, step);
  },
  pad: (draw) => {
    const shape = draw.shape(1, 4);
    const margins = (): number[] => shape.map(() => draw.choices.below(3));
    return g.pad(draw.operand(shape, draw.float()), margins(), margins(), draw.choices.of([0, -0.5, 3]));
  },
  concat: (draw) => {
    const shape = draw.shape(1);
    const axis = draw.choices.below(shape.length);
    const dtype = draw.choices.of<DType>(["f32", "f64", "i32"]);
    const parts = Array.from({ length: 1 + draw.choices.below(3) }, () =>
      draw.operand(shape.with(axis, draw.size()), dtype),
    );
    return g.concat(parts, axis);
  },
  shear: (draw) => {
    const shape = draw.shape(2, 4);
    const axis = draw.choices.below(shape.length);
    const by = (axis + 1 + draw.choices.below(shape.length - 1)) % shape.length;
    const [factor, offset] = [draw.choices.of([1, -1, 2, -3]), draw.choices.below(7) - 3];
    return g.shear(draw.operand(shape, draw.float()), { axis, by, factor, offset, size: draw.size() });
  },
  gather: (draw) => {
    const table = draw.operand(draw.shape(1), draw.choices.of(["f32", "f64", "i32"]));
    return g.gather(table, draw.operand(draw.shape(0, 2), "i32"));
  },
  "scatter-add": (draw) => {
    const places = draw.shape(0, 2);
    const updates = draw.operand([...places, ...draw.shape(0, 2)], draw.choices.of(["f32", "f64", "i32"]));
    return g.scatterAdd(updates, draw.operand(places, "i32"), draw.size());
  },
  matmul: (draw) => {
    const [transposeA, transposeB] = [draw.choices.below(2) === 0, draw.choices.below(2) === 0];
    const [m, k, n] = draw.product();
    const [batch, dtype] = [draw.shape(0, 2), draw.float()];
    const a = matrix(draw, transposeA, batch, m, k, dtype);
    return g.matmul(a, matrix(draw, transposeB, batch, k, n, dtype), { transposeA, transposeB });
  },
  contract: (draw) => {
    const labels = Array.from({ length: 2 + draw.choices.below(4) }, (_, label) => label);
    // 0 to 3: missing in the result, in the second, in the first, nowhere.
    const roles = labels.map(() => draw.choices.below(4));
    const [rows, terms, columns] = draw.product();
    const product = [terms, rows, columns];
    // One axis of each role has the product's size, the others are short.
    const sizes = labels.map((label) => {
      const role = roles[label] as number;
      return (roles.indexOf(role) === label ? product[role] : undefined) ?? draw.size(3);
    });
    const without = (role: number): number[] => labels.filter((label) => roles[label] !== role);
    const turned = (list: number[]): number[] => (draw.choices.below(2) === 0 ? list.reverse() : list);
    const [a, b, result] = [turned(without(2)), turned(without(1)), turned(without(0))];
    const dtype = draw.float();
    const operand = (list: readonly number[]): Node =>
      draw.operand(
        list.map((label) => sizes[label] as number),
        dtype,
      );
    return g.contract(operand(a), operand(b), { a, b, result });
  },
  convolve: (draw) => {
    const { placing, lengths, sizes } = windows(draw);
    const [batch, groups] = [1 + draw.choices.below(3), 1 + draw.choices.below(3)];
    const [channels, filters, dtype] = [1 + draw.choices.below(4), 1 + draw.choices.below(5), draw.float()];
    const x = draw.operand([batch, ...lengths, groups * channels], dtype);
    return g.convolve(x, draw.operand([...sizes, channels, groups * filters], dtype), { ...placing, groups });
  },
  "max-pool": (draw) => {
    const { placing, lengths, sizes } = windows(draw);
    const x = draw.operand([1 + draw.choices.below(3), ...lengths, 1 + draw.choices.below(9)], draw.float());
    return g.maxPool(x, { ...placing, sizes });
  },
};
