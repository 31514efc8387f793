/** Merges neighbouring loops that every access runs through as through one: longer rows for lanes, less index arithmetic. */
import type { Affine } from "../kernel.ts";

/** New sizes, and affine functions over them. `sections` keeps its meaning: how many loops each section has. */
export interface Collapse {
  readonly sections: readonly (readonly number[])[];
  apply(affine: Affine): Affine;
}

/**
 * Loops come in sections and merge only within theirs. A merge must keep every affine function: the outer loop's stride is
 * the inner one's times its size.
 */
export function collapseAxes(sections: readonly (readonly number[])[], affines: readonly Affine[]): Collapse {
  const sizes = sections.flat();
  const kept: number[][] = [];
  const merged: number[][] = [];
  let start = 0;
  for (const section of sections) {
    const loops: number[] = [];
    const lengths: number[] = [];
    for (let loop = start; loop < start + section.length; loop++) {
      const outer = loop - 1;
      const size = sizes[loop] as number;
      const joins = loops.length > 0 && affines.every((at) => runsOn(at, outer, loop, size));
      if (joins) {
        loops[loops.length - 1] = loop;
        lengths[lengths.length - 1] = (lengths.at(-1) as number) * size;
      } else {
        loops.push(loop);
        lengths.push(size);
      }
    }
    kept.push(loops);
    merged.push(lengths);
    start += section.length;
  }
  const remaining = kept.flat();
  return {
    sections: merged,
    apply: ({ offset, strides }) => ({ offset, strides: remaining.map((loop) => strides[loop] as number) }),
  };
}

function runsOn({ strides }: Affine, outer: number, inner: number, innerSize: number): boolean {
  return strides[outer] === (strides[inner] as number) * innerSize;
}
