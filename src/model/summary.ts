/** The network as a table: one row a layer, with shapes and numbers of parameters. */
import { addDims, type Dim, productOf, type Shape } from "../base/dim.ts";
import type { LayerIR, ModelIR, TensorId, WeightIR } from "./ir.ts";

export interface SummaryRow {
  /** The path, or the name of an input. */
  readonly path: TensorId;
  /** The library's name of the layer; `Input` for an input. */
  readonly word: string;
  /** Where its tensors come from. */
  readonly inputs: readonly TensorId[];
  readonly shape: Shape;
  /** Of this layer alone; those of a shared layer count at its first use. */
  readonly parameters: Dim;
  readonly trainable: boolean;
  /** Uses weights that a row above has. */
  readonly shared: boolean;
  /** Names of the outputs that it makes. */
  readonly outputs: readonly string[];
}

export interface Summary {
  readonly rows: readonly SummaryRow[];
  readonly parameters: Dim;
  readonly trainable: Dim;
  /** Frozen layers and moving statistics. */
  readonly fixed: Dim;
}

export function summarize(model: ModelIR): Summary {
  const seen = new Set<string>();
  const outputsOf = (id: TensorId): readonly string[] =>
    model.outputs.filter(({ value }) => value === id).map(({ name }) => name);
  const totals: { trainable: Dim; fixed: Dim } = { trainable: 0, fixed: 0 };
  const inputs = model.inputs.map(
    ({ id, type }): SummaryRow => ({
      ...{ path: id, word: "Input", inputs: [], shape: type.shape, parameters: 0 },
      ...{ trainable: false, shared: false, outputs: outputsOf(id) },
    }),
  );
  const layers = model.layers.map((layer): SummaryRow => {
    const own = layer.weights.filter(({ path }) => !seen.has(path));
    for (const weight of own) {
      seen.add(weight.path);
      const kind = weight.spec.trainable && layer.trainable ? "trainable" : "fixed";
      totals[kind] = addDims(totals[kind], sizeOf(weight));
    }
    return { ...rowOf(layer, own), outputs: outputsOf(layer.id) };
  });
  return { rows: [...inputs, ...layers], ...totals, parameters: addDims(totals.trainable, totals.fixed) };
}

function rowOf({ id, layer, inputs, type, weights, trainable }: LayerIR, own: readonly WeightIR[]) {
  return {
    path: id,
    word: layer.word.title?.(layer.params) ?? layer.word.name,
    inputs,
    shape: type.shape,
    parameters: own.reduce<Dim>((sum, weight) => addDims(sum, sizeOf(weight)), 0),
    trainable,
    shared: own.length < weights.length,
  };
}

function sizeOf({ spec }: WeightIR): Dim {
  return productOf(spec.shape);
}
