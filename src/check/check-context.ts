/** What a rule may look at besides the place that it visits. */
import type { DataHeader } from "../data/header.ts";
import type { DataPlan } from "../data/planned.ts";
import type { ModelIR } from "../model/ir.ts";
import type { SourceFile } from "../syntax/ast.ts";
import type { ModelGraph } from "./model-graph.ts";
import type { OutputPlace } from "./output-place.ts";

export interface CheckContext {
  readonly model: ModelIR;
  readonly file: SourceFile;
  /** Names, types and statistics of the data, where it is there. */
  readonly header?: DataHeader;
  /** Which columns enter which input and are asked of which output; with the header. */
  readonly plan?: DataPlan;
  readonly graph: ModelGraph;
  readonly outputs: readonly OutputPlace[];
}
