/** A file as blocks and defs see it. */
import type { Vocabulary } from "../words/word.ts";
import { type Categories, constantScope, type FileNames } from "./constants.ts";
import { withFormulas } from "./formula-words.ts";
import type { Module } from "./scope.ts";

export function moduleOf(names: FileNames, vocabulary: Vocabulary, categories: Categories): Module {
  const module: Module = {
    names,
    vocabulary: withFormulas(vocabulary, names, () => module),
    constants: (report) => constantScope(names, categories, report),
  };
  return module;
}
