/** All words of the library, found by the generated indexes of its folders. */
import { makeVocabulary } from "../words/make-vocabulary.ts";
import type { Vocabulary, Word } from "../words/word.ts";
import * as activations from "./activations/index.gen.ts";
import * as callbacks from "./callbacks/index.gen.ts";
import * as constraints from "./constraints/index.gen.ts";
import * as distributions from "./distributions/index.gen.ts";
import * as initializers from "./initializers/index.gen.ts";
import * as layers from "./layers/index.gen.ts";
import * as losses from "./losses/index.gen.ts";
import * as metrics from "./metrics/index.gen.ts";
import * as optimizers from "./optimizers/index.gen.ts";
import * as placements from "./placements/index.gen.ts";
import * as regularizers from "./regularizers/index.gen.ts";
import * as schedules from "./schedules/index.gen.ts";

export const libraryWords: readonly Word[] = [
  layers,
  activations,
  losses,
  metrics,
  optimizers,
  schedules,
  initializers,
  regularizers,
  constraints,
  callbacks,
  distributions,
  placements,
].flatMap((folder): readonly Word[] => Object.values(folder));

/** The library alone. The model stage adds the formats and transforms of the data room: `makeVocabulary(...libraryWords, …)`. */
export const vocabulary: Vocabulary = makeVocabulary(...libraryWords);
