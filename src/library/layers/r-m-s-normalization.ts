import { instanceWithDefaults } from "../../words/instance-of.ts";
import { ones } from "../initializers/ones.ts";
import { defineLayer } from "../layer.ts";
import { meanSquare } from "../moments.ts";
import { sameShape } from "../same-shape.ts";
import { epsilonParam, normalizedAxes, risingAxes, scaledAndShifted } from "../scale-and-shift.ts";
import { weightSpec } from "../weight-spec.ts";

export const rmsNormalization = defineLayer({
  name: "RMSNormalization",
  doc: "Divides the features of each place by their root mean square, then multiplies by scale, which is learned. Like LayerNormalization, but cheaper: no mean is taken off. The usual choice in large language models. Formula: Zhang and Sennrich, Root mean square layer normalization (2019).",
  params: { axis: normalizedAxes, epsilon: epsilonParam(1e-6) },
  shape({ axis }, inputs) {
    const spec = sameShape(inputs);
    risingAxes(axis, spec.shape);
    return spec;
  },
  weights({ axis }, [x]) {
    const shape = x?.shape ?? [];
    return {
      scale: weightSpec(
        risingAxes(axis, shape).map((at) => shape[at] ?? 1),
        instanceWithDefaults(ones),
      ),
    };
  },
  lower({ g, params, inputs: [input], weights: { scale }, float }) {
    if (input === undefined || scale === undefined)
      throw new Error("RMSNormalization is lowered with one input and its scale");
    const x = g.cast(input, float);
    const axes = risingAxes(params.axis, x.shape.slice(1)).map((axis) => axis + 1);
    const normal = g.div(x, g.sqrt(g.add(meanSquare(g, x, axes), params.epsilon)));
    return scaledAndShifted(g, normal, axes, { gamma: scale });
  },
  facts: () => ({ learns: false, nonlinear: true, normalizes: true }),
  examples: [{ source: "RMSNormalization()", input: [5], output: [5], parameters: 5 }],
});
