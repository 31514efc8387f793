/** The words that may stand in IR: those of the language, and the operators, which no file can write as words. */
import { operatorWords } from "../library/operators/all-operators.ts";
import type { Vocabulary, Word } from "../words/word.ts";

const extended = new WeakMap<Vocabulary, Vocabulary>();

export function irVocabulary(vocabulary: Vocabulary): Vocabulary {
  const known = extended.get(vocabulary);
  if (known) return known;
  const operators = new Map<string, Word>(operatorWords.map((word) => [word.name, word]));
  const made: Vocabulary = {
    ...vocabulary,
    find: (kind, name) => vocabulary.find(kind, name) ?? (kind === "layer" ? operators.get(name) : undefined),
    names: (kind) =>
      kind === "layer" ? [...vocabulary.names(kind), ...operators.keys()].sort() : vocabulary.names(kind),
    all: (kind) =>
      kind === "layer" ? [...vocabulary.all(kind), ...operators.values()] : vocabulary.all(kind),
  };
  extended.set(vocabulary, made);
  extended.set(made, made);
  return made;
}
