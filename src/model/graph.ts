/** What the expressions of the network mean: chains, names, layers, lists of tensors. */
import type { Report } from "../base/diagnostic.ts";
import type { Span } from "../base/source.ts";
import type { Call, Chain, Expression, Identifier } from "../syntax/ast.ts";
import type { ArgumentValue, Value } from "../words/value.ts";
import type { Vocabulary } from "../words/word.ts";
import {
  reportCallOfLayer,
  reportCallOfName,
  reportNoLayer,
  reportNoSourceValue,
  reportOddItem,
} from "./chain-problems.ts";
import type { FileNames } from "./constants.ts";
import { namesIn } from "./dependency-order.ts";
import { type ConstantScope, decide, evaluate } from "./evaluate.ts";
import type { PathScope } from "./layer-paths.ts";
import {
  type LayerValue,
  type Meaning,
  type Stage,
  type Tensor,
  type TensorList,
  type Unknown,
  unknown,
} from "./meaning.ts";
import type { Network } from "./network.ts";
import { reportNotYet } from "./not-yet.ts";
import { brokenLayer, placeStage } from "./place-layer.ts";
import { reportUnknownName } from "./unknown-name.ts";

export interface GraphScope {
  readonly names: FileNames;
  /** What has been worked out so far; a defined name that is not among them is broken. */
  readonly meanings: ReadonlyMap<string, Meaning>;
  readonly network: Network;
  readonly vocabulary: Vocabulary;
  readonly paths: PathScope;
  /** For arguments. */
  readonly constants: ConstantScope;
  readonly report: Report;
}

export function meaningOf(expression: Expression, scope: GraphScope): Meaning {
  switch (expression.kind) {
    case "missing":
      return unknown;
    case "identifier":
      return meaningOfName(expression, scope);
    case "call":
      return meaningOfCall(expression, scope);
    case "chain":
      return meaningOfChain(expression, scope);
    case "tuple":
      return expression.items.length === 1
        ? meaningOf(expression.items[0] as Expression, scope)
        : meaningOfList(expression.items, expression.span, scope);
    case "list":
      return meaningOfList(expression.items, expression.span, scope);
    case "choice": {
      const chosen = decide(expression.condition, scope.constants);
      return chosen === undefined ? unknown : meaningOf(chosen ? expression.then : expression.else, scope);
    }
    case "binary":
    case "unary":
      if (!touchesNetwork(expression, scope)) return constant(evaluate(expression, scope.constants));
      reportNotYet(scope.report, expression.span, "arithmetic on tensors");
      return unknown;
    case "repeat":
      reportNotYet(scope.report, expression.span, "`repeat`");
      return unknown;
    case "index":
      reportNotYet(scope.report, expression.span, "taking a part of a tensor with `[…]`");
      return unknown;
    case "member":
      reportNotYet(scope.report, expression.span, "taking a part of a record with `.`");
      return unknown;
    default:
      return constant(evaluate(expression, scope.constants));
  }
}

function constant(value: Value | undefined): Meaning {
  return value === undefined ? unknown : { kind: "constant", value };
}

function meaningOfName(name: Identifier, scope: GraphScope): Meaning {
  if (scope.names.definitions.has(name.name)) return scope.meanings.get(name.name) ?? unknown;
  const { span } = name;
  const value: Value = { kind: "word", span, name: name.name };
  const layer = placeStage({ name: name.name, nameSpan: span, args: [], span, value }, scope);
  if (layer) return layer;
  if (name.name === "pi") return constant(evaluate(name, scope.constants));
  reportUnknownName({ name: name.name, span, called: false }, scope.names, scope.vocabulary, scope.report);
  return unknown;
}

function meaningOfCall(call: Call, scope: GraphScope): Meaning {
  const { callee, span } = call;
  if (callee.kind === "missing") return unknown;
  if (callee.kind !== "identifier") {
    reportCallOfLayer(call, scope.report);
    return unknown;
  }
  const { name, span: nameSpan } = callee;
  if (scope.names.definitions.has(name)) {
    const known = scope.meanings.get(name) ?? unknown;
    const defined = scope.names.definitions.get(name)?.name.span ?? nameSpan;
    if (known.kind === "layer") reportCallOfLayer(call, scope.report);
    else if (known.kind !== "unknown") reportCallOfName(call, name, defined, scope.report);
    return unknown;
  }
  if (name === "categories") return constant(evaluate(call, scope.constants));
  const args = call.args.map((argument): ArgumentValue | undefined => {
    const value = evaluate(argument.value, scope.constants);
    return (
      value && {
        span: argument.span,
        ...(argument.name ? { name: argument.name.name, nameSpan: argument.name.span } : {}),
        value,
      }
    );
  });
  const read = args.filter((argument) => argument !== undefined);
  const known = scope.vocabulary.find("layer", name) ?? scope.vocabulary.find("activation", name);
  if (known && read.length < args.length) return brokenLayer(span);
  const value: Value = { kind: "call", span, name, nameSpan, args: read };
  const layer = placeStage({ name, nameSpan, args: read, span, value }, scope);
  if (layer) return layer;
  reportUnknownName({ name, span: nameSpan, called: true }, scope.names, scope.vocabulary, scope.report);
  // It was meant as a layer, so what stands around it is read as if it were one.
  return brokenLayer(span);
}

function meaningOfChain(chain: Chain, scope: GraphScope): Meaning {
  const [first, ...rest] = chain.stages as [Expression, ...Expression[]];
  const head = meaningOf(first, scope);
  const stages: Stage[] = head.kind === "layer" ? [...head.stages] : [];
  for (const expression of rest) {
    for (const stage of stagesOf(meaningOf(expression, scope), expression, scope)) stages.push(stage);
  }
  const layers: LayerValue = { kind: "layer", stages, span: chain.span };
  if (head.kind === "layer") return layers;
  const source = sourceOf(head, first.span, scope.report);
  return source.kind === "unknown" ? unknown : scope.network.apply(layers, source);
}

/** What stands behind an arrow must be a layer. */
function stagesOf(meaning: Meaning, expression: Expression, { report }: GraphScope): readonly Stage[] {
  const { span } = expression;
  if (meaning.kind === "layer") return meaning.stages;
  if (meaning.kind !== "unknown") reportNoLayer(meaning, span, report);
  return [{ broken: true, span }];
}

/** What flows into a chain must be a tensor or a list of them. */
function sourceOf(
  meaning: Exclude<Meaning, LayerValue>,
  span: Span,
  report: Report,
): Tensor | TensorList | Unknown {
  if (meaning.kind !== "constant") return meaning;
  reportNoSourceValue(meaning, span, report);
  return unknown;
}

function meaningOfList(items: readonly Expression[], span: Span, scope: GraphScope): Meaning {
  const meanings = items.map((item) => meaningOf(item, scope));
  if (meanings.some(({ kind }) => kind === "unknown")) return unknown;
  if (meanings.every((meaning) => meaning.kind === "tensor") && meanings.length > 0) {
    return { kind: "tensors", items: meanings, span };
  }
  const values = meanings.map((meaning) => (meaning.kind === "constant" ? meaning.value : undefined));
  if (values.every((value) => value !== undefined)) {
    return constant({ kind: "list", span, items: values as readonly Value[] });
  }
  const index = meanings.findIndex(({ kind }) => kind !== "tensor");
  const odd = items[index] as Expression;
  reportOddItem(meanings[index] as Meaning, odd.span, scope.report);
  return unknown;
}

/** Whether an operator has a tensor or a layer among its operands. */
function touchesNetwork(expression: Expression, { names }: GraphScope): boolean {
  for (const name of namesIn(expression)) {
    const definition = names.definitions.get(name);
    if (definition && !names.constants.has(name)) return true;
  }
  return holdsChain(expression);
}

function holdsChain(expression: Expression): boolean {
  let next = expression;
  for (;;) {
    if (next.kind === "chain" || next.kind === "repeat") return true;
    if (next.kind === "tuple" && next.items.length === 1) next = next.items[0] as Expression;
    else if (next.kind === "unary") next = next.operand;
    else if (next.kind === "binary") {
      if (holdsChain(next.right)) return true;
      next = next.left;
    } else return false;
  }
}
