/** What a placement is: how one coordinate of points is chosen, for data that is drawn and not read. */
import type { Params, ParamsOf, ParamTable } from "../words/param.ts";
import type { Word, Wording } from "../words/word.ts";
import type { RandomStream } from "./initializer.ts";

interface PlacementBehaviour<P> {
  /** So many coordinates, each drawn by itself. */
  draw?(params: P, count: number, random: RandomStream): Float64Array;
  /** Coordinates of a mesh, in order: every one meets every one of the other columns with a mesh. */
  mesh?(params: P, count: number): Float64Array;
  readonly examples: readonly {
    readonly source: string;
    /** Bounds of what it gives. */
    readonly range: readonly [low: number, high: number];
  }[];
}

export interface PlacementDefinition extends Word, PlacementBehaviour<Params> {
  readonly kind: "placement";
}

export function definePlacement<T extends ParamTable>(
  definition: Wording<T> & PlacementBehaviour<ParamsOf<T>>,
): PlacementDefinition {
  return { ...definition, kind: "placement" } as unknown as PlacementDefinition;
}
