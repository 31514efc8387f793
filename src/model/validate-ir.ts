/** Checks JSON against the schema of the IR. The only file of this room that loads ajv: reading a .nnet file never does. */
import { Ajv2020, type ErrorObject } from "ajv/dist/2020.js";
import type { Json } from "../words/param.ts";
import type { Vocabulary } from "../words/word.ts";
import { irVersion, type LayerIR, resultIds } from "./ir.ts";
import { irSchema } from "./ir-schema.ts";

/** What is wrong and where, in one line; undefined when the JSON holds an IR. */
export function irProblem(json: Json, vocabulary: Vocabulary): string | undefined {
  const version = versionOf(json);
  if (version !== undefined && version !== irVersion) return `it says that it is ${JSON.stringify(version)}`;
  // Only the words that occur are spelled out: the schema of all words takes a second to compile.
  const validate = new Ajv2020({ strict: false }).compile(irSchema(vocabulary, namesIn(json)));
  if (validate(json)) return danglingTensor(json as unknown as Wiring);
  return describe((validate.errors ?? []).find(({ keyword }) => keyword !== "if"));
}

/** Every text that stands under the key `name`. */
function namesIn(json: Json, names = new Set<string>()): ReadonlySet<string> {
  if (Array.isArray(json)) for (const item of json) namesIn(item, names);
  else if (json !== null && typeof json === "object") {
    for (const [key, value] of Object.entries(json)) {
      if (key === "name" && typeof value === "string") names.add(value);
      else namesIn(value, names);
    }
  }
  return names;
}

interface Wiring {
  readonly inputs: readonly { readonly name: string }[];
  readonly layers: readonly Pick<LayerIR, "id" | "inputs" | "results">[];
  readonly outputs: readonly { readonly name: string; readonly value: string }[];
}

/** Every tensor must be made before it is used, and once. */
function danglingTensor({ inputs, layers, outputs }: Wiring): string | undefined {
  const made = new Set<string>();
  for (const { name } of inputs) {
    if (made.has(name)) return `two inputs are called ${name}`;
    made.add(name);
  }
  for (const layer of layers) {
    const { id, inputs } = layer;
    const missing = inputs.find((input) => !made.has(input));
    if (missing !== undefined) return `the layer ${id} takes ${missing}, which nothing before it makes`;
    for (const result of resultIds(layer)) {
      if (made.has(result)) return `two tensors are called ${result}`;
      made.add(result);
    }
  }
  const open = outputs.find(({ value }) => !made.has(value));
  return open && `the output ${open.name} is ${open.value}, which nothing makes`;
}

function versionOf(json: Json): Json | undefined {
  const isRecord = json !== null && typeof json === "object" && !Array.isArray(json);
  return isRecord ? (json as { readonly [key: string]: Json }).version : undefined;
}

function describe(error: ErrorObject | undefined): string {
  if (error === undefined) return "it does not fit the schema";
  const place = error.instancePath === "" ? "it" : error.instancePath.slice(1);
  switch (error.keyword) {
    case "required":
      return `${place} lacks ${error.params.missingProperty}`;
    case "additionalProperties":
      return `${place} has ${error.params.additionalProperty}, which does not belong there`;
    case "enum":
    case "const":
      return `${place} is none of the values that may stand there`;
    default:
      return `${place} ${error.message ?? "does not fit the schema"}`;
  }
}
