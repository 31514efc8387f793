/** The program of a compiled model: raw rows in, the user's terms out, at one batch size. */
import type { Preprocessing } from "../data/dataset.ts";
import { type Node, topologicalOrder } from "../tensor/node.ts";
import type { Program } from "../tensor/program.ts";
import type { TensorType } from "../tensor/types.ts";
import type { FindTransform } from "./fitted-columns.ts";
import { inputName, lowerForward, readWeights } from "./forward.ts";
import { prepareInput, type RawColumn } from "./prepare-input.ts";
import { type Lowering, predictionOutput, programName } from "./programs.ts";
import { readOutput } from "./read-output.ts";

export interface InferenceInput extends TensorType {
  readonly name: string;
  /** What the program calls it. */
  readonly key: string;
  /** What the values are, in order; absent where they are the network's own input. */
  readonly columns?: readonly RawColumn[];
}

export interface InferenceOutput extends TensorType {
  readonly name: string;
  readonly key: string;
  readonly classes?: readonly string[];
}

export interface Inference {
  readonly program: Program;
  /** Those that it reads. */
  readonly inputs: readonly InferenceInput[];
  readonly outputs: readonly InferenceOutput[];
}

/** Without preprocessing, the network as it is. */
export function lowerInference(
  lowering: Lowering,
  batch: number,
  fitted?: { readonly preprocessing: Preprocessing; readonly transform: FindTransform },
): Inference {
  const { g, model, layout, float, seed } = lowering;
  const known = new Map<string, InferenceInput>();
  const forward = lowerForward(g, model, readWeights(g, layout, float), {
    batch,
    training: false,
    drawing: false,
    float,
    seed,
    input(name, type) {
      const own = fitted?.preprocessing.features[name];
      const prepared = own && fitted ? prepareInput(own, type, fitted.transform) : undefined;
      const { shape, dtype } = prepared?.raw ?? type;
      const key = inputName(name);
      known.set(key, { name, key, shape, dtype, ...(prepared ? { columns: prepared.columns } : {}) });
      const node = g.input(key, shape, dtype);
      return prepared ? prepared.lower(g, node) : node;
    },
  });
  const outputs = Object.entries(forward.outputs).map(([name, node]) => {
    const target = fitted?.preprocessing.targets[name];
    const loss = model.train?.losses[name];
    const read = readOutput(g, node, { target, loss, transform: fitted?.transform ?? (() => undefined) });
    return { name, ...read };
  });
  const nodes = outputs.map(({ node }) => node);
  return {
    program: {
      name: programName("predict", batch),
      outputs: Object.fromEntries(outputs.map(({ name, node }) => [predictionOutput(name), node])),
      updates: {},
    },
    inputs: inputsOf(nodes).map((node) => {
      const key = node.attributes.name as string;
      return known.get(key) ?? { name: key, key, shape: node.shape, dtype: node.dtype };
    }),
    outputs: outputs.map(({ name, classes, node: { shape, dtype } }) => {
      return { name, key: predictionOutput(name), shape, dtype, ...(classes ? { classes } : {}) };
    }),
  };
}

/** In the order in which the network takes them. */
function inputsOf(outputs: readonly Node[]): Node[] {
  return topologicalOrder(outputs).filter(
    ({ primitive }) => primitive.kind === "source" && primitive.role === "input",
  );
}
