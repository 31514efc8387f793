/** The words that may stand in IR: those of the language, and those that no file can write as words, such as operators. */
import { forgetBiasWord } from "../library/forget-bias.ts";
import { operatorWords } from "../library/operators/all-operators.ts";
import type { Vocabulary, Word, WordKind } from "../words/word.ts";

const hiddenWords: readonly Word[] = [...operatorWords, forgetBiasWord];

const extended = new WeakMap<Vocabulary, Vocabulary>();

export function irVocabulary(vocabulary: Vocabulary): Vocabulary {
  const known = extended.get(vocabulary);
  if (known) return known;
  const hidden = (kind: WordKind): readonly Word[] => hiddenWords.filter((word) => word.kind === kind);
  const made: Vocabulary = {
    ...vocabulary,
    find: (kind, name) => vocabulary.find(kind, name) ?? hidden(kind).find((word) => word.name === name),
    names: (kind) => [...vocabulary.names(kind), ...hidden(kind).map(({ name }) => name)].sort(),
    all: (kind) => [...vocabulary.all(kind), ...hidden(kind)],
  };
  extended.set(vocabulary, made);
  extended.set(made, made);
  return made;
}
