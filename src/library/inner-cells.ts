/** Cells as the argument of a recurrent layer: one, or several that stand on one another. */
import type { ParamType } from "../words/param.ts";
import { accept } from "../words/reading.ts";
import { type InnerLayer, type InnerLayers, layerType } from "./inner-layers.ts";
import { ShapeProblem } from "./layer.ts";
import type { PlacedCell } from "./recurrent.ts";

export const cellsType: ParamType<InnerLayers> = {
  ...layerType,
  expects: "a cell, or a list of cells",
  read(value, context) {
    const values = value.kind === "list" && value.items.length > 0 ? value.items : [value];
    const cells: InnerLayer[] = [];
    for (const item of values) {
      const reading = layerType.read(item, context);
      if (reading.refused) return { ...reading, message: reading.message.replace("a layer", this.expects) };
      for (const cell of reading.value) cells.push({ ...cell, name: freeName(cell.name, cells) });
    }
    return accept(cells);
  },
};

/** Two cells of one kind have weights of their own. */
function freeName(name: string, taken: InnerLayers): string {
  const isTaken = (candidate: string): boolean => taken.some((other) => other.name === candidate);
  if (!isTaken(name)) return name;
  for (let rank = 2; ; rank++) if (!isTaken(`${name}_${rank}`)) return `${name}_${rank}`;
}

/** The cells in their order, stacks taken apart. Throws ShapeProblem for a layer that is no cell. */
export function placedCells(owner: string, layers: InnerLayers, path = ""): readonly PlacedCell[] {
  return layers.flatMap((inner): readonly PlacedCell[] => {
    const { word, params } = inner.layer;
    const name = `${path}${inner.name}`;
    if (word.cell === undefined) {
      throw new ShapeProblem("bad-option", `${owner} repeats cells, and ${word.name} is none`, {
        label: "no cell",
        help: "cells are SimpleRNNCell, GRUCell, LSTMCell and StackedRNNCells",
      });
    }
    if ("cells" in word.cell) {
      const { trainable } = inner;
      const cells = word.cell
        .cells(params)
        .map((cell) => ({ ...cell, trainable: cell.trainable && trainable }));
      return placedCells(owner, cells, `${name}/`);
    }
    return [{ behaviour: word.cell, params, inner: { ...inner, name } }];
  });
}
