import { type Dim, isKnown, showDim, showShape } from "../../base/dim.ts";
import { instanceWithDefaults } from "../../words/instance-of.ts";
import { size } from "../../words/list-types.ts";
import { optional, param } from "../../words/param-types.ts";
import { randomUniform } from "../initializers/random-uniform.ts";
import { constraintType, initializerType, regularizerType } from "../instance-types.ts";
import { defineLayer, ShapeProblem } from "../layer.ts";
import { weightSpec } from "../weight-spec.ts";

export const positionEmbedding = defineLayer({
  name: "PositionEmbedding",
  doc: "Adds to the vector at each place of a sequence a learned vector that belongs to that place. Attention by itself does not know the order of what it sees: write it behind the Embedding. Shorter sequences use the first of the vectors. After Gehring, Auli, Grangier, Yarats and Dauphin, Convolutional sequence to sequence learning (2017).",
  params: {
    max_length: param(size, "number of places that have a vector: the length of the longest sequence"),
    embeddings_initializer: param(
      initializerType,
      "how the vectors begin",
      instanceWithDefaults(randomUniform),
    ),
    embeddings_regularizer: param(optional(regularizerType), "penalty on the vectors", null),
    embeddings_constraint: param(
      optional(constraintType),
      "what the vectors are put back to after each update",
      null,
    ),
  },
  shape({ max_length }, [x]) {
    const shape = x?.shape ?? [];
    if (shape.length !== 2) {
      throw new ShapeProblem(
        "rank-mismatch",
        `PositionEmbedding needs a sequence of vectors, [places, features], but ${showShape(shape)} comes in`,
        {
          label: `needs 2 axes, not ${shape.length}`,
          help: "write it behind an Embedding, which gives each place its vector",
        },
      );
    }
    const [places = 1] = shape;
    checkLength(places, max_length);
    return { shape, dtype: "float" };
  },
  weights(params, [x]) {
    const { max_length, embeddings_initializer, embeddings_regularizer, embeddings_constraint } = params;
    return {
      embeddings: weightSpec(
        [max_length, ...(x?.shape.slice(-1) ?? [])],
        embeddings_initializer,
        embeddings_regularizer,
        embeddings_constraint,
      ),
    };
  },
  lower({ g, inputs: [x], weights: { embeddings }, float }) {
    if (x === undefined || embeddings === undefined) {
      throw new Error("PositionEmbedding is lowered with one input and its vectors");
    }
    const [, places = 1, features = 1] = x.shape;
    checkLength(places, embeddings.shape[0] ?? 1);
    return g.add(g.cast(x, float), g.slice(embeddings, [0, 0], [places, features]));
  },
  mask: "keep",
  facts: () => ({ learns: false, nonlinear: false }),
  examples: [
    { source: "PositionEmbedding(512)", input: [100, 64], output: [100, 64], parameters: 32768 },
    { source: "PositionEmbedding(4)", input: [3, 2], output: [3, 2], parameters: 8 },
  ],
});

/** A length that only the run knows is compared there. */
function checkLength(places: Dim, most: Dim): void {
  if (!isKnown(places) || !isKnown(most) || places <= most) return;
  throw new ShapeProblem(
    "shape-mismatch",
    `PositionEmbedding has vectors for ${showDim(most)} places, but a sequence of ${showDim(places)} comes in`,
    { param: "max_length", label: `must be at least ${showDim(places)}` },
  );
}
