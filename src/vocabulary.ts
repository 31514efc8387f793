/** All words of the language: those of the library and those of data. */
import * as formats from "./data/formats/index.gen.ts";
import * as transforms from "./data/transforms/index.gen.ts";
import { leftOutWords } from "./library/left-out.ts";
import { libraryWords } from "./library/vocabulary.ts";
import { makeVocabulary, withLeftOut } from "./words/make-vocabulary.ts";

export const vocabulary = withLeftOut(
  makeVocabulary(...libraryWords, ...Object.values(formats), ...Object.values(transforms)),
  leftOutWords,
);
