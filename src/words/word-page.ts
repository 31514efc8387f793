/** A word's page, derived from its definition: what `nnet explain Dense` prints and the reference is made of. */
import { isRequired, type Json, type Param } from "./param.ts";
import { snakeName } from "./snake-name.ts";
import { type Instance, kindNames, type Word } from "./word.ts";

export interface ParamRow {
  readonly name: string;
  readonly expects: string;
  /** As one would write it; undefined where the argument is required. */
  readonly default: string | undefined;
  readonly doc: string;
}

export interface WordPage {
  readonly title: string;
  readonly kind: string;
  readonly aliases: readonly string[];
  readonly doc: string;
  readonly params: readonly ParamRow[];
  /** As written in a model file. */
  readonly examples: readonly string[];
}

export function wordPage(word: Word): WordPage {
  return {
    title: word.name,
    kind: kindNames[word.kind],
    aliases: word.aliases ?? [],
    doc: word.doc,
    params: Object.entries(word.params).map(([name, param]) => paramRow(name, param)),
    examples: examplesOf(word),
  };
}

function paramRow(name: string, param: Param<unknown>): ParamRow {
  return {
    name,
    expects: param.type.expects,
    default: isRequired(param) ? undefined : writeDefault(param, param.default),
    doc: param.doc,
  };
}

/** Definitions of every kind keep their examples under the same key; a word without any has none to show. */
function examplesOf(word: Word): readonly string[] {
  const { examples } = word as { readonly examples?: readonly { readonly source: string }[] };
  return [...new Set((examples ?? []).map(({ source }) => source))];
}

/** A default value in the language: `none`, `0.5`, `[1, 2]`, `glorot_uniform`, `L2(l2 = 0.01)`. */
function writeDefault(param: Param<unknown>, value: unknown): string {
  return isInstance(value) ? writeInstance(value) : writeJson(param.type.toJson(value));
}

function isInstance(value: unknown): value is Instance {
  return typeof value === "object" && value !== null && "word" in value;
}

/** Arguments that are the word's own defaults are left out. */
function writeInstance({ word, params }: Instance): string {
  const args = Object.entries(word.params)
    .map(([name, param]) => ({
      name,
      text: writeDefault(param, params[name]),
      usual: paramRow(name, param).default,
    }))
    .filter(({ text, usual }) => text !== usual)
    .map(({ name, text }) => `${name} = ${text}`);
  const name = snakeName(word.name);
  return args.length === 0 ? name : `${word.name}(${args.join(", ")})`;
}

function writeJson(json: Json): string {
  if (json === null) return "none";
  return Array.isArray(json) ? `[${json.map(writeJson).join(", ")}]` : String(json);
}
