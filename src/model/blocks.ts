/** Uses of blocks: arguments are bound, a place is taken, and the body is worked out with names of its own. */
import { isError } from "../base/diagnostic.ts";
import type { Span } from "../base/source.ts";
import type { Argument, Block, Expression } from "../syntax/ast.ts";
import { snakeName } from "../words/snake-name.ts";
import { assertType } from "./assert-type.ts";
import { bindFormals } from "./bind-formals.ts";
import { type CommonOfBlock, takeFromBlock } from "./block-keywords.ts";
import { type BlockShape, blockShape } from "./block-shape.ts";
import { commonNames } from "./common-keywords.ts";
import { bindingOf, expressionOf } from "./dependency-order.ts";
import { meaningOfDistribution } from "./distribution.ts";
import { evaluate } from "./evaluate.ts";
import type { Places } from "./layer-paths.ts";
import {
  type BlockMeaning,
  type CompositeStage,
  describeMeaning,
  type Meaning,
  type Tensor,
  type TensorRecord,
  type Unknown,
  type Use,
  unknown,
} from "./meaning.ts";
import {
  type Bound,
  type GraphScope,
  innerBindings,
  innerConstants,
  moduleBindings,
  type Read,
} from "./scope.ts";
import { touchesNetwork } from "./touches-network.ts";

/** A block where it is used, with or without arguments. */
export interface WrittenUse {
  /** The part of the tree that stands for this use. */
  readonly node: Expression;
  readonly args: readonly Argument[];
  readonly nameSpan: Span;
}

/** A layer; a tensor where every input is given by name; unknown where something was reported. */
export function useBlock(meaning: BlockMeaning, written: WrittenUse, scope: GraphScope, read: Read): Meaning {
  const { block, home } = meaning;
  const { node, nameSpan } = written;
  const { span } = node;
  if (!scope.expansion.step(span, "use") || !scope.expansion.mayEnter(scope.uses, span, scope.report))
    return unknown;
  const shape = blockShape(block, home.vocabulary);
  // What is wrong with the block itself has been told.
  if (shape.diagnostics.some(isError)) return unknown;
  const common = takeFromBlock(block, written.args, scope);
  const recipe = {
    ...block,
    inputs: shape.inputs.map(({ name }) => name.name),
    alsoNamed: commonNames,
  };
  const given = bindFormals(recipe, { args: common.args, nameSpan }, scope.report);
  const places = scope.places.once(node, () => placesOf(block, common, nameSpan, scope));
  if (given === undefined || !common.sound || places === undefined) return unknown;
  const use: Use = { block: block.name.name, span };
  const enter = (): Entered => enterBlock(meaning, { given, common, places, use }, scope, read);
  const open = shape.inputs.filter(({ name }) => !given.has(name.name));
  if (shape.inputs.length === 0) {
    const { inner, own, close } = enter();
    const result = ownLayer(shape, own, inner, block, read);
    close();
    return result;
  }
  const byName = givenInputs(shape, given, scope, read);
  if (byName === undefined) return unknown;
  const apply = (tensors: readonly Tensor[]): Tensor | TensorRecord | Unknown => {
    if (!scope.expansion.step(span, "use")) return unknown;
    if (!takesThatMany(block, open.length, tensors, use, scope)) return unknown;
    const { inner, own, close } = enter();
    const entering = open.map(({ name }, index) => [name.name, tensors[index] as Tensor] as const);
    const inputs = new Map([...byName, ...entering]);
    const result = runBody(shape, inputs, own, inner, block, read);
    close();
    return result;
  };
  if (open.length === 0) return apply([]);
  const stage: CompositeStage = { kind: "composite", span, apply };
  return { kind: "layer", stages: [stage], span };
}

interface Entered {
  readonly inner: GraphScope;
  readonly own: Map<string, Bound>;
  readonly close: () => void;
}

/** What a name, a call, a list means as an argument: words stay words, so that they may become an argument again. */
export function argumentOf(expression: Expression, scope: GraphScope, read: Read): Meaning {
  if (expression.kind === "identifier") {
    const bound = scope.bindings.find(expression.name);
    if (bound && !bound.outside) return bound.meaning;
    if (!bound && scope.vocabulary.find("layer", expression.name)) return read(expression, scope);
  }
  if (touchesNetwork(expression, scope)) return read(expression, scope);
  const value = evaluate(expression, scope.constants);
  return value === undefined ? unknown : { kind: "constant", value };
}

function placesOf(
  block: Block,
  common: CommonOfBlock,
  nameSpan: Span,
  { places, report }: GraphScope,
): Places | undefined {
  const path = common.name
    ? places.pin(common.name.text, common.name.span, report)
    : places.next(snakeName(block.name.name), nameSpan);
  return path === undefined ? undefined : places.below(path);
}

function enterBlock(
  { block, home }: BlockMeaning,
  {
    given,
    common,
    places,
    use,
  }: {
    readonly given: ReadonlyMap<string, Expression>;
    readonly common: CommonOfBlock;
    readonly places: Places;
    readonly use: Use;
  },
  scope: GraphScope,
  read: Read,
): Entered {
  const { report, close } = scope.expansion.reportIn(block, use, scope.report);
  const own = new Map<string, Bound>();
  const constants = innerConstants(own, home.constants(report), report);
  const inner: GraphScope = {
    ...scope,
    bindings: innerBindings(own, moduleBindings(home)),
    module: home,
    vocabulary: home.vocabulary,
    places,
    constants,
    assertions: { ...scope.assertions, constants, named: new Map(), report },
    trainable: scope.trainable && common.trainable,
    ...(common.weights ? { begin: { ...common.weights, base: places.path } } : {}),
    uses: [use, ...scope.uses],
    report,
  };
  for (const { name, default: initial } of block.formals) {
    const argument = given.get(name.name);
    const meaning = argument
      ? argumentOf(argument, scope, read)
      : initial
        ? argumentOf(initial, inner, read)
        : unknown;
    own.set(name.name, { meaning, span: name.span });
  }
  return { inner, own, close };
}

/** Tensors given by name. */
function givenInputs(
  { inputs }: BlockShape,
  given: ReadonlyMap<string, Expression>,
  scope: GraphScope,
  read: Read,
): Map<string, Tensor> | undefined {
  const tensors = new Map<string, Tensor>();
  for (const { name } of inputs) {
    const expression = given.get(name.name);
    if (expression === undefined) continue;
    const meaning = read(expression, scope);
    if (meaning.kind === "unknown") return undefined;
    if (meaning.kind !== "tensor") {
      scope.report({
        rule: "not-a-tensor",
        severity: "error",
        message: `${name.name} is an input, and this is ${describeMeaning(meaning)}`,
        span: expression.span,
        related: [{ span: name.span, text: "the input is declared here" }],
      });
      return undefined;
    }
    tensors.set(name.name, meaning);
  }
  return tensors;
}

function takesThatMany(
  block: Block,
  open: number,
  tensors: readonly Tensor[],
  use: Use,
  scope: GraphScope,
): boolean {
  if (tensors.length === open) return true;
  scope.report({
    rule: "wrong-arity",
    severity: "error",
    message: `${block.name.name} takes ${open === 1 ? "one tensor" : `${open} tensors`} here, and ${tensors.length} enter`,
    span: use.span,
    related: [{ span: block.name.span, text: "the block is defined here" }],
    help:
      open > 1
        ? "several tensors enter as a list: `[a, b] -> …`; an input may also be given by name"
        : "name the one tensor that is meant",
  });
  return false;
}

/** A block without inputs of its own is the layer that its output is. */
function ownLayer(
  shape: BlockShape,
  own: Map<string, Bound>,
  inner: GraphScope,
  block: Block,
  read: Read,
): Meaning {
  const outputs = runStatements(shape, own, inner, read);
  const [only] = outputs.values();
  if (only === undefined || only.kind === "unknown") return unknown;
  if (outputs.size === 1 && (only.kind === "layer" || only.kind === "tensor" || only.kind === "record")) {
    return only;
  }
  inner.report({
    rule: "not-a-layer",
    severity: "error",
    message: `the block ${block.name.name} stands for layers, and its output is ${describeMeaning(only)}`,
    span: shape.outputs[0]?.statement.span ?? block.name.span,
  });
  return unknown;
}

function runBody(
  shape: BlockShape,
  inputs: ReadonlyMap<string, Tensor>,
  own: Map<string, Bound>,
  inner: GraphScope,
  block: Block,
  read: Read,
): Tensor | TensorRecord | Unknown {
  for (const { name, type } of shape.inputs) {
    const tensor = inputs.get(name.name) as Tensor;
    own.set(name.name, { meaning: tensor, span: name.span });
    if (type) assertType(name.name, type, tensor, inner.assertions);
  }
  const fields = new Map<string, Tensor>();
  for (const [name, meaning] of runStatements(shape, own, inner, read)) {
    if (meaning.kind === "unknown") return unknown;
    if (meaning.kind !== "tensor") {
      inner.report({
        rule: "not-a-tensor",
        severity: "error",
        message: `an output of the block ${block.name.name} is a tensor, and this is ${describeMeaning(meaning)}`,
        span: shape.outputs.find((output) => output.name === name)?.statement.span ?? block.name.span,
        ...(meaning.kind === "layer" ? { help: "give it a source: `x -> …`" } : {}),
      });
      return unknown;
    }
    fields.set(name, meaning);
  }
  const [only, ...more] = fields.values();
  if (only === undefined) return unknown;
  return more.length === 0 ? only : { kind: "record", fields, span: inner.uses[0]?.span ?? only.span };
}

/** Outputs by name, in order. */
function runStatements(
  shape: BlockShape,
  own: Map<string, Bound>,
  inner: GraphScope,
  read: Read,
): ReadonlyMap<string, Meaning> {
  const outputs = new Map<string, Meaning>();
  const nameOf = new Map(shape.outputs.map(({ name, statement }) => [statement, name]));
  for (const statement of shape.statements) {
    const binding = bindingOf(statement);
    const scope = binding ? { ...inner, places: inner.places.within(binding.name.name) } : inner;
    const cyclic = binding !== undefined && shape.cyclic.has(binding.name.name);
    const value = expressionOf(statement);
    // In a block nothing meets the data, so what is distributed is a latent.
    const meaningOf = () =>
      binding?.sign === "~" ? meaningOfDistribution(value, true, scope, read) : read(value, scope);
    const meaning = cyclic ? unknown : meaningOf();
    if (binding?.type && meaning.kind === "tensor") {
      assertType(binding.name.name, binding.type, meaning, inner.assertions);
    }
    if (binding) own.set(binding.name.name, { meaning, span: binding.name.span });
    const output = statement.kind === "binding" ? undefined : nameOf.get(statement);
    if (output === undefined) continue;
    outputs.set(output, meaning);
  }
  return new Map(shape.outputs.map(({ name }) => [name, outputs.get(name) ?? unknown]));
}
