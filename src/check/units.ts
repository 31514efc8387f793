/** Numbers of units and of classes, as rules compare and change them. */
import type { Edit } from "../base/diagnostic.ts";
import { isKnown } from "../base/dim.ts";
import type { TargetKind } from "../base/target-kind.ts";
import type { LayerIR } from "../model/ir.ts";
import { replace } from "./edits.ts";

/** How many classes a target has, where it has classes and their number is known. */
export function classUnits(target: TargetKind | undefined): number | undefined {
  if (target?.kind !== "class" && target?.kind !== "onehot" && target?.kind !== "distribution")
    return undefined;
  return isKnown(target.classes) ? target.classes : undefined;
}

/** Changes the size of a layer's last axis, where an argument of the layer states it: the first one that does. */
export function setUnits(layer: LayerIR, units: number): Edit | undefined {
  const { word, params, given } = layer.layer;
  const present = layer.type.shape.at(-1);
  const param = Object.keys(word.params).find(
    (name) => given[name] !== undefined && params[name] === present,
  );
  const span = param === undefined ? undefined : given[param];
  return span ? replace(span, String(units)) : undefined;
}
