/** The network as boxes and arrows, before anything is placed: what every drawing format draws. */
import { showDim, showShape } from "../base/dim.ts";
import { spanText } from "../base/source.ts";
import { type LayerIR, type ModelIR, type OutputIR, resultIds, type TensorId } from "../model/ir.ts";
import { summarize } from "../model/summary.ts";

export interface DrawnBox {
  readonly id: string;
  readonly kind: "input" | "layer" | "output";
  /** The layer as it is written, `Dense(64, relu)`; the name of an input or output. */
  readonly title: string;
  /** Path and parameters, the target's loss, the element type. */
  readonly detail: string;
  /** Has weights that training moves. */
  readonly learns: boolean;
}

export interface DrawnArrow {
  readonly from: string;
  readonly to: string;
  /** Shape of a row of what flows. */
  readonly shape: string;
}

export interface NetworkDrawing {
  readonly name: string;
  readonly boxes: readonly DrawnBox[];
  readonly arrows: readonly DrawnArrow[];
}

const longestTitle = 44;

export function drawNetwork(model: ModelIR): NetworkDrawing {
  const shapes = new Map<TensorId, string>();
  const makers = new Map<TensorId, string>();
  for (const { id, type } of model.inputs) shapes.set(id, showShape(type.shape));
  for (const layer of model.layers) {
    const types = Object.values(layer.results ?? { output: layer.type });
    resultIds(layer).forEach((id, index) => {
      makers.set(id, layer.id);
      shapes.set(id, showShape(types[index]?.shape ?? []));
    });
  }
  const arrow = (from: TensorId, to: string): DrawnArrow => ({
    from: makers.get(from) ?? from,
    to,
    shape: shapes.get(from) ?? "",
  });
  const parameters = new Map(summarize(model).rows.map((row) => [row.path, row.parameters]));
  return {
    name: model.name,
    boxes: [
      ...model.inputs.map(
        ({ id, name, element, implicit }): DrawnBox => ({
          id,
          kind: "input",
          title: name,
          detail: implicit ? "input, from the data" : `input, ${element}`,
          learns: false,
        }),
      ),
      ...model.layers.map((layer) => boxOf(layer, showDim(parameters.get(layer.id) ?? 0))),
      ...model.outputs.map((output) => outputBox(model, output)),
    ],
    arrows: [
      ...model.layers.flatMap(({ id, inputs }) => inputs.map((from) => arrow(from, id))),
      ...model.outputs.map((output) => arrow(output.value, outputId(output))),
    ],
  };
}

function boxOf({ id, layer, weights, trainable, span }: LayerIR, parameters: string): DrawnBox {
  const written = spanText(span).replace(/\s+/g, " ");
  // A layer that is used again keeps the weights, and so the weights' paths, of its first use.
  const [first] = weights;
  const home = first?.path.slice(0, -first.name.length - 1);
  const owner = home === id ? undefined : home;
  const title = written.length > 0 && written.length <= longestTitle ? written : layer.word.name;
  return {
    id,
    kind: "layer",
    title,
    detail: weights.length > 0 ? `${id}, ${owner ? `weights of ${owner}` : `${parameters} parameters`}` : id,
    learns: trainable && weights.some(({ spec }) => spec.trainable),
  };
}

function outputBox(model: ModelIR, output: OutputIR): DrawnBox {
  const loss = model.train?.losses[output.name]?.loss;
  const detail = loss ? `output, ${loss.written ?? loss.word.name}` : "output";
  return { id: outputId(output), kind: "output", title: output.name, detail, learns: false };
}

/** Outputs are boxes of their own; no tensor has a colon in its name. */
function outputId({ name }: OutputIR): string {
  return `output:${name}`;
}
