/** The type of parameters that are records with given keys, each of which may be left out. */
import { suggest } from "../base/suggest.ts";
import { jsonProblem } from "./json-problem.ts";
import type { Json, ParamType } from "./param.ts";
import { accept, orList, refuse } from "./reading.ts";

type Fields = Readonly<Record<string, ParamType<unknown>>>;

export type RecordOf<F extends Fields> = {
  readonly [K in keyof F]?: F[K] extends ParamType<infer V> ? V : never;
};

export function recordOf<F extends Fields>(fields: F): ParamType<RecordOf<F>> {
  const keys = Object.keys(fields);
  const expects = `a record of ${orList(keys)}, such as { ${keys[0]} = … }`;
  return {
    expects,
    read(value, context) {
      if (value.kind !== "record") return refuse(expects, value);
      const read: Record<string, unknown> = {};
      for (const { key, value: entry } of value.entries) {
        const type = Object.hasOwn(fields, key) ? fields[key] : undefined;
        if (type === undefined) {
          const near = suggest(key, keys);
          const help = near === undefined ? `it has ${orList(keys)}` : `did you mean ${near}?`;
          return refuse(expects, entry, { message: `has no entry ${key}`, help });
        }
        const reading = type.read(entry, context);
        if (reading.refused) return { at: entry, ...reading, message: `${key} ${reading.message}` };
        read[key] = reading.value;
      }
      return accept(read as RecordOf<F>);
    },
    toJson: (record) =>
      Object.fromEntries(
        Object.entries(record).map(([key, entry]) => [
          key,
          (fields[key] as ParamType<unknown>).toJson(entry),
        ]),
      ),
    fromJson(json, vocabulary) {
      if (json === null || typeof json !== "object" || Array.isArray(json)) throw jsonProblem(expects, json);
      const entries = Object.entries(json as Readonly<Record<string, Json>>).map(([key, entry]) => {
        if (!Object.hasOwn(fields, key)) throw jsonProblem(expects, json);
        return [key, (fields[key] as ParamType<unknown>).fromJson(entry, vocabulary)] as const;
      });
      return Object.fromEntries(entries) as RecordOf<F>;
    },
    schema: {
      type: "object",
      additionalProperties: false,
      properties: Object.fromEntries(Object.entries(fields).map(([key, type]) => [key, type.schema])),
    },
  };
}
