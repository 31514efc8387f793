/** `source = points(x = uniform(-1, 1), t = 0, rows = 200)`: a placement for each input of the network. */
import type { Report } from "../base/diagnostic.ts";
import { showShape } from "../base/dim.ts";
import type { PlacementDefinition } from "../library/placement.ts";
import { meshColumns, meshSide, type PointsSpec } from "../library/points.ts";
import type { Entry } from "../syntax/ast.ts";
import type { ParamType } from "../words/param.ts";
import { flag, integer } from "../words/param-types.ts";
import { readContext, readInstance } from "../words/read-arguments.ts";
import { type ArgumentValue, type CallValue, describeValue, type Value } from "../words/value.ts";
import type { Instance, Vocabulary } from "../words/word.ts";
import { type ConstantScope, evaluate } from "./evaluate.ts";
import type { InputIR } from "./ir.ts";
import { nearName } from "./near-name.ts";
import { entriesByKey } from "./section-entries.ts";
import type { PointsSection } from "./sections.ts";

export interface PointsContext {
  readonly inputs: readonly InputIR[];
  readonly constants: ConstantScope;
  readonly vocabulary: Vocabulary;
  readonly report: Report;
}

const rowsType = integer({ min: 1, max: 2 ** 31 - 1 });

/** Undefined where something was refused, which is reported. */
export function readPoints({ name, section }: PointsSection, context: PointsContext): PointsSpec | undefined {
  const { report, constants } = context;
  const known = { section: `data ${name}`, keys: ["source"] };
  const source = entriesByKey(section.record, known, report).get("source");
  const value = source && evaluate(source.value, constants);
  if (source === undefined) {
    refuse(context, section.name?.span ?? section.keyword, `the data section ${name} names no source`);
  }
  if (value === undefined) return undefined;
  if (value.kind !== "call" || value.name !== "points")
    return notPoints(name, source as Entry, value, context);
  const columns = readColumns(name, value, context);
  const rows = readOption("rows", rowsType, value, context);
  const fresh = value.args.some((argument) => argument.name === "fresh")
    ? readOption("fresh", flag, value, context)
    : false;
  if (columns === undefined || rows === undefined || fresh === undefined) return undefined;
  const spec: PointsSpec = { columns, rows, fresh, span: value.span };
  return fitsMesh(spec, context) ? spec : undefined;
}

function notPoints(name: string, { value: at }: Entry, value: Value, context: PointsContext): undefined {
  const found = value.kind === "call" ? `${value.name}(…)` : describeValue(value);
  const help = "rows of files belong in the data section without a name";
  refuse(
    context,
    at.span,
    `the data section ${name} has a name, so its source is points(…), not ${found}`,
    help,
  );
}

function readColumns(
  section: string,
  { args, span }: CallValue,
  context: PointsContext,
): PointsSpec["columns"] | undefined {
  const { inputs } = context;
  const columns: Record<string, Instance<PlacementDefinition>> = {};
  let sound = true;
  for (const argument of args) {
    if (argument.name === "rows" || argument.name === "fresh") continue;
    const input = inputs.find(({ name }) => name === argument.name);
    const column = input ? readColumn(input, argument, context) : refuseColumn(argument, context);
    if (column && input) columns[input.name] = column;
    else sound = false;
  }
  const missing = inputs.filter(({ name }) => !args.some((argument) => argument.name === name));
  if (sound && missing.length > 0) {
    const names = missing.map(({ name }) => name).join(", ");
    const [first] = missing;
    refuse(
      context,
      span,
      `the points of ${section} say nothing of ${names}`,
      `add \`${first?.name} = uniform(0, 1)\``,
    );
  }
  return sound && missing.length === 0 ? columns : undefined;
}

function readColumn(
  input: InputIR,
  { value }: ArgumentValue,
  { vocabulary, report }: PointsContext,
): Instance<PlacementDefinition> | undefined {
  const { span } = value;
  // A number alone is a constant.
  const written: Value =
    value.kind === "number"
      ? { kind: "call", span, name: "constant", nameSpan: span, args: [{ span, value }] }
      : value;
  const placed = readInstance("placement", written, vocabulary, report) as
    | Instance<PlacementDefinition>
    | undefined;
  if (placed === undefined) return undefined;
  if (placed.word.mesh && input.type.shape.length > 0) {
    report({
      rule: "bad-option",
      severity: "error",
      message: `${placed.word.name} places single numbers, and ${input.name} is ${showShape(input.type.shape)}`,
      span,
      help: "declare an input for each coordinate: `input x, y: f32`",
    });
    return undefined;
  }
  return placed;
}

function refuseColumn(argument: ArgumentValue, { inputs, report }: PointsContext): undefined {
  const names = inputs.map(({ name }) => name);
  const { name, span } = argument;
  const near = name === undefined ? undefined : nearName(name, [...names, "rows", "fresh"]);
  report({
    rule: "unknown-argument",
    severity: "error",
    message:
      name === undefined
        ? "points are named: which input is this for?"
        : `the network has no input called ${name}`,
    span: argument.nameSpan ?? span,
    ...(near === undefined
      ? { help: `its inputs are ${names.join(", ")}` }
      : {
          label: `did you mean ${near}?`,
          fix: { title: near, edits: [{ span: argument.nameSpan ?? span, text: near }], safe: false },
        }),
  });
}

function readOption<T>(
  key: "rows" | "fresh",
  type: ParamType<T>,
  { args, span }: CallValue,
  context: PointsContext,
): T | undefined {
  const argument = args.find(({ name }) => name === key);
  if (argument === undefined) {
    refuse(context, span, "how many points there are is not said", "add `rows = 1_000`");
    return undefined;
  }
  const reading = type.read(argument.value, readContext(context.vocabulary));
  if (!reading.refused) return reading.value;
  refuse(context, argument.value.span, `${key} ${reading.message}`, reading.help);
  return undefined;
}

function fitsMesh(spec: PointsSpec, context: PointsContext): boolean {
  const columns = meshColumns(spec);
  if (columns.length < 2 || meshSide(spec.rows, columns.length)) return true;
  const side = Math.max(1, Math.round(spec.rows ** (1 / columns.length)));
  refuse(
    context,
    spec.span,
    `${columns.join(" and ")} make a mesh, which has as many points along each: ${spec.rows} rows are no such number`,
    `write \`rows = ${side ** columns.length}\`, which is ${side} along each`,
  );
  return false;
}

function refuse({ report }: PointsContext, span: Value["span"], message: string, help?: string): void {
  report({ rule: "bad-option", severity: "error", message, span, ...(help === undefined ? {} : { help }) });
}
