/** Dense layers whose weights are random: what they have in common. */
import { showShape } from "../base/dim.ts";
import type { Node } from "../tensor/node.ts";
import { instanceWithDefaults } from "../words/instance-of.ts";
import { size } from "../words/list-types.ts";
import { flag, param } from "../words/param-types.ts";
import { activationParam, checkActivation } from "./applied-activation.ts";
import { learnedWeights } from "./bind-distribution.ts";
import { glorotUniform } from "./initializers/glorot-uniform.ts";
import { zeros } from "./initializers/zeros.ts";
import { initializerType } from "./instance-types.ts";
import { defineLayer, type LayerExample, type LowerContext, ShapeProblem } from "./layer.ts";
import {
  type Belief,
  checkPrior,
  lowerPosterior,
  priorType,
  spreadParam,
  spreadSpec,
  standardNormal,
} from "./posterior.ts";
import { weightSpec } from "./weight-spec.ts";

interface VariationalDense {
  readonly name: string;
  readonly doc: string;
  /** The weighted sums of `[batch, …, features]`. */
  sums(context: LowerContext<unknown>, x: Node, kernel: Belief): Node;
  readonly examples: readonly LayerExample[];
}

export function variationalDense({ name, doc, sums, examples }: VariationalDense) {
  return defineLayer({
    name,
    doc,
    params: {
      units: param(size, "number of outputs"),
      activation: activationParam,
      use_bias: param(flag, "whether a bias is added to each output", true),
      prior: param(priorType, "what every weight is compared with", standardNormal),
      kernel_initializer: param(
        initializerType,
        "how the means of the kernel begin",
        instanceWithDefaults(glorotUniform),
      ),
      bias_initializer: param(
        initializerType,
        "how the means of the bias begin",
        instanceWithDefaults(zeros),
      ),
      initial_spread: spreadParam,
    },
    check: ({ prior }) => checkPrior(prior, "a weight"),
    shape({ units, activation }, [x]) {
      if (x === undefined || x.shape.length === 0) {
        throw new ShapeProblem(
          "rank-mismatch",
          `${name} needs an axis of features, but one number a row comes in, of shape []`,
          { label: "no axis to mix", help: "write Reshape([1]) before it, or declare the input as f32[1]" },
        );
      }
      const shape = [...x.shape.slice(0, -1), units];
      checkActivation(activation, shape);
      return { shape, dtype: "float" };
    },
    weights({ units, use_bias, prior, kernel_initializer, bias_initializer, initial_spread }, [x]) {
      const features = x?.shape.at(-1);
      if (features === undefined) throw new Error(`${name} has no weights for ${showShape(x?.shape ?? [])}`);
      const kernel = [features, units];
      const bias = {
        bias: weightSpec([units], bias_initializer),
        bias_spread: spreadSpec([units], initial_spread),
      };
      return {
        kernel: weightSpec(kernel, kernel_initializer),
        kernel_spread: spreadSpec(kernel, initial_spread),
        ...(use_bias ? bias : {}),
        ...learnedWeights(prior, [], "prior_"),
      };
    },
    lower(context) {
      const { g, params, inputs, float, activate } = context;
      const { prior, use_bias, activation } = params;
      const x = g.cast(inputs[0] as Node, float);
      const kernel = lowerPosterior(context, { mean: "kernel", spread: "kernel_spread", prior });
      const y = sums(context, x, kernel);
      if (!use_bias) return activate(activation, y);
      const bias = lowerPosterior(context, { mean: "bias", spread: "bias_spread", prior });
      return activate(activation, g.add(y, bias.value));
    },
    facts: () => ({
      learns: true,
      nonlinear: false,
      mixes: "features",
      draws: true,
      diverges: true,
      activationParam: "activation",
    }),
    examples,
  });
}
