/**
 * Every word of Keras is a word here with Keras' parameters, or is left out with its reason. catalogue.json is what
 * make_catalogue.py found in Keras by introspection.
 */
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { comparedWords, fixtureFiles } from "../../grammar/fixture-words.ts";
import { leftOutWords } from "../../src/library/left-out.ts";
import { vocabulary } from "../../src/vocabulary.ts";
import { isRequired, type Json, type Param } from "../../src/words/param.ts";
import type { Word, WordKind } from "../../src/words/word.ts";

interface CatalogueWord {
  readonly kind: WordKind;
  readonly name: string;
  readonly aliases: readonly string[];
  readonly params: readonly (readonly [name: string, initial?: Json])[];
}

const catalogue = JSON.parse(readFileSync("test/keras/catalogue.json", "utf8")) as {
  readonly keras: string;
  readonly words: readonly CatalogueWord[];
};

/** Arguments that Keras takes where a layer is called, not where it is made, or by `**kwargs`; here they go by name. */
const callArguments = new Set([
  "AdditiveAttention seed",
  "AdditiveAttention return_attention_scores",
  "AdditiveAttention use_causal_mask",
  "Attention return_attention_scores",
  "Attention use_causal_mask",
  "GroupQueryAttention return_attention_scores",
  "GroupQueryAttention use_causal_mask",
  "MultiHeadAttention attention_mask",
  "MultiHeadAttention return_attention_scores",
  "MultiHeadAttention use_causal_mask",
]);

/** Defaults that differ, and why. */
const otherDefaults: Readonly<Record<string, string>> = {
  "metric F1Score average": "without it Keras gives one number a class, and a log holds one number",
  "metric FBetaScore average": "as F1Score",
};

/** Every layer takes them, and model/common-keywords.ts reads them. */
const commonKeywords = new Set(["name", "dtype"]);

const here = (word: CatalogueWord): Word | undefined => vocabulary.find(word.kind, word.name);
const isLeftOut = (word: CatalogueWord): boolean =>
  leftOutWords.some(({ kind, name }) => kind === word.kind && name === word.name);
const hasReason = ({ name }: CatalogueWord): boolean => Object.hasOwn(withoutNumbers, name);

/** Words that have no fixture, and why. */
const withoutNumbers: Readonly<Record<string, string>> = {
  CSVLogger: "it writes a file; test/train/callbacks.test.ts",
  LearningRateScheduler: "what it asks is a def; test/train/callbacks.test.ts",
  ModelCheckpoint: "it writes files; test/train/callbacks.test.ts",
  SwapEMAWeights: "it puts weights in the place of others; test/train/callbacks.test.ts",
  TerminateOnNaN: "it stops a run; test/train/callbacks.test.ts",
};

/** Words of a step that none can be taken with, and why. */
const withoutSteps: Readonly<Record<string, string>> = {
  IntegerLookup: "whole numbers enter and leave, which have no gradient",
};

/** Kinds whose words change what a step of training does. */
const stepping: ReadonlySet<WordKind> = new Set([
  "layer",
  "activation",
  "loss",
  "optimizer",
  "regularizer",
  "constraint",
]);

describe(`the catalogue of Keras ${catalogue.keras}`, () => {
  test("every word is here, or is left out with its reason", () => {
    const neither = catalogue.words.filter((word) => !here(word) && !isLeftOut(word));
    expect(neither.map(({ kind, name }) => `${kind} ${name}`).join("; ")).toBe("");
  });

  test("a word is here or left out, not both, and no list is stale", () => {
    const known = new Set(catalogue.words.map(({ kind, name }) => `${kind} ${name}`));
    expect(leftOutWords.filter(({ kind, name }) => !known.has(`${kind} ${name}`))).toEqual([]);
    const twice = catalogue.words.filter((word) => here(word) && isLeftOut(word));
    expect(twice.map(({ kind, name }) => `${kind} ${name}`)).toEqual([]);
    for (const { name, reason } of leftOutWords) expect(reason, name).toMatch(/^[a-z`].{15,}[^.]$/);
  });

  test("every word that computes is compared with Keras' own numbers", () => {
    const compared = comparedWords();
    const bare = catalogue.words.filter((word) => {
      const ours = here(word);
      return ours !== undefined && compared.has(ours) === hasReason(word);
    });
    expect(bare.map(({ kind, name }) => `${kind} ${name}`)).toEqual([]);
  });

  test("every word that is part of a step is compared over three steps of an optimizer", () => {
    const compared = comparedWords();
    const without = catalogue.words.flatMap((word) => {
      const ours = here(word);
      if (ours === undefined || !stepping.has(word.kind)) return [];
      if (Object.hasOwn(withoutSteps, word.name)) return [];
      return compared.get(ours)?.of.includes("steps") ? [] : [`${word.kind} ${word.name}`];
    });
    expect(without).toEqual([]);
  });

  test("every fixture is read by a test", () => {
    const folder = new URL("./", import.meta.url);
    const tests = readdirSync(folder).filter((file) => file.endsWith(".test.ts"));
    const text = tests.map((file) => readFileSync(new URL(file, folder), "utf8")).join();
    const unread = fixtureFiles().filter((file) => {
      const name = file.replace(".json", "");
      return ![`"${name}"`, `  ${name}:`, `${name}.json`].some((mention) => text.includes(mention));
    });
    expect(unread).toEqual([]);
  });

  test("other names find the same word", () => {
    const lost = catalogue.words
      .filter(here)
      .flatMap((word) => word.aliases.filter((alias) => vocabulary.find(word.kind, alias) !== here(word)));
    expect(lost).toEqual([]);
  });

  test("parameters have Keras' names, order and defaults, or are left out with a reason", () => {
    const problems = catalogue.words.flatMap((word) => {
      const ours = here(word);
      return ours ? differences(word, ours).map((problem) => `${word.kind} ${word.name}: ${problem}`) : [];
    });
    expect(problems.join("; ")).toBe("");
  });
});

function differences(word: CatalogueWord, ours: Word): string[] {
  const keras = new Map(word.params.map(([name, ...initial]) => [name, initial]));
  const names = Object.keys(ours.params);
  const leftOut = Object.keys(ours.leftOut ?? {});
  const isCommon = (name: string): boolean => word.kind === "layer" && commonKeywords.has(name);
  const absent = [...keras.keys()].filter(
    (name) => !names.includes(name) && !leftOut.includes(name) && !isCommon(name),
  );
  const foreign = [...names, ...leftOut].filter(
    (name) => !keras.has(name) && !callArguments.has(`${word.name} ${name}`),
  );
  const byPosition = names.filter((name) => !ours.params[name]?.keywordOnly);
  return [
    ...absent.map((name) => `lacks ${name}`),
    ...foreign.map((name) => `has ${name}, which Keras has not`),
    ...outOfOrder(
      [...keras.keys()].filter((name) => names.includes(name)),
      names.filter((name) => keras.has(name)),
    ),
    ...outOfOrder([...keras.keys()].slice(0, byPosition.length), byPosition),
    ...[...keras].flatMap(([name, initial]) => {
      const param = ours.params[name];
      return param && !agrees(`${word.kind} ${word.name} ${name}`, param, initial)
        ? [`${name} begins as ${JSON.stringify(param.default)}, in Keras as ${JSON.stringify(initial)}`]
        : [];
    }),
  ];
}

function outOfOrder(keras: readonly string[], ours: readonly string[]): string[] {
  return keras.join() === ours.join() ? [] : [`has the order ${ours.join(", ")} for ${keras.join(", ")}`];
}

/** Values that stand for the same: a word and its name, one number and a list of equal ones, `None` and what it means. */
function agrees(place: string, param: Param<unknown>, keras: readonly (Json | undefined)[]): boolean {
  if (isRequired(param) || keras.length === 0) return isRequired(param) && keras.length === 0;
  if (Object.hasOwn(otherDefaults, place)) return true;
  const initial = keras[0] as Json;
  const json = param.type.toJson(param.default);
  const { wordKind } = param.type;
  if (wordKind && isNamed(json)) {
    const name = initial === null ? "linear" : String(initial);
    return (
      vocabulary.find(wordKind, json.name) === vocabulary.find(wordKind, name) && isPlain(json, wordKind)
    );
  }
  if (initial === null && json !== null) return meaningOfNone[place.split(" ")[2] as string] === json;
  return JSON.stringify(condensed(json)) === JSON.stringify(condensed(initial));
}

/** What Keras takes for `None` itself. */
const meaningOfNone: Readonly<Record<string, Json>> = { data_format: "channels_last", thresholds: 0.5 };

interface Named {
  readonly name: string;
  readonly params: Readonly<Record<string, Json>>;
}

function isNamed(json: Json): json is Json & Named {
  return json !== null && typeof json === "object" && !Array.isArray(json) && "name" in json;
}

/** With its own defaults. */
function isPlain({ name, params }: Named, kind: WordKind): boolean {
  const word = vocabulary.find(kind, name);
  return Object.entries(params).every(
    ([key, value]) =>
      JSON.stringify(word?.params[key]?.type.toJson(word.params[key].default)) === JSON.stringify(value),
  );
}

function condensed(json: Json): Json {
  if (!Array.isArray(json)) return json;
  const items = json.map(condensed);
  const [first = null, ...others] = items;
  return items.length > 0 && others.every((item) => JSON.stringify(item) === JSON.stringify(first))
    ? first
    : items;
}
