/** A file as blocks and defs see it. */
import type { Vocabulary } from "../words/word.ts";
import { type Categories, constantScope, type FileNames } from "./constants.ts";
import { withFormulas } from "./formula-words.ts";
import { constantsAtHome, type Module } from "./scope.ts";

export function moduleOf(names: FileNames, vocabulary: Vocabulary, categories: Categories): Module {
  const homes = new Map<FileNames, Module>();
  const module: Module = {
    names,
    imported(name) {
      const from = names.imported.get(name);
      if (from === undefined) return undefined;
      const home = homes.get(from.names) ?? moduleOf(from.names, vocabulary, categories);
      homes.set(from.names, home);
      return home;
    },
    vocabulary: withFormulas(vocabulary, names, () => module),
    constants: (report) => constantsAtHome(constantScope(names, categories, report), module),
  };
  return module;
}
