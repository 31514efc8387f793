/** What every word of the library must satisfy, whatever its kind. */
import { expect } from "vitest";
import { vocabulary } from "../../src/library/vocabulary.ts";
import { instanceSchema } from "../../src/words/instance-json.ts";
import { spellings } from "../../src/words/make-vocabulary.ts";
import { isRequired } from "../../src/words/param.ts";
import type { Vocabulary, Word, WordKind } from "../../src/words/word.ts";

export function wordsOf<W extends Word>(kind: W["kind"]): readonly W[] {
  const words = vocabulary.all(kind as WordKind) as readonly W[];
  expect(words.length).toBeGreaterThan(0);
  return words;
}

export function expectDocumented(word: Word, words: Vocabulary = vocabulary): void {
  const sentences = word.doc.split(/(?<=[.:])\s/);
  expect(word.doc, `${word.name} has no doc`).toMatch(/^[A-Z].{20,}[.)]$/s);
  expect(sentences.length, `${word.name}: what it is, then when to use it`).toBeGreaterThan(1);
  for (const [name, param] of Object.entries(word.params)) {
    expect(param.doc, `${word.name}.${name}`).toMatch(/^[a-zR0-9].{3,}[^.]$/s);
    expect(param.type.expects, `${word.name}.${name}`).not.toBe("");
  }
  for (const [name, reason] of Object.entries(word.leftOut ?? {})) {
    expect(word.params, `${word.name} both has and leaves out ${name}`).not.toHaveProperty(name);
    expect(reason).toMatch(/^[a-z].*[^.]$/s);
  }
  for (const spelling of spellings(word)) expect(words.find(word.kind, spelling)).toBe(word);
}

/** Required parameters come first, and defaults survive the way through JSON. */
export function expectSoundParams(word: Word): void {
  const params = Object.entries(word.params);
  const firstOptional = params.findIndex(([, param]) => !isRequired(param));
  for (const [i, [name, param]] of params.entries()) {
    if (isRequired(param)) {
      expect(firstOptional === -1 || i < firstOptional, `${word.name}.${name} is required`).toBe(true);
      continue;
    }
    const json = JSON.parse(JSON.stringify(param.type.toJson(param.default)));
    expect(param.type.toJson(param.type.fromJson(json, vocabulary))).toEqual(json);
  }
  expect(JSON.parse(JSON.stringify(instanceSchema(word)))).toMatchObject({ type: "object" });
}
