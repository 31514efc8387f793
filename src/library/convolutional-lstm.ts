/** ConvLSTM1D to ConvLSTM3D: an LSTM whose inputs and states are images, and whose sums are convolutions. */
import { type Shape, scaleDim } from "../base/dim.ts";
import type { Node } from "../tensor/node.ts";
import { size } from "../words/list-types.ts";
import type { ParamsOf } from "../words/param.ts";
import { allKeywordOnly, choice, param } from "../words/param-types.ts";
import { at, type CellBehaviour, type CellContext, dropMasks } from "./cell.ts";
import { cellWeights } from "./cell-weights.ts";
import { forgetBias } from "./forget-bias.ts";
import { defineLayer, type LayerDefinition, type LayerExample, ShapeProblem } from "./layer.ts";
import { lstmStep } from "./lstm-step.ts";
import type { RecurrentParams } from "./recurrent.ts";
import { recurrentBehaviour } from "./recurrent-layer.ts";
import {
  activityParam,
  dropoutParams,
  forgetBiasParam,
  gateParams,
  initialParams,
  limitParams,
  penaltyParams,
  seedParams,
  sequenceParams,
  statefulLeftOut,
} from "./recurrent-params.ts";
import { ones, paddingFor, perAxis, placesAlong } from "./windows.ts";

interface ConvolutionalLstmWording {
  readonly name: string;
  readonly doc: string;
  readonly rank: 1 | 2 | 3;
  readonly examples: readonly LayerExample[];
}

const gates = 4;

export function convolutionalLstm({ name, doc, rank, examples }: ConvolutionalLstmWording): LayerDefinition {
  return defineLayer({
    name,
    doc,
    params: paramsFor(rank),
    leftOut: { data_format: "channels are the last axis of every step here", ...statefulLeftOut },
    ...recurrentBehaviour(name, behaviourFor(name, rank)),
    check({ strides, dilation_rate }) {
      if (strides.some((stride) => stride > 1) && dilation_rate.some((rate) => rate > 1)) {
        throw new ShapeProblem("bad-option", `${name} takes strides or a dilation rate above 1, not both`, {
          param: "dilation_rate",
        });
      }
    },
    examples,
  });
}

function paramsFor(rank: number) {
  return {
    filters: param(size, "how many features the state has at every place"),
    kernel_size: param(perAxis(rank), "how far the window reaches along each axis"),
    strides: param(perAxis(rank), "steps from one window over the input to the next", ones(rank)),
    padding: param(
      choice("valid", "same"),
      "zeros around the input: same keeps the size, valid adds none; the state always keeps its size",
      "valid",
    ),
    ...allKeywordOnly({
      dilation_rate: param(
        perAxis(rank),
        "steps between the elements of a window over the input",
        ones(rank),
      ),
      ...gateParams,
      ...initialParams,
      ...forgetBiasParam,
      ...penaltyParams,
      ...activityParam,
      ...limitParams,
      ...dropoutParams,
      ...seedParams,
      ...sequenceParams,
    }),
  };
}

type ConvolutionalParams = ParamsOf<ReturnType<typeof paramsFor>> & RecurrentParams;

function behaviourFor(name: string, rank: number): CellBehaviour<ConvolutionalParams> {
  return {
    rank: rank + 1,
    states(p, input) {
      const space = input.slice(0, -1);
      const shape: Shape = [...placesAlong(name, space, windowsOf(p), p.padding, "kernel_size"), p.filters];
      return [
        { name: "h", shape },
        { name: "c", shape },
      ];
    },
    weights(p, input) {
      const all = scaleDim(p.filters, gates);
      return cellWeights(
        p,
        {
          kernel: [...p.kernel_size, input.at(-1) ?? 1, all],
          recurrent: [...p.kernel_size, p.filters, all],
          bias: [all],
        },
        p.unit_forget_bias ? forgetBias(p.bias_initializer) : p.bias_initializer,
      );
    },
    begin(context, sequence) {
      const { g, params, weights } = context;
      const { kernel, recurrent_kernel: recurrent, bias } = weights;
      if (kernel === undefined || recurrent === undefined)
        throw new Error(`${name} is lowered with its kernels`);
      const [steps = 1, batch = 1, ...image] = sequence.shape;
      const windows = windowsOf(params);
      const padding = paddingFor(image.slice(0, -1), windows, params.padding);
      const { dropout, recurrent_dropout, seed } = params;
      const dropped = dropMasks(context, "dropout", dropout, seed, [gates, batch, ...image]);
      const rows = (x: Node): Node => g.reshape(x, [steps * batch, ...image]);
      const sums = eachGate(context, sequence, kernel, dropped, (x, own) =>
        g.convolve(rows(x), own, { ...windows, ...padding, groups: 1 }),
      );
      const all = bias === undefined ? sums : g.add(sums, bias);
      const state = [batch, ...all.shape.slice(1, -1), recurrent.shape.at(-2) as number];
      const inputs = g.reshape(all, [steps, batch, ...all.shape.slice(1)]);
      const kept = dropMasks(context, "recurrent dropout", recurrent_dropout, seed, [gates, ...state]);
      const inside = { sizes: params.kernel_size, strides: ones(rank), dilations: ones(rank) };
      const around = { ...inside, ...paddingFor(state.slice(1, -1), inside, "same"), groups: 1 };
      return (time, states) => {
        const [h, c] = states as readonly [Node, Node];
        const own = eachGate(context, h, recurrent, kept, (x, part) => g.convolve(x, part, around));
        const z = g.add(at(g, inputs, time), own);
        return lstmStep(
          context,
          [0, 1, 2, 3].map((gate) => columns(context, z, gate)),
          c,
        );
      };
    },
  };
}

/** One convolution by the kernels of all gates; where each gate has a mask of its own, one for each. */
function eachGate(
  context: Pick<CellContext<unknown>, "g">,
  x: Node,
  kernel: Node,
  masks: Node | undefined,
  convolve: (x: Node, kernel: Node) => Node,
): Node {
  const { g } = context;
  if (masks === undefined) return convolve(x, kernel);
  const parts = [0, 1, 2, 3].map((gate) =>
    convolve(g.mul(x, at(g, masks, gate)), columns(context, kernel, gate)),
  );
  return g.concat(parts, -1);
}

/** The part of a gate along the last axis. */
function columns({ g }: Pick<CellContext<unknown>, "g">, x: Node, gate: number): Node {
  const width = (x.shape.at(-1) as number) / gates;
  const start = new Array<number>(x.shape.length).fill(0).with(-1, gate * width);
  return g.slice(x, start, [...x.shape.slice(0, -1), width]);
}

function windowsOf({ kernel_size, strides, dilation_rate }: ConvolutionalParams) {
  return { sizes: kernel_size, strides, dilations: dilation_rate };
}
