/** Points that are drawn: one placement for each input. The same seed, name and pass give the same points. */
import type { Span } from "../base/source.ts";
import type { Instance } from "../words/word.ts";
import type { PlacementDefinition } from "./placement.ts";
import { randomStream } from "./random-stream.ts";

export interface PointsSpec {
  /** By name of input. */
  readonly columns: Readonly<Record<string, Instance<PlacementDefinition>>>;
  readonly rows: number;
  /** Drawn anew for every pass over them. */
  readonly fresh: boolean;
  readonly span: Span;
}

/** How many coordinates a mesh of so many columns has along each; undefined where `rows` is no such power. */
export function meshSide(rows: number, columns: number): number | undefined {
  const side = Math.round(rows ** (1 / Math.max(1, columns)));
  return side ** columns === rows ? side : undefined;
}

/** Columns that make a mesh. */
export function meshColumns({ columns }: Pick<PointsSpec, "columns">): readonly string[] {
  return Object.keys(columns).filter((name) => columns[name]?.word.mesh);
}

/** Rows of each input, row-major. `width` is how many numbers a row of an input has. */
export function drawPoints(
  spec: PointsSpec,
  key: { readonly seed: number; readonly section: string; readonly pass: number },
  width: (input: string) => number,
): Readonly<Record<string, Float64Array>> {
  const meshed = meshColumns(spec);
  const side = meshSide(spec.rows, meshed.length) ?? spec.rows;
  const entries = Object.entries(spec.columns).map(([name, { word, params }]) => {
    const axis = meshed.indexOf(name);
    if (axis >= 0 && word.mesh) {
      const places = word.mesh(params, side);
      const each = side ** (meshed.length - 1 - axis);
      return [
        name,
        Float64Array.from({ length: spec.rows }, (_, i) => places[Math.floor(i / each) % side] as number),
      ] as const;
    }
    if (word.draw === undefined) throw new Error(`${word.name} neither draws nor makes a mesh`);
    const pass = spec.fresh ? key.pass : 0;
    const random = randomStream(key.seed, "points", key.section, name, String(pass));
    return [name, word.draw(params, spec.rows * width(name), random)] as const;
  });
  return Object.fromEntries(entries);
}
