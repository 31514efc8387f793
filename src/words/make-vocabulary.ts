/** Finds words by kind and name. */
import { snakeName } from "./snake-name.ts";
import type { LeftOutWord, Vocabulary, Word, WordKind } from "./word.ts";

/** Kinds whose words Keras also knows by their snake names (`mean_squared_error`). */
const snakeKinds: ReadonlySet<WordKind> = new Set([
  "loss",
  "metric",
  "initializer",
  "regularizer",
  "constraint",
]);

/** Later definitions add to earlier ones; two words of one kind under one name throw RangeError. */
export function makeVocabulary(...definitions: readonly Word[]): Vocabulary {
  const tables = new Map<WordKind, Map<string, Word>>();
  const namesOf = new Map<WordKind, readonly string[]>();
  for (const word of definitions) {
    const table = tables.get(word.kind) ?? new Map<string, Word>();
    tables.set(word.kind, table);
    for (const name of spellings(word)) {
      const key = keyOf(word.kind, name);
      const known = table.get(key);
      if (known !== undefined && known !== word) {
        throw new RangeError(`${name} is the name of two words of the kind ${word.kind}`);
      }
      table.set(key, word);
    }
  }
  for (const [kind, table] of tables) {
    namesOf.set(kind, [...new Set([...table.values()].flatMap(spellings))].sort());
  }
  return {
    find: (kind, name) => tables.get(kind)?.get(keyOf(kind, name)),
    names: (kind) => namesOf.get(kind) ?? [],
    all: (kind) => [...new Set(tables.get(kind)?.values())].sort((a, b) => (a.name < b.name ? -1 : 1)),
    leftOut: () => undefined,
  };
}

/** The same words, and of those that are left out the reason. */
export function withLeftOut(vocabulary: Vocabulary, words: readonly LeftOutWord[]): Vocabulary {
  return {
    ...vocabulary,
    leftOut: (name, kind) =>
      words.find((word) => word.name === name && (kind === undefined || word.kind === kind)),
  };
}

/** Every way to write a word. */
export function spellings(word: Word): readonly string[] {
  const snake = snakeKinds.has(word.kind) ? [snakeName(word.name)] : [];
  return [...new Set([word.name, ...snake, ...(word.aliases ?? [])])];
}

function keyOf(kind: WordKind, name: string): string {
  return kind === "optimizer" ? name.toLowerCase() : name;
}
