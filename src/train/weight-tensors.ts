/** The weights of a session by path, as they are saved. */
import type { PlacedWeight, WeightLayout } from "../lower/weight-layout.ts";
import type { NumberArray, Tensor } from "../tensor/types.ts";

type State = Readonly<Record<string, NumberArray>>;

/** Each weight by its path. */
export function weightTensors(layout: WeightLayout, state: State): Record<string, Tensor> {
  const tensors: Record<string, Tensor> = {};
  for (const [name, placed] of placedStates(layout)) {
    const values = state[name] as NumberArray;
    const dtype = values instanceof Float64Array ? "f64" : "f32";
    for (const { path, shape, offset, size } of placed) {
      tensors[path] = { dtype, shape, values: values.slice(offset, offset + size) };
    }
  }
  return tensors;
}

/** The states that hold weights, with what lies in them. */
export function placedStates(layout: WeightLayout): [name: string, placed: readonly PlacedWeight[]][] {
  const states: [string, readonly PlacedWeight[]][] = [
    ["weights", layout.trainable],
    ["fixed", layout.fixed],
  ];
  return states.filter(([, placed]) => placed.length > 0);
}
