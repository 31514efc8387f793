/** Which weights of a file each weight of the network begins with, where layers or blocks name one: `weights = "first.safetensors"`. */
import type { Diagnostic } from "../base/diagnostic.ts";
import { isKnown, type Shape, showShape } from "../base/dim.ts";
import type { LayerIR, ModelIR, WeightsFile } from "./ir.ts";

/** What a file holds: shapes by path. */
export type FileShapes = Readonly<Record<string, Shape>>;

export interface TakenWeight {
  /** In the network. */
  readonly path: string;
  readonly file: string;
  /** In the file. */
  readonly name: string;
}

export interface MatchedWeights {
  readonly taken: readonly TakenWeight[];
  readonly problems: readonly Diagnostic[];
}

/** The weights of one layer or block, by what stands below its path. */
interface Group {
  readonly begin: WeightsFile;
  readonly shapes: Map<string, Shape>;
}

const mostTold = 20;

/** The files that a model names, each once, with the first place that does. */
export function namedWeightsFiles(model: ModelIR): readonly WeightsFile[] {
  const files = new Map<string, WeightsFile>();
  for (const { begin } of model.layers) if (begin && !files.has(begin.file)) files.set(begin.file, begin);
  return [...files.values()];
}

/** Files that are not given are passed over. */
export function matchWeights(model: ModelIR, files: ReadonlyMap<string, FileShapes>): MatchedWeights {
  const taken: TakenWeight[] = [];
  const problems: Diagnostic[] = [];
  for (const { begin, shapes } of groupsOf(model.layers)) {
    const held = files.get(begin.file);
    if (held === undefined) continue;
    const found = findPlace(begin, shapes, held);
    const problem = "problem" in found ? found : misfit(begin, shapes, held, found.prefix);
    if (problem) problems.push(problem.problem);
    else if ("prefix" in found) {
      for (const rest of shapes.keys()) {
        taken.push({ path: `${begin.base}/${rest}`, file: begin.file, name: found.prefix + rest });
      }
    }
  }
  return { taken, problems };
}

function groupsOf(layers: readonly LayerIR[]): Iterable<Group> {
  const groups = new Map<string, Group>();
  for (const { begin, weights } of layers) {
    if (begin === undefined) continue;
    const key = JSON.stringify([begin.file, begin.base]);
    const group = groups.get(key) ?? { begin, shapes: new Map<string, Shape>() };
    groups.set(key, group);
    for (const { path, spec } of weights) group.shapes.set(path.slice(begin.base.length + 1), spec.shape);
  }
  return groups.values();
}

/** The same path, else the only place in the file below which all of these names stand. */
function findPlace(
  begin: WeightsFile,
  shapes: ReadonlyMap<string, Shape>,
  held: FileShapes,
): { readonly prefix: string } | { readonly problem: Diagnostic } {
  const [first] = shapes.keys();
  if (first === undefined) {
    return told(begin, `${begin.base} has no weights, so none can be taken from "${begin.file}"`, {
      help: "leave the argument out",
    });
  }
  const names = Object.keys(held);
  const same = `${begin.base}/`;
  if (names.some((name) => name.startsWith(same))) return { prefix: same };
  const prefixes = names
    .filter((name) => name === first || name.endsWith(`/${first}`))
    .map((name) => name.slice(0, name.length - first.length))
    .filter((prefix) => [...shapes.keys()].every((rest) => Object.hasOwn(held, prefix + rest)));
  const [only, ...more] = prefixes;
  const wanted = listed([...shapes.keys()]);
  if (only === undefined) {
    return told(begin, `"${begin.file}" holds no ${begin.base}, nor another place with ${wanted}`, {
      help: `it holds ${listed(names)}`,
    });
  }
  if (more.length === 0) return { prefix: only };
  const places = listed(prefixes.map((prefix) => prefix.slice(0, -1) || "the top of the file"));
  return told(begin, `"${begin.file}" holds no ${begin.base}, and several places with ${wanted}: ${places}`, {
    help: "give the layer the path that it has there, by the name of the binding or by name = …",
  });
}

function misfit(
  begin: WeightsFile,
  shapes: ReadonlyMap<string, Shape>,
  held: FileShapes,
  prefix: string,
): { readonly problem: Diagnostic } | undefined {
  const misfits = [...shapes].flatMap(([rest, shape]) => {
    const name = prefix + rest;
    const there = Object.hasOwn(held, name) ? held[name] : undefined;
    if (there === undefined) return [`${name} is not there`];
    if (fits(shape, there)) return [];
    return [`${begin.base}/${rest} is ${showShape(shape)}, and ${name} there is ${showShape(there)}`];
  });
  if (misfits.length === 0) return undefined;
  return told(begin, `the weights in "${begin.file}" do not fit ${begin.base}: ${listed(misfits, "; ")}`, {
    help: "give the layer the size that it has there, or let it begin anew without `weights`",
  });
}

/** A size that is not known yet is not compared. */
function fits(shape: Shape, there: Shape): boolean {
  return (
    shape.length === there.length &&
    shape.every((dim, axis) => !isKnown(dim) || dim === (there[axis] as number))
  );
}

function told({ span }: WeightsFile, message: string, { help }: { readonly help: string }) {
  return { problem: { rule: "bad-option", severity: "error", message, span, help } as const };
}

function listed(items: readonly string[], separator = ", "): string {
  const rest = items.length - mostTold;
  return [...items.slice(0, mostTold), ...(rest > 0 ? [`and ${rest} more`] : [])].join(separator);
}
