/** The data as the file sees it: what each input gets, what each output is asked for, how many categories there are. */
import type { Report } from "../base/diagnostic.ts";
import { symbol } from "../base/dim.ts";
import type { DataSpec } from "../data/data-spec.ts";
import { describeData, type InputDescription } from "../data/describe.ts";
import { fieldHelp, findField } from "../data/find-field.ts";
import type { DataHeader, FieldHeader } from "../data/header.ts";
import type { TargetDescription } from "../data/target-kind-of.ts";
import type { Support } from "../library/distribution.ts";
import type { SourceFile } from "../syntax/ast.ts";
import { type Categories, type FileNames, unknownCategories } from "./constants.ts";
import { namesForData } from "./data-names.ts";
import { compareRange, compareTarget, type DeclaredTarget } from "./declared-targets.ts";
import type { ConstantScope } from "./evaluate.ts";
import { implicitInput } from "./inputs.ts";
import { elements, type InputIR, type LossTerm } from "./ir.ts";
import { readShape } from "./read-type.ts";
import type { SizeBindings } from "./size-bindings.ts";

export interface Described {
  readonly inputs: Readonly<Record<string, InputDescription>>;
  readonly outputs: Readonly<Record<string, TargetDescription>>;
  /** A column or array of the header. */
  field(name: string): FieldHeader | undefined;
  /** The only field of an output's target, where it is one. */
  targetField(output: string): FieldHeader | undefined;
}

export interface NamesOfFile {
  readonly file: SourceFile;
  readonly names: FileNames;
  readonly outputNames: readonly string[];
  readonly targets: ReadonlyMap<string, DeclaredTarget>;
  readonly losses: ReadonlyMap<string, LossTerm | undefined>;
  /** For sizes that the file declares. */
  readonly constants: ConstantScope;
  readonly supports: ReadonlyMap<string, Support>;
}

export interface FileData {
  readonly categories: Categories;
  describe(of: NamesOfFile): Described;
}

export function readFileData(
  spec: DataSpec | undefined,
  header: DataHeader | undefined,
  report: Report,
): FileData {
  const field = fieldFinder(header);
  return {
    categories: spec && header ? categoriesIn(spec, header, report) : unknownCategories,
    describe(of) {
      if (spec === undefined) return { inputs: {}, outputs: {}, field, targetField: () => undefined };
      const description = describeData(spec, header, endsOf(of), report);
      return {
        ...description,
        field,
        targetField(output) {
          const terms = (spec.targets[output] ?? spec.targets[""])?.terms;
          const only = terms?.length === 1 ? terms[0] : undefined;
          return only && only.transform === undefined ? field(only.field) : undefined;
        },
      };
    },
  };
}

/** Reports where the data contradicts what is declared of a target. */
export function compareTargets(
  targets: ReadonlyMap<string, DeclaredTarget>,
  described: Described,
  sizes: SizeBindings,
  report: Report,
): void {
  for (const [output, declared] of targets) {
    const description = described.outputs[output];
    const field = described.targetField(output);
    if (description) {
      compareTarget(output, declared, { description, ...(field ? { field } : {}) }, sizes, report);
    }
  }
}

/** Reports where raw values lie outside the declared range of an input. */
export function compareRanges(inputs: readonly InputIR[], described: Described, report: Report): void {
  for (const { name, range, span } of inputs) {
    const fields = described.inputs[name]?.fields.map((field) => described.field(field)) ?? [];
    compareRange(`input ${name}`, range, fields, span, report);
  }
}

function categoriesIn(spec: DataSpec, header: DataHeader, report: Report): Categories {
  // How many categories a column has does not depend on the names of the network.
  const { categories } = describeData(spec, header, { inputs: [], outputs: [] }, () => {});
  const fields = header.fields.map(({ name }) => name);
  return (column, span) => {
    if (findField(column, fields) === undefined) {
      report({
        rule: "unknown-column",
        severity: "error",
        message: `the data has no column ${column}`,
        span,
        help: fieldHelp(column, fields),
      });
    }
    return categories(column);
  };
}

function fieldFinder(header: DataHeader | undefined): (name: string) => FieldHeader | undefined {
  const fields = header?.fields ?? [];
  const names = fields.map(({ name }) => name);
  return (name) => {
    const found = findField(name, names);
    return fields.find((field) => field.name === found);
  };
}

function endsOf({ file, names, outputNames, targets, losses, constants, supports }: NamesOfFile) {
  // What is wrong with a declaration is told where the input is made.
  const quiet = { ...constants, report: () => {} };
  const declared = file.items
    .filter((item) => item.kind === "input")
    .flatMap(({ names: own, type }) =>
      own
        .filter((name) => names.definitions.get(name.name)?.name === name)
        .map(({ name }) => ({
          name,
          element: elements.find((element) => element === type?.element?.name) ?? ("f32" as const),
          shape: type && readShape(type.dims, quiet, () => symbol("?")),
        })),
    );
  return namesForData({
    inputs: declared.length > 0 ? declared : [{ name: implicitInput, element: "f32" }],
    outputs: outputNames,
    supports,
    declared: new Map([...targets].map(([name, { kind }]) => [name, kind])),
    losses: Object.fromEntries([...losses].flatMap(([name, term]) => (term ? [[name, term]] : []))),
    shapes: Object.fromEntries([
      ...[...targets].map(([name, { kind }]) => [name, kind.shape] as const),
      ...declared.flatMap(({ name, shape }) => (shape ? [[name, shape] as const] : [])),
    ]),
  });
}
