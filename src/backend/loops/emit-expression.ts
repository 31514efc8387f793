/**
 * Kernel expressions to loop values at one place of a loop nest: for one element, or for several neighbours along the lane
 * axis at once. What does not change along that axis stays a scalar until it meets something that does.
 */
import type { Arithmetic } from "../../tensor/arithmetic.ts";
import { threefry } from "../../tensor/random.ts";
import { bytesOf, type DType } from "../../tensor/types.ts";
import type { Access, Affine, Expr, Guard, Store } from "../kernel.ts";
import { i32, type Value } from "./language.ts";
import { loopArithmetic, loopWords } from "./loop-arithmetic.ts";
import type { LoopBuilder } from "./loop-builder.ts";
import { expressionsIn } from "./rewrite-expression.ts";

/** A loop index: `value + plus`; what is known when the code is written is in `plus`. */
export interface Index {
  readonly value?: Value;
  readonly plus: number;
}

export interface Place {
  readonly builder: LoopBuilder;
  readonly buffers: readonly { readonly pointer: Value; readonly dtype: DType }[];
  /** One per loop axis; along the lane axis, that of the first lane. */
  readonly indices: readonly Index[];
  readonly laneAxis: number;
  readonly lanes: number;
  readonly accumulator?: Value;
}

type Known = Map<Expr, Value>;
type LoopKernel = (m: Arithmetic<Value, Value>, ...x: Value[]) => Value;

/** Lanes that the expressions can be computed in along an axis; 1 where elements of several widths meet or guards change. */
export function lanesAlong(roots: readonly Expr[], axis: number, vectorBytes: number): number {
  const widths = new Set<number>();
  const varying = new Map<Expr, boolean>();
  for (const expr of expressionsIn(roots)) {
    const varies = changesAlong(expr, axis, varying);
    varying.set(expr, varies);
    if (!varies) continue;
    widths.add(bytesOf[expr.dtype]);
    if (expr.kind === "random") widths.add(bytesOf.i32);
    if (expr.kind === "gather" && varying.get(expr.index)) return 1;
    if (
      expr.kind === "pick" &&
      expr.choices.some(({ guards }) => guards.some((guard) => guard.value.strides[axis]))
    ) {
      return 1;
    }
  }
  if (widths.size > 1) return 1;
  const [width] = widths;
  return vectorBytes / (width ?? Math.max(...roots.map(({ dtype }) => bytesOf[dtype])));
}

function changesAlong(expr: Expr, axis: number, known: ReadonlyMap<Expr, boolean>): boolean {
  const changes = (affine: Affine): boolean => (affine.strides[axis] ?? 0) !== 0;
  switch (expr.kind) {
    case "load":
      return changes(expr.access.at);
    case "gather":
      return changes(expr.access.at) || known.get(expr.index) === true;
    case "constant":
      return false;
    case "index":
      return changes(expr.value);
    case "random":
      return changes(expr.element);
    case "pointwise":
      return expr.inputs.some((input) => known.get(input));
    case "cast":
      return known.get(expr.input) === true;
    case "pick":
      return expr.choices.some(
        ({ guards, value }) => known.get(value) || guards.some((guard) => changes(guard.value)),
      );
    case "accumulator":
      return true;
  }
}

/** Computes all values, then stores them: no store is seen by a load of the same element. */
export function emitStores(place: Place, stores: readonly Store[]): void {
  const known: Known = new Map();
  const values = stores.map(({ value }) => emit(place, value, known));
  stores.forEach(({ access }, number) => {
    const value = place.builder.splat(values[number] as Value, place.lanes);
    const { pointer, offset, stride } = address(place, access);
    place.builder.store(value, pointer, offset, stride);
  });
}

/** One value, in the place's lanes. */
export function emitExpression(place: Place, expr: Expr): Value {
  return place.builder.splat(emit(place, expr, new Map()), place.lanes);
}

function emit(place: Place, expr: Expr, known: Known): Value {
  const existing = known.get(expr);
  if (existing !== undefined) return existing;
  const value = emitNew(place, expr, known);
  known.set(expr, value);
  return value;
}

function emitNew(place: Place, expr: Expr, known: Known): Value {
  const { builder } = place;
  switch (expr.kind) {
    case "load": {
      const { pointer, offset, stride } = address(place, expr.access);
      const lanes = stride === 0 ? 1 : place.lanes;
      return builder.load({ kind: expr.dtype, lanes }, pointer, offset, lanes === 1 ? undefined : stride);
    }
    case "gather": {
      const row = rowAt(builder, emit(place, expr.index, known), expr);
      const { pointer, offset, stride } = address(place, expr.access, row);
      const lanes = stride === 0 ? 1 : place.lanes;
      return builder.load({ kind: expr.dtype, lanes }, pointer, offset, lanes === 1 ? undefined : stride);
    }
    case "constant":
      return loopArithmetic(builder, expr.dtype, 1).constant(expr.value);
    case "index":
      return indexValue(place, expr.value, expr.dtype);
    case "random":
      return uniform(place, expr, (input) => emit(place, input, known));
    case "pointwise": {
      const inputs = expr.inputs.map((input) => emit(place, input, known));
      const lanes = Math.max(...inputs.map(({ type }) => type.lanes));
      const kernel = expr.primitive.kernel as LoopKernel;
      return kernel(
        loopArithmetic(builder, expr.dtype, lanes),
        ...inputs.map((input) => builder.splat(input, lanes)),
      );
    }
    case "cast":
      return builder.convert(emit(place, expr.input, known), expr.dtype);
    case "pick":
      return pick(place, expr, known);
    case "accumulator":
      if (place.accumulator === undefined) throw new TypeError("an accumulator stands outside an epilogue");
      return place.accumulator;
  }
}

/** A row of a table: a number that is none means the nearest, so that no index leaves the table. */
export interface Row {
  readonly number: Value;
  /** From one row to the next, in elements. */
  readonly stride: number;
}

export function rowAt(
  builder: LoopBuilder,
  index: Value,
  { rows, stride }: { readonly rows: number; readonly stride: number },
): Row {
  const positive = builder.binary("maximum", index, builder.constant(i32, 0));
  return { number: builder.binary("minimum", positive, builder.constant(i32, rows - 1)), stride };
}

/** Where an access is: `stride` in bytes along the lanes. */
export function address(
  { builder, buffers, indices, laneAxis }: Place,
  { buffer, at }: Access,
  row?: Row,
): { pointer: Value; offset: number; stride: number } {
  const { pointer: start, dtype } = buffers[buffer] as Place["buffers"][number];
  const bytes = bytesOf[dtype];
  const base = row === undefined ? start : builder.advance(start, row.number, row.stride * bytes);
  const falls = at.strides.some((stride) => stride < 0);
  // Going down from the base could leave the memory before the offset brings it back.
  let offset = falls ? 0 : at.offset;
  let pointer = falls ? builder.advance(base, undefined, 0, at.offset * bytes) : base;
  // The outer loops first: their part of the address is then computed outside the inner ones.
  indices.forEach(({ value, plus }, axis) => {
    const stride = at.strides[axis] ?? 0;
    offset += stride * plus;
    pointer = builder.advance(pointer, value, stride * bytes);
  });
  const stride = (at.strides[laneAxis] ?? 0) * bytes;
  // Where guards differ between neighbours, the first of them may lie outside the memory: then the rest is no offset to it.
  if (falls) return { pointer: builder.advance(pointer, undefined, 0, offset * bytes), offset: 0, stride };
  return { pointer, offset: offset * bytes, stride };
}

/** An affine function at the first lane. */
function affineValue({ builder, indices }: Place, affine: Affine): Value {
  let offset = affine.offset;
  let sum: Value = builder.constant(i32, 0);
  indices.forEach(({ value, plus }, axis) => {
    const stride = affine.strides[axis] ?? 0;
    offset += stride * plus;
    if (value !== undefined && stride !== 0) {
      sum = builder.add(sum, builder.multiply(value, builder.constant(i32, stride)));
    }
  });
  return builder.add(sum, builder.constant(i32, offset | 0));
}

/** The steps of an affine function from lane to lane, or undefined where it does not change. */
function laneSteps({ laneAxis, lanes }: Place, affine: Affine): number[] | undefined {
  const stride = affine.strides[laneAxis] ?? 0;
  return stride === 0 || lanes === 1 ? undefined : Array.from({ length: lanes }, (_, lane) => lane * stride);
}

function indexValue(place: Place, affine: Affine, dtype: DType): Value {
  const { builder, lanes } = place;
  const first = affineValue(place, affine);
  const steps = laneSteps(place, affine);
  if (steps === undefined) return builder.convert(first, dtype);
  // Exact in f64, which has no vector of as many 32-bit integers; f32 must round once only.
  const kind = dtype === "f64" ? "f64" : "i32";
  const values = builder.add(
    builder.splat(builder.convert(first, kind), lanes),
    builder.constant({ kind, lanes }, steps),
  );
  return builder.convert(values, dtype);
}

function uniform(
  place: Place,
  expr: Extract<Expr, { kind: "random" }>,
  scalar: (expr: Expr) => Value,
): Value {
  const { builder } = place;
  const steps = laneSteps(place, expr.element);
  const lanes = steps === undefined ? 1 : place.lanes;
  const words = loopWords(builder, lanes);
  // A word that is known stays one, of as many lanes as there are.
  const word = (input: Expr): Value =>
    input.kind === "constant" ? words.word(input.value) : builder.splat(scalar(input), lanes);
  let element = builder.splat(builder.add(affineValue(place, expr.element), scalar(expr.first)), lanes);
  if (steps !== undefined) element = builder.add(element, builder.constant({ kind: "i32", lanes }, steps));
  const [low, high] = expr.key;
  const counter = [element, builder.splat(scalar(expr.step), lanes)] as const;
  const [word0, word1] = threefry(words, [word(low), word(high)], counter);
  const part = (word: Value, bits: number): Value =>
    builder.convert(builder.shift("shiftRight", word, bits), expr.dtype);
  const m = loopArithmetic(builder, expr.dtype, lanes);
  if (expr.dtype === "f32") return m.multiply(part(word0, 8), m.constant(2 ** -24));
  const sum = m.add(m.multiply(part(word0, 5), m.constant(2 ** 26)), part(word1, 6));
  return m.multiply(sum, m.constant(2 ** -53));
}

/** Branches, so that loads of choices not taken do not happen; guards do not change along the lanes here. */
function pick(place: Place, expr: Extract<Expr, { kind: "pick" }>, known: Known): Value {
  const { builder, lanes } = place;
  const otherwise = loopArithmetic(builder, expr.dtype, lanes).constant(expr.otherwise);
  const result = builder.variable(otherwise);
  const decide = (number: number): void => {
    const choice = expr.choices[number];
    if (choice === undefined) return;
    const take = (): void => {
      // What is computed inside a branch is not known after it.
      builder.assign(result, builder.splat(emit(place, choice.value, new Map(known)), lanes));
    };
    const condition = allHold(place, choice.guards);
    if (condition === undefined) take();
    else builder.if(condition, take, () => decide(number + 1));
  };
  decide(0);
  return builder.read(result);
}

function allHold(place: Place, guards: readonly Guard[]): Value | undefined {
  const { builder } = place;
  let all: Value | undefined;
  for (const { value, low, high } of guards) {
    const at = affineValue(place, value);
    const inside = builder.binary(
      "and",
      builder.compare("lessOrEqual", builder.constant(i32, low), at),
      builder.compare("less", at, builder.constant(i32, high)),
    );
    all = all === undefined ? inside : builder.binary("and", all, inside);
  }
  return all;
}
