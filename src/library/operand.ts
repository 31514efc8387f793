/** Parameters of distributions: each a number, a tensor of the network, or a number that training finds (`learned`). */
import { logarithm } from "../tensor/functions/logarithm.ts";
import { numberArithmetic } from "../tensor/number-arithmetic.ts";
import { jsonProblem } from "../words/json-problem.ts";
import type { Json, Param, ParamType } from "../words/param.ts";
import { optional, param } from "../words/param-types.ts";
import { accept, refuse } from "../words/reading.ts";
import type { Value } from "../words/value.ts";

/** `input` counts the tensors that enter; `learned` is where training begins, null for the usual place. */
export type OperandValue = number | { readonly input: number } | { readonly learned: number | null };

/** Which numbers it takes. */
export type OperandRange = "real" | "positive" | "unit";

export interface OperandType extends ParamType<OperandValue> {
  readonly range: OperandRange;
}

const expected: Readonly<Record<OperandRange, string>> = {
  real: "a number, a tensor or `learned`",
  positive: "a number above 0, a tensor or `learned`",
  unit: "a probability, a tensor or `learned`",
};

export function real(doc: string): Param<OperandValue> {
  return param(operandType("real"), doc);
}

export function positive(doc: string): Param<OperandValue> {
  return param(operandType("positive"), doc);
}

/** One of two ways to say the same. */
export function alternative(range: OperandRange, doc: string): Param<OperandValue | null> {
  const type = operandType(range);
  return param({ ...optional<OperandValue>(type), range } as ParamType<OperandValue | null>, doc, null);
}

export function rangeOf({ type }: Param<unknown>): OperandRange | undefined {
  return (type as Partial<OperandType>).range;
}

function operandType(range: OperandRange): OperandType {
  const expects = expected[range];
  const fits = (value: number): boolean => Number.isFinite(value) && inRange(value, range);
  return {
    range,
    expects,
    choices: ["learned"],
    read(value) {
      if (value.kind === "tensor") return accept({ input: value.input });
      if (value.kind === "number" && fits(value.value)) return accept(value.value + 0);
      const learned = learnedIn(value);
      if (learned === undefined || (learned !== null && !fits(learned))) return refuse(expects, value);
      return accept({ learned });
    },
    toJson: (value) => (typeof value === "number" ? value : { ...value }),
    fromJson(json) {
      const value = fromJson(json);
      if (value === undefined) throw jsonProblem(expects, json);
      return value;
    },
    schema: {
      anyOf: [
        { type: "number" },
        oneKey("input", { type: "integer", minimum: 0 }),
        oneKey("learned", { type: ["number", "null"] }),
      ],
    },
  };
}

function oneKey(key: string, schema: Json): Json {
  return { type: "object", required: [key], additionalProperties: false, properties: { [key]: schema } };
}

function fromJson(json: Json): OperandValue | undefined {
  if (typeof json === "number") return json;
  if (json === null || typeof json !== "object") return undefined;
  const { input, learned } = json as { readonly [key: string]: Json };
  if (typeof input === "number") return { input };
  return learned === null || typeof learned === "number" ? { learned } : undefined;
}

/** The start of `learned` or `learned(0.5)`: null for the usual one, undefined where the value is something else. */
function learnedIn(value: Value): number | null | undefined {
  if (value.kind === "word" && value.name === "learned") return null;
  if (value.kind !== "call" || value.name !== "learned") return undefined;
  const [start, ...more] = value.args;
  return start?.value.kind === "number" && start.name === undefined && more.length === 0
    ? start.value.value
    : undefined;
}

function inRange(value: number, range: OperandRange): boolean {
  if (range === "positive") return value > 0;
  return range === "real" || (value >= 0 && value <= 1);
}

/** The weight behind a learned parameter at its start: the number itself, its logarithm, or that of its odds. */
export function startOf(range: OperandRange, learned: number | null): number {
  const f64 = numberArithmetic.f64;
  if (range === "real") return learned ?? 0;
  if (learned === null) return 0;
  if (range === "positive") return logarithm(f64, learned);
  const inside = Math.min(Math.max(learned, 1e-6), 1 - 1e-6);
  return logarithm(f64, inside / (1 - inside));
}
