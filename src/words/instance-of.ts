/** Types of parameters that are other words with arguments of their own: initializers, activations, schedules. */
import { instanceFromJson, instanceToJson } from "./instance-json.ts";
import { isRequired, type Json, type ParamType } from "./param.ts";
import { number } from "./param-types.ts";
import { accept, refuse } from "./reading.ts";
import { type Instance, kindNames, type Word, type WordKind } from "./word.ts";

/** A word of a kind, bare or called: `relu`, `"relu"`, `relu(max_value = 6)`. */
export function instanceOf<W extends Word>(kind: W["kind"]): ParamType<Instance<W>> {
  const expects = withArticle(kindNames[kind]);
  return {
    expects,
    wordKind: kind,
    read(value, context) {
      if (value.kind !== "word" && value.kind !== "call" && value.kind !== "string")
        return refuse(expects, value);
      // The vocabulary holds definitions of this kind only, each made by its own `define…` function.
      return context.readInstance(kind, value) as ReturnType<ParamType<Instance<W>>["read"]>;
    },
    toJson: instanceToJson,
    fromJson: (json, vocabulary) => instanceFromJson(kind, json, vocabulary) as Instance<W>,
    schema: instanceReference(kind),
  };
}

/** Any word of a kind with its parameters; the parameters' own schema is the word's (`instanceSchema`). */
function instanceReference(kind: WordKind): Json {
  return {
    type: "object",
    description: withArticle(kindNames[kind]),
    required: ["name", "params"],
    additionalProperties: false,
    properties: { name: { type: "string" }, params: { type: "object" }, written: { type: "string" } },
  };
}

/** A number, or a word that gives one. */
export function numberOr<W extends Word>(type: ParamType<Instance<W>>): ParamType<number | Instance<W>> {
  const plain = number();
  return {
    expects: `a number or ${type.expects}`,
    ...(type.wordKind ? { wordKind: type.wordKind } : {}),
    read(value, context) {
      if (value.kind === "number") return plain.read(value, context);
      if (value.kind === "word" || value.kind === "call") return type.read(value, context);
      const reading = plain.read(value, context);
      return reading.refused ? { ...reading, ...refuse(this.expects, value) } : accept(reading.value);
    },
    toJson: (value) => (typeof value === "number" ? value : type.toJson(value)),
    fromJson: (json, vocabulary) => (typeof json === "number" ? json : type.fromJson(json, vocabulary)),
    schema: { anyOf: [plain.schema, type.schema] },
  };
}

/** A number, or a schedule that gives one for each step. Its sign is the checker's to judge (`lr-sign`). */
export const learningRate: ParamType<number | Instance> = numberOr(instanceOf("schedule"));

/** A word with its defaults, as the default of another word's parameter. Throws RangeError if an argument is still missing. */
export function instanceWithDefaults<W extends Word>(
  word: W,
  overrides: Readonly<Record<string, unknown>> = {},
): Instance<W> {
  const params: Record<string, unknown> = {};
  for (const [name, param] of Object.entries(word.params)) {
    const overridden = Object.hasOwn(overrides, name);
    if (!overridden && isRequired(param)) throw new RangeError(`${word.name} needs a value for ${name}`);
    params[name] = overridden ? overrides[name] : param.default;
  }
  const unknown = Object.keys(overrides).find((name) => !Object.hasOwn(word.params, name));
  if (unknown !== undefined) throw new RangeError(`${word.name} has no parameter ${unknown}`);
  return { word, params, given: {} };
}

export function withArticle(noun: string): string {
  return /^[aeiou]/i.test(noun) ? `an ${noun}` : `a ${noun}`;
}
