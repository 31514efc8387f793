import { defineLayer } from "../layer.ts";
import { unitVectors } from "../norms.ts";
import { sameShape } from "../same-shape.ts";
import { normalizedAxes, risingAxes } from "../scale-and-shift.ts";

export const unitNormalization = defineLayer({
  name: "UnitNormalization",
  doc: "Brings the vector at each place to length 1: x / |x|. For embeddings that are compared by their directions.",
  params: { axis: normalizedAxes },
  shape({ axis }, inputs) {
    const spec = sameShape(inputs);
    risingAxes(axis, spec.shape);
    return spec;
  },
  lower({ g, params: { axis }, inputs: [input], float }) {
    if (input === undefined) throw new Error("UnitNormalization is lowered with one input");
    const x = g.cast(input, float);
    return unitVectors(
      g,
      x,
      risingAxes(axis, x.shape.slice(1)).map((at) => at + 1),
    );
  },
  mask: "keep",
  facts: () => ({ learns: false, nonlinear: true, normalizes: true }),
  examples: [{ source: "UnitNormalization()", input: [5], output: [5], parameters: 0 }],
});
