import { showShape } from "../../base/dim.ts";
import { instanceWithDefaults } from "../../words/instance-of.ts";
import { size } from "../../words/list-types.ts";
import { flag, optional, param } from "../../words/param-types.ts";
import { activationParam, checkActivation } from "../applied-activation.ts";
import { glorotUniform } from "../initializers/glorot-uniform.ts";
import { zeros } from "../initializers/zeros.ts";
import { constraintType, initializerType, regularizerType } from "../instance-types.ts";
import { defineLayer, ShapeProblem } from "../layer.ts";
import { weightSpec } from "../weight-spec.ts";
import { weightedSum } from "../weighted-sum.ts";

const regularizer = optional(regularizerType);
const constraint = optional(constraintType);

export const dense = defineLayer({
  name: "Dense",
  doc: "Every output unit is a weighted sum of all input features, plus a bias, through an activation. The layer to begin with, and the usual last one. Only the last axis is mixed: of a [28, 28] image each row is taken by itself, so write Flatten() before it to see the whole. Formula: activation(x · kernel + bias), with the kernel of shape [features, units].",
  params: {
    units: param(size, "number of outputs"),
    activation: activationParam,
    use_bias: param(flag, "whether a bias is added to each output", true),
    kernel_initializer: param(initializerType, "how the kernel begins", instanceWithDefaults(glorotUniform)),
    bias_initializer: param(initializerType, "how the bias begins", instanceWithDefaults(zeros)),
    kernel_regularizer: param(regularizer, "penalty on the kernel", null),
    bias_regularizer: param(regularizer, "penalty on the bias", null),
    activity_regularizer: param(
      regularizer,
      "penalty on the outputs, divided by the number of rows in the batch",
      null,
    ),
    kernel_constraint: param(constraint, "what the kernel is put back to after each update", null),
    bias_constraint: param(constraint, "what the bias is put back to after each update", null),
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
    const { units, use_bias, kernel_initializer, kernel_regularizer, kernel_constraint } = params;
    const { bias_initializer, bias_regularizer, bias_constraint } = params;
    return {
      kernel: weightSpec([features, units], kernel_initializer, kernel_regularizer, kernel_constraint),
      ...(use_bias ? { bias: weightSpec([units], bias_initializer, bias_regularizer, bias_constraint) } : {}),
    };
  },
  lower({ g, params, inputs: [x], weights: { kernel, bias }, float, activate, addLoss }) {
    if (x === undefined || kernel === undefined)
      throw new Error("Dense is lowered with one input and its kernel");
    const sums = weightedSum(g, g.cast(x, float), kernel);
    const y = activate(params.activation, bias === undefined ? sums : g.add(sums, bias));
    const activity = params.activity_regularizer;
    if (activity !== null) addLoss(g.div(activity.word.penalty(g, activity.params, y), y.shape[0] as number));
    return y;
  },
  facts: () => ({ learns: true, nonlinear: false, mixes: "features", activationParam: "activation" }),
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
