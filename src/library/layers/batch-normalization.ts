import type { Node } from "../../tensor/node.ts";
import { instanceWithDefaults } from "../../words/instance-of.ts";
import { integer, number, param } from "../../words/param-types.ts";
import { moved, renormConflict, renormed, renormParams, renormWeights } from "../batch-renorm.ts";
import { ones } from "../initializers/ones.ts";
import { zeros } from "../initializers/zeros.ts";
import { initializerType } from "../instance-types.ts";
import { defineLayer } from "../layer.ts";
import { maskOver } from "../masks.ts";
import { maskedMean } from "../moments.ts";
import { sameShape } from "../same-shape.ts";
import {
  betaAndGamma,
  betaAndGammaTail,
  centerAndScale,
  epsilonParam,
  risingAxes,
  scaleAndShiftWeights,
  scaledAndShifted,
} from "../scale-and-shift.ts";
import { weightSpec } from "../weight-spec.ts";

export const batchNormalization = defineLayer({
  name: "BatchNormalization",
  doc: "Brings each feature to mean 0 and variance 1 over the batch, then multiplies by gamma and adds beta, which are learned. Speeds up the training of deep networks and allows higher rates; with batches below 16 its statistics are noise. In use it takes running means of what training saw. Formula: Ioffe and Szegedy, Batch normalization (2015): population variance; moving = moving * momentum + batch * (1 - momentum). With renorm, training takes running means as well, after Ioffe, Batch renormalization (2017), which helps where batches are small.",
  params: {
    axis: param(integer(), "the axis of features, counted without the batch axis; -1 is the last", -1),
    momentum: param(number({ min: 0, max: 1 }), "share of the running means that is kept in each step", 0.99),
    epsilon: epsilonParam(0.001),
    ...centerAndScale,
    ...betaAndGamma,
    moving_mean_initializer: param(
      initializerType,
      "how the running mean begins",
      instanceWithDefaults(zeros),
    ),
    moving_variance_initializer: param(
      initializerType,
      "how the running variance begins",
      instanceWithDefaults(ones),
    ),
    ...betaAndGammaTail,
    ...renormParams,
  },
  leftOut: { synchronized: "there is one machine, whose batch is whole" },
  conflict: renormConflict,
  shape({ axis }, inputs) {
    const spec = sameShape(inputs);
    risingAxes([axis], spec.shape);
    return spec;
  },
  weights(params, [x]) {
    const shape = x?.shape ?? [];
    const features = [shape.at(params.axis) ?? 1];
    const moving = { trainable: false };
    return {
      ...scaleAndShiftWeights(params, features),
      moving_mean: { ...weightSpec(features, params.moving_mean_initializer), ...moving },
      moving_variance: { ...weightSpec(features, params.moving_variance_initializer), ...moving },
      ...(params.renorm ? renormWeights(params, features) : {}),
    };
  },
  lower(context) {
    const { g, params, inputs, weights, training, float, updateWeight } = context;
    const [input] = inputs;
    const { moving_mean, moving_variance } = weights;
    if (input === undefined || moving_mean === undefined || moving_variance === undefined)
      throw new Error("BatchNormalization is lowered with one input and its running means");
    const x = g.cast(input, float);
    const axes = risingAxes([params.axis], x.shape.slice(1)).map((axis) => axis + 1);
    const others = x.shape.map((_, axis) => axis).filter((axis) => !axes.includes(axis));
    const along = x.shape.map((size, axis) => (axes.includes(axis) ? size : 1));
    const counts = maskOver(g, context.masks[0], x);
    const average = (values: Node): Node =>
      counts ? maskedMean(g, values, counts, others) : g.mean(values, others, true);
    const mean = training ? average(x) : g.reshape(moving_mean, along);
    const off = g.sub(x, mean);
    const variance = training ? average(g.mul(off, off)) : g.reshape(moving_variance, along);
    const deviation = g.sqrt(g.add(variance, params.epsilon));
    const normal = g.div(off, deviation);
    if (!training) return scaledAndShifted(g, normal, axes, weights);
    updateWeight("moving_mean", moved(g, moving_mean, mean, params.momentum));
    if (params.renorm)
      return scaledAndShifted(g, renormed(context, { normal, mean, deviation }), axes, weights);
    updateWeight("moving_variance", moved(g, moving_variance, variance, params.momentum));
    return scaledAndShifted(g, normal, axes, weights);
  },
  mask: "keep",
  facts: () => ({ learns: false, nonlinear: false, normalizes: true, centersFeatures: true }),
  examples: [
    { source: "BatchNormalization()", input: [5], output: [5], parameters: 20 },
    { source: "BatchNormalization(axis = 0, scale = false)", input: [3, 4], output: [3, 4], parameters: 9 },
    {
      source: "BatchNormalization(renorm = true, renorm_clipping = { rmax = 3, dmax = 5 })",
      input: [3],
      output: [3],
      parameters: 21,
      holdsConstant: true,
    },
  ],
});
