/** What the expressions of the network mean: chains, names, layers, lists of tensors. */
import type { Report } from "../base/diagnostic.ts";
import type { Span } from "../base/source.ts";
import type { Call, Chain, Expression, Identifier } from "../syntax/ast.ts";
import type { Value } from "../words/value.ts";
import type { Vocabulary } from "../words/word.ts";
import { useBlock } from "./blocks.ts";
import {
  reportCallOfLayer,
  reportCallOfName,
  reportNoLayer,
  reportNoSourceValue,
  reportOddItem,
} from "./chain-problems.ts";
import { meaningOfDefCall } from "./def-use.ts";
import { meaningOfGrad } from "./derivative.ts";
import { decide, evaluate } from "./evaluate.ts";
import { isForm, isFunctionName } from "./forms.ts";
import { readStageArguments } from "./graph-arguments.ts";
import { meaningOfLossCall } from "./loss-call.ts";
import {
  type LayerValue,
  type Meaning,
  type Stage,
  type Tensor,
  type TensorList,
  type TensorRecord,
  type Unknown,
  unknown,
} from "./meaning.ts";
import {
  meaningOfBinary,
  meaningOfFunction,
  meaningOfIndex,
  meaningOfMember,
  meaningOfUnary,
} from "./operators.ts";
import { brokenLayer, placeStage, type WrittenStage } from "./place-layer.ts";
import { meaningOfRepeat } from "./repeat.ts";
import { meaningOfResidual } from "./residual.ts";
import { type Bound, type GraphScope, wordOfDef } from "./scope.ts";
import { touchesNetwork } from "./touches-network.ts";
import { reportUnknownName } from "./unknown-name.ts";

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
    case "repeat":
      return meaningOfRepeat(expression, scope, meaningOf);
    case "binary":
    case "unary":
    case "index":
    case "member":
      return touchesNetwork(expression, scope)
        ? meaningOfOperation(expression, scope)
        : constant(evaluate(expression, scope.constants));
    default:
      return constant(evaluate(expression, scope.constants));
  }
}

function meaningOfOperation(
  expression: Extract<Expression, { readonly kind: "binary" | "unary" | "index" | "member" }>,
  scope: GraphScope,
): Meaning {
  switch (expression.kind) {
    case "binary":
      return meaningOfBinary(expression, scope, meaningOf);
    case "unary":
      return meaningOfUnary(expression, scope, meaningOf);
    case "index":
      return meaningOfIndex(expression, scope, meaningOf);
    case "member":
      return meaningOfMember(expression, scope, meaningOf);
  }
}

function constant(value: Value | undefined): Meaning {
  return value === undefined ? unknown : { kind: "constant", value };
}

function meaningOfName(name: Identifier, scope: GraphScope): Meaning {
  const { span } = name;
  const bound = scope.bindings.find(name.name);
  if (bound?.outside) return reportOutside(name, bound, scope);
  if (bound?.meaning.kind === "block") {
    return useBlock(bound.meaning, { node: name, args: [], nameSpan: span }, scope, meaningOf);
  }
  if (bound?.meaning.kind === "def") {
    const layer = asLayer(constant(wordOfDef(bound.meaning, span)), name, scope);
    return layer.kind === "constant" ? bound.meaning : layer;
  }
  if (bound) return bound.meaning;
  const value: Value = { kind: "word", span, name: name.name };
  const layer = place(name, { name: name.name, nameSpan: span, args: [], span, value }, scope);
  if (layer) return layer;
  if (name.name === "pi") return constant(evaluate(name, scope.constants));
  if (isForm(name.name)) return meaningOfCall({ kind: "call", span, callee: name, args: [] }, scope);
  reportUnknownName({ name: name.name, span, called: false }, scope);
  return unknown;
}

function meaningOfCall(call: Call, scope: GraphScope): Meaning {
  const { callee } = call;
  if (callee.kind === "missing") return unknown;
  if (callee.kind !== "identifier") {
    reportCallOfLayer(call, scope.report);
    return unknown;
  }
  const bound = scope.bindings.formula(callee.name) ?? scope.bindings.find(callee.name);
  if (bound?.outside) return reportOutside(callee, bound, scope);
  return bound ? callOfBound(call, callee, bound, scope) : callOfWord(call, callee, scope);
}

/** A name that the file does not define is called. */
function callOfWord(call: Call, callee: Identifier, scope: GraphScope): Meaning {
  const { span } = call;
  const { name, span: nameSpan } = callee;
  if (name === "categories") return constant(evaluate(call, scope.constants));
  if (name === "grad") return meaningOfGrad(call, scope, meaningOf);
  if (scope.judges && scope.vocabulary.find("loss", name)) {
    return meaningOfLossCall(call, callee, scope, meaningOf);
  }
  if (isFunctionName(name)) {
    return call.args.some(({ value }) => touchesNetwork(value, scope))
      ? meaningOfFunction(name, call, scope, meaningOf)
      : constant(evaluate(call, scope.constants));
  }
  if (isForm(name)) return meaningOfResidual(call, callee, scope, asLayer, meaningOf);
  const applied = appliedActivation(call, callee, scope);
  if (applied) return applied;
  const known = scope.vocabulary.find("layer", name) ?? scope.vocabulary.find("activation", name);
  const args = readStageArguments(call.args, scope, meaningAsLayer, known);
  if (known && args === undefined) return brokenLayer(span);
  const read = args ?? [];
  const value: Value = { kind: "call", span, name, nameSpan, args: read };
  const layer = place(call, { name, nameSpan, args: read, span, value }, scope);
  if (layer) return layer;
  reportUnknownName({ name, span: nameSpan, called: true }, scope);
  // It was meant as a layer, so what stands around it is read as if it were one.
  return brokenLayer(span);
}

/** A name of the file, of a block or of a turn is called. */
function callOfBound(call: Call, callee: Identifier, bound: Bound, scope: GraphScope): Meaning {
  const { meaning, span: defined } = bound;
  if (meaning.kind === "block") {
    const use = { node: call, args: call.args, nameSpan: callee.span };
    return useBlock(meaning, use, scope, meaningOf);
  }
  if (meaning.kind === "def") {
    const touches = call.args.some(({ value }) => touchesNetwork(value, scope));
    if (touches) return meaningOfDefCall(meaning, call, scope, meaningOf);
    const value = evaluate(call, scope.constants);
    // A call that leaves formals open is the def itself with some of them given: an activation.
    return value?.kind === "call" ? asLayer({ kind: "constant", value }, call, scope) : constant(value);
  }
  if (meaning.kind === "constant") {
    const { value } = meaning;
    if (value.kind === "word") {
      return callOfWord(call, { ...callee, name: value.name }, inWordsOf(value, scope));
    }
    const applied = value.kind === "call" ? appliedTo(meaning, call, scope) : undefined;
    if (applied) return applied;
  }
  if (meaning.kind === "layer") reportCallOfLayer(call, scope.report);
  else if (meaning.kind !== "unknown") reportCallOfName(call, callee.name, defined, scope.report);
  return unknown;
}

/** `sigmoid(x)`: an activation written as a function of a tensor. */
function appliedActivation(call: Call, callee: Identifier, scope: GraphScope): Meaning | undefined {
  const [first, ...rest] = call.args;
  if (first === undefined || first.name !== undefined) return undefined;
  if (scope.vocabulary.find("activation", callee.name) === undefined) return undefined;
  if (scope.vocabulary.find("layer", callee.name) || !touchesNetwork(first.value, scope)) return undefined;
  const source = meaningOf(first.value, scope);
  const args = source.kind === "unknown" ? undefined : readStageArguments(rest, scope, meaningAsLayer);
  if (args === undefined) return unknown;
  const { span } = call;
  const value: Value = { kind: "call", span, name: callee.name, nameSpan: callee.span, args };
  const layer = place(call, { name: callee.name, nameSpan: callee.span, args, span, value }, scope);
  return applyTo(source, layer, first.value.span, scope);
}

/** `bend(x)`, where `bend` came with arguments of its own: `leaky_relu(0.3)`. */
function appliedTo(meaning: Meaning, call: Call, scope: GraphScope): Meaning | undefined {
  const [only, ...more] = call.args;
  if (only === undefined || only.name || more.length > 0 || !touchesNetwork(only.value, scope))
    return undefined;
  const source = meaningOf(only.value, scope);
  if (source.kind === "unknown") return unknown;
  const layer = asLayer(meaning, call, scope);
  return layer.kind === "layer" ? applyTo(source, layer, only.value.span, scope) : undefined;
}

/** A layer on the tensor that an argument of its call is. */
function applyTo(source: Meaning, layer: Meaning | undefined, span: Span, scope: GraphScope): Meaning {
  if (source.kind === "tensor" && layer?.kind === "layer") return scope.network.apply(layer, source);
  reportOddItem(source, span, scope.report);
  return unknown;
}

/** Names are those of here, and words those of the file that the value is of. */
function inWordsOf({ home }: { readonly home?: Vocabulary }, scope: GraphScope): GraphScope {
  return home ? { ...scope, vocabulary: home } : scope;
}

/** A stage in its place. A layer that takes no tensor is one: `Weight(0.1)`. */
function place(node: Expression, written: WrittenStage, scope: GraphScope): Meaning | undefined {
  const { vocabulary } = scope;
  const { name, span } = written;
  if (!vocabulary.find("layer", name) && !vocabulary.find("activation", name)) return undefined;
  if (!scope.expansion.step(span)) return unknown;
  const layer = scope.places.once(node, () => placeStage(written, scope));
  const [only] = layer?.stages ?? [];
  if (only && "instance" in only && only.instance.word.arity?.max === 0) {
    return scope.network.applyLayer(only, []);
  }
  return layer;
}

/** A word that an argument or a param brings is a layer where a layer is expected. */
function asLayer(meaning: Meaning, at: Expression, scope: GraphScope): Meaning {
  if (meaning.kind !== "constant") return meaning;
  const { value } = meaning;
  if (value.kind !== "word" && value.kind !== "call") return meaning;
  const { span } = at;
  const args = value.kind === "call" ? value.args : [];
  const written = { name: value.name, nameSpan: span, args, span, value: { ...value, span } };
  return place(at, written, inWordsOf(value, scope)) ?? meaning;
}

function meaningAsLayer(expression: Expression, scope: GraphScope): Meaning {
  return asLayer(meaningOf(expression, scope), expression, scope);
}

function reportOutside(name: Identifier, bound: Bound, scope: GraphScope): Unknown {
  const here = scope.uses[0]?.block ?? "this";
  scope.report({
    rule: "block-scope",
    severity: "error",
    message: `\`${name.name}\` is of the network of the file, and ${here} sees only its own arguments`,
    span: name.span,
    related: [{ span: bound.span, text: "it is defined here" }],
    help: `give it to ${here} as an argument`,
  });
  return unknown;
}

function meaningOfChain(chain: Chain, scope: GraphScope): Meaning {
  const [first, ...rest] = chain.stages as [Expression, ...Expression[]];
  const head = asLayer(meaningOf(first, scope), first, scope);
  const stages: Stage[] = head.kind === "layer" ? [...head.stages] : [];
  for (const expression of rest) {
    for (const stage of stagesOf(meaningAsLayer(expression, scope), expression, scope)) stages.push(stage);
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

/** What flows into a chain must be a tensor, a list of them, or what a layer gave. */
function sourceOf(
  meaning: Exclude<Meaning, LayerValue>,
  span: Span,
  report: Report,
): Tensor | TensorList | TensorRecord | Unknown {
  if (meaning.kind === "tensor" || meaning.kind === "tensors" || meaning.kind === "unknown") return meaning;
  if (meaning.kind === "record") return meaning;
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
