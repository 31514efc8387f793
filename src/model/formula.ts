/** A def as a function of tensors: its body becomes operators, for the shapes that meet it. */
import type { Diagnostic, Report } from "../base/diagnostic.ts";
import { isError } from "../base/diagnostic.ts";
import type { Shape } from "../base/dim.ts";
import { operatorWords } from "../library/operators/all-operators.ts";
import { firstResult } from "../library/results.ts";
import type { Def } from "../syntax/ast.ts";
import type { Builder } from "../tensor/builder.ts";
import type { Node } from "../tensor/node.ts";
import type { FloatType } from "../tensor/types.ts";
import type { Params } from "../words/param.ts";
import { Expansion } from "./expansion.ts";
import { meaningOf } from "./graph.ts";
import type { LayerIR } from "./ir.ts";
import { Places } from "./layer-paths.ts";
import { type Tensor, unknown } from "./meaning.ts";
import { Network } from "./network.ts";
import {
  type Bound,
  type GraphScope,
  innerBindings,
  innerConstants,
  type Module,
  moduleBindings,
} from "./scope.ts";
import { SizeBindings } from "./size-bindings.ts";

export interface Formula {
  readonly def: Def;
  readonly home: Module;
  /** How many of the formals are tensors; the others are numbers with defaults. */
  readonly tensors: number;
}

export interface BuiltFormula {
  readonly layers: readonly LayerIR[];
  /** Tensors that enter, in order of the formals. */
  readonly inputs: readonly Tensor[];
  readonly result: Tensor;
}

/** The operators of the body over rows of these shapes; the first finding where they do not fit. */
export function buildFormula(
  { def, home, tensors }: Formula,
  shapes: readonly Shape[],
  params: Params,
): BuiltFormula | Diagnostic {
  const findings: Diagnostic[] = [];
  const report: Report = (finding) => findings.push(finding);
  const own = new Map<string, Bound>();
  const inputs = shapes.map((shape, index): Tensor => {
    const name = def.formals[index]?.name ?? def.name;
    return { kind: "tensor", id: name.name, type: { shape, dtype: "float" }, span: name.span };
  });
  def.formals.forEach(({ name }, index) => {
    const number = params[name.name];
    const { span } = name;
    const meaning =
      index < tensors
        ? (inputs[index] as Tensor)
        : typeof number === "number"
          ? ({ kind: "constant", value: { kind: "number", span, value: number } } as const)
          : unknown;
    own.set(name.name, { meaning, span });
  });
  const network = new Network(report);
  const result = meaningOf(def.body, formulaScope(def, home, own, network, report));
  const broken = findings.find(isError);
  if (broken) return broken;
  const layer = network.layers.find((each) => !isPure(each));
  if (layer) return impure(def, `a def has no layers, and ${layer.layer.word.name} is one`, layer.span);
  if (result.kind === "tensor") return { layers: network.layers, inputs, result };
  return impure(def, "the def does not depend on the tensors that it is given", def.body.span);
}

function formulaScope(
  def: Def,
  home: Module,
  own: ReadonlyMap<string, Bound>,
  network: Network,
  report: Report,
): GraphScope {
  const constants = innerConstants(own, home.constants(report), report);
  const taken = new Map(def.formals.map(({ name }) => [name.name, name.span]));
  return {
    ...{ bindings: innerBindings(own, moduleBindings(home)), module: home, network, constants, report },
    vocabulary: home.vocabulary,
    places: new Places("", taken),
    assertions: {
      ...{ constants, sizes: new SizeBindings(), unknownSize: () => 1, rigid: new Set() },
      ...{ named: new Map(), report },
    },
    expansion: new Expansion(report),
    trainable: true,
    uses: [{ block: def.name.name, span: def.name.span }],
  };
}

const operators: ReadonlySet<unknown> = new Set(operatorWords);

function isPure({ layer }: LayerIR): boolean {
  return operators.has(layer.word) || layer.word.name === "Activation";
}

function impure(def: Def, message: string, span: Diagnostic["span"]): Diagnostic {
  return {
    rule: "not-a-formula",
    severity: "error",
    message,
    span,
    related: [{ span: def.name.span, text: "a def is a formula of its arguments" }],
    help: "layers belong in a block",
  };
}

/** The value over tensors of `[batch, …]`. */
export function lowerFormula(
  g: Builder,
  { layers, inputs, result }: BuiltFormula,
  nodes: readonly Node[],
  float: FloatType,
): Node {
  const values = new Map<string, Node>(inputs.map(({ id }, index) => [id, nodes[index] as Node]));
  for (const { id, layer, inputs: ids } of layers) {
    const made = layer.word.lower({
      ...{ g, params: layer.params, weights: {}, training: false, drawing: false, float },
      batch: nodes[0]?.shape[0] ?? 1,
      inputs: ids.map((input) => values.get(input) as Node),
      masks: [],
      activate: (activation, x) => activation.word.lower(g, activation.params, x),
      logits: () => undefined,
      random: pure,
      distribute: pure,
      addDivergence: pure,
      addLoss: pure,
      updateWeight: pure,
    });
    values.set(id, firstResult(made));
  }
  return values.get(result.id) as Node;
}

function pure(): never {
  throw new Error("operators draw no numbers and have no weights");
}
