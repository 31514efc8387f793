/** Affine functions of loop indices: the algebra that carries an index through views down to a load. */
import type { Affine } from "./kernel.ts";

export function constantAffine(offset: number, rank: number): Affine {
  return { offset, strides: new Array<number>(rank).fill(0) };
}

/** The index of one loop axis. */
export function axisAffine(axis: number, rank: number): Affine {
  const strides = new Array<number>(rank).fill(0);
  strides[axis] = 1;
  return { offset: 0, strides };
}

/** `offset + factor * affine`. */
export function scaleAffine({ offset, strides }: Affine, factor: number, shift = 0): Affine {
  // `|| 0` keeps -0 out of descriptions that are compared as text.
  return { offset: offset * factor + shift || 0, strides: strides.map((stride) => stride * factor || 0) };
}

export function addAffine(a: Affine, b: Affine): Affine {
  return {
    offset: a.offset + b.offset,
    strides: a.strides.map((stride, axis) => stride + (b.strides[axis] as number)),
  };
}

/** Smallest and largest value over a box of loop indices. */
export function affineRange(
  { offset, strides }: Affine,
  sizes: readonly number[],
): [low: number, high: number] {
  let low = offset;
  let high = offset;
  for (let axis = 0; axis < strides.length; axis++) {
    const reach = (strides[axis] as number) * ((sizes[axis] as number) - 1);
    if (reach < 0) low += reach;
    else high += reach;
  }
  return [low, high];
}

/** Position in row-major order of an element given by its indices. */
export function linearAffine(indices: readonly Affine[], shape: readonly number[], rank: number): Affine {
  const strides = new Array<number>(rank).fill(0);
  let offset = 0;
  let step = 1;
  for (let axis = indices.length - 1; axis >= 0; axis--) {
    const index = indices[axis] as Affine;
    // Most strides are 0; `step * 0` could be -0, which would show in descriptions that are compared as text.
    for (let loop = 0; loop < rank; loop++) {
      const stride = index.strides[loop] as number;
      if (stride !== 0) strides[loop] = (strides[loop] as number) + step * stride;
    }
    if (index.offset !== 0) offset += step * index.offset;
    step *= shape[axis] as number;
  }
  return { offset, strides };
}

/**
 * The inverse of `linearAffine`: indices along each axis of `shape` for a position in row-major order, where they are
 * affine again over the box `sizes`; undefined where that would take a division.
 */
export function splitAffine(
  linear: Affine,
  shape: readonly number[],
  sizes: readonly number[],
): Affine[] | undefined {
  const indices = new Array<Affine>(shape.length);
  let rest = linear;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const size = shape[axis] as number;
    if (axis === 0) {
      indices[axis] = rest;
      break;
    }
    const quotient = rest.strides.map((stride) => (stride % size === 0 ? stride / size : 0));
    const remainder = rest.strides.map((stride) => (stride % size === 0 ? 0 : stride));
    const whole = Math.floor(rest.offset / size);
    const inner = { offset: rest.offset - whole * size, strides: remainder };
    const [low, high] = affineRange(inner, sizes);
    if (low < 0 || high >= size) return undefined;
    indices[axis] = inner;
    rest = { offset: whole, strides: quotient };
  }
  return indices;
}

export function sameAffine(a: Affine, b: Affine): boolean {
  return a.offset === b.offset && a.strides.every((stride, axis) => stride === b.strides[axis]);
}

export function affineKey({ offset, strides }: Affine): string {
  return `${offset}:${strides.join(",")}`;
}
