/**
 * A box of loop indices cut where guards change, so that inside each part most guards are certain, and axes merged where
 * every access runs through them as through one.
 */
import type { Affine, Expr, Guard, Store } from "../kernel.ts";
import { affinesIn, rewriteStores } from "./rewrite-expression.ts";

/** A loop nest of its own: a part of a map kernel, its indices starting at 0. */
export interface Box {
  readonly shape: readonly number[];
  readonly stores: readonly Store[];
}

/** More parts than this would be more code than the guards cost. */
const manyBoxes = 128;
const manyPieces = 96;

export function boxesOf(shape: readonly number[], stores: readonly Store[]): Box[] {
  const { guards } = affinesIn(stores.map(({ value }) => value));
  let cuts = shape.map((size, axis) => cutsAlong(axis, size, guards));
  if (count(cuts) > manyBoxes) {
    // The last axis alone: a guard along it would keep lanes from being computed together.
    cuts = cuts.map((cut, axis) =>
      axis === shape.length - 1 && cut.length <= manyPieces ? cut : [0, shape[axis] as number],
    );
  }
  const parts = cuts.reduce<{ from: number; to: number }[][]>(
    (boxes, cut) =>
      boxes.flatMap((box) => cut.slice(1).map((to, index) => [...box, { from: cut[index] as number, to }])),
    [[]],
  );
  return parts.map((part) => mergeAxes(movedTo(part, stores)));
}

function count(cuts: readonly (readonly number[])[]): number {
  return cuts.reduce((product, cut) => product * (cut.length - 1), 1);
}

/** 0, the indices at which some guard on this axis alone changes, and the size. */
function cutsAlong(axis: number, size: number, guards: readonly Guard[]): number[] {
  const cuts = new Set([0, size]);
  for (const { value, low, high } of guards) {
    const stride = value.strides[axis] as number;
    if (stride === 0 || value.strides.some((other, index) => index !== axis && other !== 0)) continue;
    for (const bound of [low, high]) {
      // The first index on the other side of `bound`, going up.
      const steps = (bound - value.offset) / stride;
      const cut = stride > 0 ? Math.ceil(steps) : Math.floor(steps) + 1;
      if (cut > 0 && cut < size) cuts.add(cut);
    }
  }
  return [...cuts].sort((a, b) => a - b);
}

function movedTo(part: readonly { from: number; to: number }[], stores: readonly Store[]): Box {
  const shape = part.map(({ from, to }) => to - from);
  const moved = ({ offset, strides }: Affine): Affine => ({
    offset: strides.reduce((sum, stride, axis) => sum + stride * (part[axis]?.from ?? 0), offset),
    strides,
  });
  return { shape, stores: rewriteStores(stores, moved, shape) };
}

/** Drops axes of one index and joins neighbours through which every affine function runs evenly. */
function mergeAxes({ shape, stores }: Box): Box {
  const affines = affinesOfStores(stores);
  const { groups, sizes } = mergeable(shape, affines);
  const merged = ({ offset, strides }: Affine): Affine => ({
    offset,
    strides: groups.map((axis) => (axis < 0 ? 0 : (strides[axis] as number))),
  });
  return { shape: sizes, stores: rewriteStores(stores, merged, sizes) };
}

function affinesOfStores(stores: readonly Store[]): Affine[] {
  const values: Expr[] = stores.map(({ value }) => value);
  return [...affinesIn(values).affines, ...stores.map(({ access }) => access.at)];
}

/** For each axis that remains, the old axis whose strides it has, and its size. At least one remains. */
export function mergeable(
  shape: readonly number[],
  affines: readonly Affine[],
): { groups: number[]; sizes: number[] } {
  const groups: number[] = [];
  const sizes: number[] = [];
  shape.forEach((size, axis) => {
    if (size === 1) return;
    const last = groups[groups.length - 1];
    const even =
      last !== undefined &&
      affines.every(({ strides }) => strides[last] === (strides[axis] as number) * size);
    if (even) {
      groups[groups.length - 1] = axis;
      sizes[sizes.length - 1] = (sizes[sizes.length - 1] as number) * size;
    } else {
      groups.push(axis);
      sizes.push(size);
    }
  });
  return groups.length > 0 ? { groups, sizes } : { groups: [-1], sizes: [1] };
}
