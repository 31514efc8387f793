/** What layers share that look numbers up in a table of vectors. */
import type { Dim } from "../base/dim.ts";
import type { Builder } from "../tensor/builder.ts";
import type { Node } from "../tensor/node.ts";
import type { FloatType } from "../tensor/types.ts";
import { instanceWithDefaults } from "../words/instance-of.ts";
import { size } from "../words/list-types.ts";
import type { ParamsOf } from "../words/param.ts";
import { flag, optional, param } from "../words/param-types.ts";
import { randomUniform } from "./initializers/random-uniform.ts";
import { constraintType, initializerType, regularizerType } from "./instance-types.ts";
import type { LayerFacts, WeightSpec } from "./layer.ts";
import { weightSpec } from "./weight-spec.ts";

export const tableSizes = {
  input_dim: param(size, "how many things there are: the largest number and one more"),
  output_dim: param(size, "length of each vector"),
} as const;

export const tableParams = {
  embeddings_initializer: param(initializerType, "how the table begins", instanceWithDefaults(randomUniform)),
  embeddings_regularizer: param(optional(regularizerType), "penalty on the table", null),
  embeddings_constraint: param(
    optional(constraintType),
    "what the table is put back to after each update",
    null,
  ),
  mask_zero: param(
    flag,
    "whether 0 only fills up: layers behind pass over it, recurrent ones keep their state there",
    false,
  ),
} as const;

type TableParams = ParamsOf<typeof tableSizes & typeof tableParams>;

export function tableWeight(params: TableParams): WeightSpec {
  const { input_dim, output_dim, embeddings_initializer, embeddings_regularizer, embeddings_constraint } =
    params;
  const shape = [input_dim, output_dim];
  return weightSpec(shape, embeddings_initializer, embeddings_regularizer, embeddings_constraint);
}

export function lookedUp(g: Builder, table: Node, x: Node): Node {
  return g.gather(table, g.cast(x, "i32"));
}

/** 1 where a number is not 0. */
export function notZero(g: Builder, x: Node, float: FloatType): Node {
  return g.sub(1, g.equal(g.cast(g.cast(x, "i32"), float), 0));
}

export function looksUp(rows: Dim): Pick<LayerFacts, "looksUp"> {
  return { looksUp: { rows, param: "input_dim" } };
}
