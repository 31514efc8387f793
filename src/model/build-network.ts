/** Works out every statement of the graph: inputs, bindings, outputs. */

import type { Report } from "../base/diagnostic.ts";
import { type Dim, symbolsOf } from "../base/dim.ts";
import type { Binding, Expression, SourceFile } from "../syntax/ast.ts";
import { type AssertionContext, assertType } from "./assert-type.ts";
import { bindingOf, expressionOf, isValueStatement, type ValueStatement } from "./dependency-order.ts";
import { meaningOfDistribution } from "./distribution.ts";
import type { ConstantScope } from "./evaluate.ts";
import { Expansion } from "./expansion.ts";
import type { OutputStatement } from "./file-outputs.ts";
import { meaningOf } from "./graph.ts";
import { declareInputs, type InputContext, implicitInput, implicitInputAt, tensorOf } from "./inputs.ts";
import type { InputIR } from "./ir.ts";
import { Places, type TakenPaths } from "./layer-paths.ts";
import { type LayerValue, type Meaning, type Tensor, unknown } from "./meaning.ts";
import { Network } from "./network.ts";
import { reportNoSource, reportNoTensor } from "./output-problems.ts";
import { type Bindings, type GraphScope, type Module, moduleBindings } from "./scope.ts";

export interface NetworkContext {
  readonly module: Module;
  readonly outputs: readonly OutputStatement[];
  /** For arguments. */
  readonly constants: ConstantScope;
  readonly inputs: InputContext;
  readonly report: Report;
}

export interface BuiltNetwork {
  readonly network: Network;
  readonly inputs: readonly InputIR[];
  /** By name; outputs that are broken are not among them. */
  readonly outputs: ReadonlyMap<string, Tensor>;
  /** By name of binding or input. */
  readonly meanings: ReadonlyMap<string, Meaning>;
  /** For formulas over the network. */
  readonly scope: GraphScope;
}

export function buildNetwork(file: SourceFile, context: NetworkContext): BuiltNetwork {
  const { constants, report } = context;
  const { names, vocabulary } = context.module;
  const network = new Network(report);
  const meanings = new Map<string, Meaning>();
  const taken: TakenPaths = new Map();
  const inputs = [...declared(file, context)];
  for (const input of inputs) {
    meanings.set(input.name, tensorOf(input));
    taken.set(input.id, input.span);
  }
  const sourceFor = sourceFinder(file, inputs, taken, context);
  const assertions = assertionContext(inputs, context);
  const unbound = new Places("", taken);
  const around = {
    ...{ bindings: fileBindings(context.module, meanings), module: context.module, network, vocabulary },
    ...{ constants, assertions, expansion: new Expansion(report), trainable: true, uses: [], report },
  };
  const outputs = new Map<string, Tensor>();
  const nameOf = new Map(context.outputs.map(({ name, statement }) => [statement as ValueStatement, name]));

  for (const statement of names.order.statements) {
    if (!isValueStatement(statement)) continue;
    const binding = bindingOf(statement);
    const output = nameOf.get(statement);
    const places = binding ? new Places(binding.name.name, taken) : unbound;
    const scope: GraphScope = { ...around, places };
    let meaning = meaningOfStatement(statement, binding, scope);
    if (output !== undefined) {
      meaning = outputTensor(meaning, expressionOf(statement), network, sourceFor, report) ?? unknown;
      if (meaning.kind === "tensor") outputs.set(output, meaning);
    }
    if (binding === undefined) continue;
    if (binding.type && !checkAssertion(binding, meaning, assertions)) meaning = unknown;
    const isFirst = names.definitions.get(binding.name.name)?.name === binding.name;
    if (isFirst) meanings.set(binding.name.name, meaning);
  }
  return { network, inputs, outputs, meanings, scope: { ...around, places: unbound } };
}

/** In the file itself, a name of the network stands for what has been worked out of it so far. */
function fileBindings(module: Module, meanings: ReadonlyMap<string, Meaning>): Bindings {
  const recipes = moduleBindings(module);
  return {
    names: recipes.names,
    formula: recipes.formula,
    find(name) {
      const bound = recipes.find(name);
      return bound?.outside ? { meaning: meanings.get(name) ?? unknown, span: bound.span } : bound;
    },
  };
}

/** What flows into an output that has no source of its own. Undefined where that is a mistake, which is reported. */
type FindSource = (layer: LayerValue, at: Expression) => Tensor | undefined;

/** In a file without inputs it is the record of features, which then joins `inputs`. */
function sourceFinder(
  file: SourceFile,
  inputs: InputIR[],
  taken: TakenPaths,
  context: NetworkContext,
): FindSource {
  if (file.items.some(({ kind }) => kind === "input")) {
    return (layer, at) => {
      reportNoSource(layer, at, inputs, context.report);
      return undefined;
    };
  }
  taken.set(implicitInput, { ...file.span, end: file.span.start });
  return (layer, at) => {
    const input = inputs[0] ?? implicitInputAt(layer.stages[0]?.span ?? at.span, context.inputs);
    if (inputs.length === 0) inputs.push(input);
    return tensorOf(input);
  };
}

function declared(file: SourceFile, { module: { names }, inputs }: NetworkContext): readonly InputIR[] {
  const found = file.items
    .filter((item) => item.kind === "input")
    .flatMap((statement) => {
      const irs = declareInputs(statement, inputs);
      // A name that is taken belongs to the statement that took it.
      return irs.filter((_, i) => {
        const name = statement.names[i];
        return name && names.definitions.get(name.name)?.name === name;
      });
    })
    .filter((input) => input !== undefined);
  // A later input may have told a size that an earlier one left open.
  return found.map((input) => ({
    ...input,
    type: { ...input.type, shape: inputs.sizes.resolve(input.type.shape) },
  }));
}

function assertionContext(
  inputs: readonly InputIR[],
  { constants, inputs: context }: NetworkContext,
): AssertionContext {
  const rigid = new Set(inputs.flatMap(({ type }) => type.shape.flatMap((dim: Dim) => symbolsOf(dim))));
  const { sizes, unknownSize, report } = context;
  return { constants, sizes, unknownSize, rigid, named: new Map(), report };
}

function meaningOfStatement(
  statement: ValueStatement,
  binding: Binding | undefined,
  scope: GraphScope,
): Meaning {
  const name = binding?.name;
  const { names } = scope.module;
  if (name && names.constants.has(name.name) && statement.kind === "binding") {
    const value = names.constants.get(name.name);
    return value ? { kind: "constant", value } : unknown;
  }
  const meaning =
    binding?.sign === "~"
      ? meaningOfDistribution(binding.value, statement.kind === "binding", scope, meaningOf)
      : meaningOf(expressionOf(statement), scope);
  return name && names.order.cyclic.has(name.name) ? unknown : meaning;
}

function outputTensor(
  meaning: Meaning,
  at: Expression,
  network: Network,
  sourceFor: FindSource,
  report: Report,
): Tensor | undefined {
  if (meaning.kind === "tensor") return meaning;
  if (meaning.kind === "unknown") return undefined;
  if (meaning.kind !== "layer") {
    reportNoTensor(meaning, at, report);
    return undefined;
  }
  const source = sourceFor(meaning, at);
  const result = source && network.apply(meaning, source);
  return result?.kind === "tensor" ? result : undefined;
}

/** False when the name stands for nothing that a type could describe, which is reported. */
function checkAssertion({ name, type }: Binding, meaning: Meaning, assertions: AssertionContext): boolean {
  if (!type || meaning.kind === "unknown") return true;
  if (meaning.kind === "tensor") {
    assertType(name.name, type, meaning, assertions);
    return true;
  }
  assertions.report({
    rule: "not-a-tensor",
    severity: "error",
    message: `a type describes a tensor, and ${name.name} is ${meaning.kind === "layer" ? "a layer" : "none"}`,
    span: type.span,
    ...(meaning.kind === "layer"
      ? { label: `${name.name} has no source`, help: `write \`${name.name} = x -> …\`` }
      : {}),
  });
  return false;
}
