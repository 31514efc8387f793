/** Words with their arguments as JSON, for the IR: every parameter stands there, so a later default changes nothing. */
import { jsonProblem } from "./json-problem.ts";
import { isRequired, type Json } from "./param.ts";
import { type Instance, kindNames, type Vocabulary, type Word, type WordKind } from "./word.ts";

/** `{ "name": "Dense", "params": { "units": 10, … } }`; numbers are exact. */
export function instanceToJson(instance: Instance): Json {
  const params: Record<string, Json> = {};
  for (const [name, param] of Object.entries(instance.word.params)) {
    params[name] = param.type.toJson(instance.params[name]);
  }
  const { written } = instance;
  return { name: instance.word.name, params, ...(written === undefined ? {} : { written }) };
}

/**
 * The instance that `instanceToJson` wrote, without places. A parameter that the writer's version did not know yet has its
 * default. Throws UserError for anything else.
 */
export function instanceFromJson(kind: WordKind, json: Json, vocabulary: Vocabulary): Instance {
  const { name, params, written } = parts(kind, json);
  const word = vocabulary.find(kind, name);
  if (word === undefined) throw jsonProblem(`the name of a known ${kindNames[kind]}`, name);
  const read = { word, params: paramsFromJson(word, params, vocabulary), given: {} };
  return written === undefined ? read : { ...read, written };
}

/** JSON Schema of one word's `instanceToJson`. */
export function instanceSchema(word: Word): Json {
  const names = Object.keys(word.params);
  const required = Object.entries(word.params).flatMap(([name, param]) => (isRequired(param) ? [name] : []));
  const properties = Object.fromEntries(names.map((name) => [name, word.params[name]?.type.schema ?? true]));
  return {
    type: "object",
    required: ["name", "params"],
    additionalProperties: false,
    properties: {
      name: { const: word.name },
      written: { type: "string" },
      params: { type: "object", required, additionalProperties: false, properties },
    },
  };
}

interface Parts {
  readonly name: string;
  readonly params: { readonly [key: string]: Json };
  readonly written?: string;
}

function parts(kind: WordKind, json: Json): Parts {
  if (isRecord(json) && typeof json.name === "string" && isRecord(json.params)) {
    const { name, params, written } = json;
    return { name, params, ...(typeof written === "string" ? { written } : {}) };
  }
  throw jsonProblem(`a ${kindNames[kind]} with its parameters`, json);
}

function paramsFromJson(
  word: Word,
  json: { readonly [key: string]: Json },
  vocabulary: Vocabulary,
): Record<string, unknown> {
  const unknown = Object.keys(json).find((name) => !Object.hasOwn(word.params, name));
  if (unknown !== undefined) throw jsonProblem(`a parameter of ${word.name}`, unknown);
  const params: Record<string, unknown> = {};
  for (const [name, param] of Object.entries(word.params)) {
    const given = Object.hasOwn(json, name);
    if (!given && isRequired(param)) throw jsonProblem(`the parameter ${name} of ${word.name}`, json);
    params[name] = given ? param.type.fromJson(json[name] as Json, vocabulary) : param.default;
  }
  return params;
}

function isRecord(json: Json | undefined): json is { readonly [key: string]: Json } {
  return typeof json === "object" && json !== null && !Array.isArray(json);
}
