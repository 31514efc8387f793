import { showShape } from "../../base/dim.ts";
import { size } from "../../words/list-types.ts";
import { param } from "../../words/param-types.ts";
import { checkActivation } from "../applied-activation.ts";
import { finishSums } from "../finish-sums.ts";
import { activatedKernelParams, kernelAndBias } from "../kernel-params.ts";
import { defineLayer, ShapeProblem } from "../layer.ts";
import { weightedSum } from "../weighted-sum.ts";

export const dense = defineLayer({
  name: "Dense",
  doc: "Every output unit is a weighted sum of all input features, plus a bias, through an activation. The layer to begin with, and the usual last one. Only the last axis is mixed: of a [28, 28] image each row is taken by itself, so write Flatten() before it to see the whole. Formula: activation(x · kernel + bias), with the kernel of shape [features, units].",
  params: {
    units: param(size, "number of outputs"),
    ...activatedKernelParams,
  },
  leftOut: {
    lora_rank:
      "low-rank adapters are for tuning models that are trained already; write Dense(rank, use_bias = false) -> Dense(units) for a factored kernel",
    lora_alpha: "it goes with lora_rank, which is not here",
    quantization_config: "weights are kept in the precision of the run: train { precision = f32 }",
  },
  shape({ units, activation }, [x]) {
    if (x === undefined || x.shape.length === 0) {
      throw new ShapeProblem(
        "rank-mismatch",
        "Dense needs an axis of features, but one number a row comes in, of shape []",
        {
          label: "no axis to mix",
          help: "write Reshape([1]) before it, or declare the input as f32[1]",
        },
      );
    }
    const shape = [...x.shape.slice(0, -1), units];
    checkActivation(activation, shape);
    return { shape, dtype: "float" };
  },
  weights(params, [x]) {
    const features = x?.shape.at(-1);
    if (features === undefined)
      throw new Error(`Dense has no weights for the shape ${showShape(x?.shape ?? [])}`);
    return kernelAndBias(params, [features, params.units], params.use_bias ? [params.units] : undefined);
  },
  lower(context) {
    const { g, inputs, weights, float } = context;
    const [x] = inputs;
    if (x === undefined || weights.kernel === undefined)
      throw new Error("Dense is lowered with one input and its kernel");
    return finishSums(context, weightedSum(g, g.cast(x, float), weights.kernel));
  },
  mask: "keep",
  facts: () => ({
    learns: true,
    nonlinear: false,
    mixes: "features",
    activationParam: "activation",
    biasParam: "use_bias",
  }),
  examples: [
    { source: "Dense(10)", input: [784], output: [10], parameters: 7850 },
    { source: "Dense(4, relu, use_bias = false)", input: [3, 5], output: [3, 4], parameters: 20 },
    {
      source: "Dense(1, activation = sigmoid, kernel_regularizer = L2(1e-3))",
      input: [8],
      output: [1],
      parameters: 9,
    },
  ],
});
