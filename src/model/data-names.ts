/** What the data must know of the network: the names of its ends, and how their columns are to be read. */
import { isKnown, type Shape } from "../base/dim.ts";
import type { TargetKind } from "../base/target-kind.ts";
import type { DataNames } from "../data/planned.ts";
import type { Support } from "../library/distribution.ts";
import type { Element, LossTerm, ModelIR } from "./ir.ts";
import { asksAmount, lossFacts } from "./loss-facts.ts";

export interface NetworkEnds {
  readonly inputs: readonly { readonly name: string; readonly element: Element }[];
  readonly outputs: readonly string[];
  /** Declared kinds, by name of output. */
  readonly declared: ReadonlyMap<string, TargetKind>;
  readonly losses: Readonly<Record<string, LossTerm>>;
  /** Rows of inputs and targets, as far as the file says. */
  readonly shapes: Readonly<Record<string, Shape>>;
  /** Where the values of outputs left of `~` lie, while the network is not known. */
  readonly supports?: ReadonlyMap<string, Support>;
  /** Inputs that only layers take which know of groups. */
  readonly groups?: readonly string[];
}

export function namesForData(ends: NetworkEnds): DataNames {
  const { inputs, outputs, declared, losses, shapes, supports, groups } = ends;
  const classes: Record<string, number> = {};
  for (const [name, kind] of declared) {
    if (kind.kind === "binary") classes[name] = 2;
    if (kind.kind === "class" && isKnown(kind.classes)) classes[name] = kind.classes;
  }
  return {
    inputs: inputs.map(({ name }) => name),
    outputs,
    integerInputs: inputs.filter(({ element }) => element === "i32").map(({ name }) => name),
    classes,
    shapes,
    numberOutputs: outputs.filter((name) =>
      asksForNumbers(declared.get(name), losses[name], supports?.get(name)),
    ),
    classOutputs: outputs.filter((name) => asksForClasses(losses[name])),
    ...(groups && groups.length > 0 ? { groupInputs: groups } : {}),
  };
}

/** The same of a finished model. */
export function dataNames(model: ModelIR): DataNames {
  const declared = model.outputs.flatMap(({ name, target, targetSpan }) =>
    target && targetSpan ? ([[name, target]] as const) : [],
  );
  return namesForData({
    inputs: model.inputs,
    outputs: model.outputs.map(({ name }) => name),
    declared: new Map(declared),
    losses: model.train?.losses ?? {},
    shapes: Object.fromEntries([
      ...model.outputs.flatMap(({ name, target }) => (target ? [[name, target.shape] as const] : [])),
      ...model.inputs.map(({ name, type }) => [name, type.shape] as const),
    ]),
    groups: groupInputs(model),
  });
}

/** Their whole numbers are names, whatever the numbers are. */
function groupInputs({ inputs, layers }: ModelIR): readonly string[] {
  return inputs.flatMap(({ id, name }) => {
    const takers = layers.filter((layer) => layer.inputs.includes(id));
    const all = takers.every(({ layer }) => layer.word.facts(layer.params).takesGroups);
    return takers.length > 0 && all ? [name] : [];
  });
}

/** Picks one unit of many by the number of the class. */
function asksForClasses(term: LossTerm | undefined): boolean {
  if (!term) return false;
  const { reads, targets } = lossFacts(term);
  return reads === "distribution" && targets.includes("class");
}

function asksForNumbers(
  declared: TargetKind | undefined,
  term: LossTerm | undefined,
  support: Support | undefined,
): boolean {
  if (declared) return declared.kind === "real" || declared.kind === "positive" || declared.kind === "count";
  if (support) return asksAmount(support);
  return term !== undefined && lossFacts(term).task === "regression";
}
