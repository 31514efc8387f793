import type { Dim, Shape } from "../../base/dim.ts";
import type { Builder } from "../../tensor/builder.ts";
import type { Node } from "../../tensor/node.ts";
import { listOf, size } from "../../words/list-types.ts";
import type { ParamsOf } from "../../words/param.ts";
import { optional, param, text } from "../../words/param-types.ts";
import { activationParam, checkActivation } from "../applied-activation.ts";
import { type Equation, equationFor, equationProblem, labelSizes } from "../einsum.ts";
import { kernelAndBias, kernelParams } from "../kernel-params.ts";
import { defineLayer, type TensorSpec } from "../layer.ts";
import { withFanAxes } from "../variance-scaling.ts";

const { activity_regularizer: _, ...ownKernelParams } = kernelParams;

const params = {
  equation: param(text, 'axes of input, kernel and result, the batch first: "abc,cd->abd"'),
  output_shape: param(
    listOf(optional(size), { min: 1, single: true }),
    "sizes of the result without the batch, in the equation's order; none for one that the input has",
  ),
  activation: activationParam,
  bias_axes: param(optional(text), "letters of the result along which a bias is added", null),
  ...ownKernelParams,
};

type EinsumParams = ParamsOf<typeof params>;

const tuning = "low-rank adapters are for tuning models that are trained already";
const precision = "weights are kept in the precision of the run: train { precision = f32 }";

export const einsumDense = defineLayer({
  name: "EinsumDense",
  doc: 'A weighted sum over axes that you name: the input times a kernel, summed over the letters that the result has not. Dense for tensors of several axes, such as the heads of attention. Formula: Einstein\'s notation as in numpy.einsum; "ab,bc->ac" is a Dense layer, "...x,xy->...y" one for any number of axes.',
  params,
  leftOut: {
    lora_rank: tuning,
    lora_alpha: "it goes with lora_rank, which is not here",
    gptq_unpacked_column_size: precision,
    quantization_config: precision,
  },
  conflict({ equation, bias_axes }) {
    const message = equationProblem(equation);
    if (message !== undefined) return { param: "equation", message };
    const result = equation.split("->")[1] ?? "";
    const foreign = [...(bias_axes ?? "")].find((letter) => !result.includes(letter));
    if (foreign === undefined) return undefined;
    return { param: "bias_axes", message: `has ${foreign}, which is no axis of the result` };
  },
  shape(given, [x]) {
    const { equation, sizes } = plan(given, x);
    const shape = equation.output.slice(1).map((label) => sizes.get(label) as Dim);
    checkActivation(given.activation, shape);
    return { shape, dtype: "float" };
  },
  weights(given, [x]) {
    const { equation, sizes } = plan(given, x);
    const outer = (label: string): boolean => equation.output.includes(label);
    const axes = equation.kernel.map((_, axis) => axis);
    const kernel_initializer = withFanAxes(
      given.kernel_initializer,
      axes.filter((axis) => !outer(equation.kernel[axis] as string)),
      axes.filter((axis) => outer(equation.kernel[axis] as string)),
    );
    const kernel = equation.kernel.map((label) => sizes.get(label) as Dim);
    return kernelAndBias(
      { ...given, kernel_initializer },
      kernel,
      biasShape(equation, sizes, given.bias_axes),
    );
  },
  lower({ g, params: given, inputs: [x], weights: { kernel, bias }, float, activate }) {
    if (x === undefined || kernel === undefined)
      throw new Error("EinsumDense is lowered with one input and its kernel");
    const equation = equationFor(given.equation, x.shape.length, x.shape.slice(1));
    const sums = contracted(g, g.cast(x, float), kernel, equation);
    return activate(given.activation, bias === undefined ? sums : g.add(sums, bias));
  },
  facts: () => ({ learns: true, nonlinear: false, mixes: "features", activationParam: "activation" }),
  examples: [
    {
      source: 'EinsumDense("ab,bc->ac", output_shape = 64, bias_axes = "c")',
      input: [32],
      output: [64],
      parameters: 2112,
    },
    {
      source: 'EinsumDense("...x,xy->...y", 3, relu, bias_axes = "y")',
      input: [2, 3, 4],
      output: [2, 3, 3],
      parameters: 15,
    },
    {
      source: 'EinsumDense("abc,cde->abde", [none, 2, 3], bias_axes = "e")',
      input: [2, 4],
      output: [2, 2, 3],
      parameters: 27,
    },
  ],
});

function plan(given: EinsumParams, x: TensorSpec | undefined) {
  const shape = x?.shape ?? [];
  const equation = equationFor(given.equation, shape.length + 1, shape);
  return { equation, sizes: labelSizes(given.equation, equation, shape, given.output_shape) };
}

/** From the first axis that has a bias; 1 where all places share it. */
function biasShape(
  { output }: Equation,
  sizes: ReadonlyMap<string, Dim>,
  biasAxes: string | null,
): Shape | undefined {
  if (biasAxes === null) return undefined;
  const first = output.findIndex((label) => biasAxes.includes(label));
  return output.slice(first).map((label) => (biasAxes.includes(label) ? (sizes.get(label) as Dim) : 1));
}

/** Axes of the input that neither kernel nor result have are summed first. */
function contracted(g: Builder, x: Node, kernel: Node, { input, kernel: inner, output }: Equation): Node {
  const alone = input.flatMap((label, axis) =>
    inner.includes(label) || output.includes(label) ? [] : [axis],
  );
  const left = input.filter((_, axis) => !alone.includes(axis));
  const labels = [...new Set([...left, ...inner])];
  const numbered = (names: readonly string[]): number[] => names.map((name) => labels.indexOf(name));
  return g.contract(alone.length === 0 ? x : g.sum(x, alone), kernel, {
    a: numbered(left),
    b: numbered(inner),
    result: numbered(output),
  });
}
