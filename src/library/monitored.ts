/** Callbacks that watch a figure: their common parameters, and when a figure counts as better. */
import type { ParamType } from "../words/param.ts";
import { choice, integer, name, param } from "../words/param-types.ts";
import { refuse } from "../words/reading.ts";
import type { Direction } from "./callback.ts";

/** The name of a figure: no path and no sentence is one. */
const figureName: ParamType<string> = {
  ...name,
  expects: "the name of a figure",
  read(value, context) {
    const reading = name.read(value, context);
    return reading.refused || /^\w+$/.test(reading.value) ? reading : refuse(this.expects, value);
  },
};

export const monitor = param(
  figureName,
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
