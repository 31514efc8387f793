/** Callbacks that watch a figure: their common parameters, and when a figure counts as better. */
import { choice, integer, name, param } from "../words/param-types.ts";
import type { Direction } from "./callback.ts";

export const monitor = param(
  name,
  "the figure to watch: loss or a metric, val_ before it for that of the validation rows, and the output's name where there are several",
  "val_loss",
);

export const mode = param(
  choice("auto", "min", "max"),
  "whether the figure is to fall or to rise; auto knows it of losses and of the library's metrics",
  "auto",
);

export const verbose = param(integer({ min: 0, max: 1 }), "1 to be told what it does", 0);

/** Better than the best so far by more than `delta`. A figure that is no number is never better. */
export function improves(value: number, best: number | null, better: Direction, delta = 0): boolean {
  if (Number.isNaN(value)) return false;
  if (best === null) return true;
  return better === "higher" ? value - delta > best : value + delta < best;
}

/** As people read it: `0.0421`. */
export function showFigure(value: number): string {
  return String(Number(value.toPrecision(5)));
}
