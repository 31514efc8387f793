/** What stands right of `~`: a distribution of tensors of the network. */
import type { Report } from "../base/diagnostic.ts";
import { type DistributionDefinition, eachOperand, supportOf } from "../library/distribution.ts";
import { distributed } from "../library/operators/distributed.ts";
import type { Argument, Expression, Identifier } from "../syntax/ast.ts";
import { findWord } from "../words/find-word.ts";
import { readInstance } from "../words/read-arguments.ts";
import { snakeName } from "../words/snake-name.ts";
import type { ArgumentValue, Value } from "../words/value.ts";
import type { Instance } from "../words/word.ts";
import { evaluate } from "./evaluate.ts";
import { describeMeaning, type Meaning, type PlacedLayer, type Tensor, unknown } from "./meaning.ts";
import type { GraphScope, Read } from "./scope.ts";
import { touchesNetwork } from "./touches-network.ts";

/** `latent`: drawn within the network, where it may have a prior; else compared with the target of an output. */
export function meaningOfDistribution(
  expression: Expression,
  latent: boolean,
  scope: GraphScope,
  read: Read,
): Meaning {
  const at = unwrapped(expression);
  if (at.kind === "missing") return unknown;
  const written = writtenDistribution(at, scope);
  if (written === undefined) {
    reportNoDistribution(at, latent, scope);
    return unknown;
  }
  const inputs: Tensor[] = [];
  const reading: Reading = { scope, read, inputs };
  const [own, prior] = splitPrior(written, latent, scope.report);
  const distribution = instanceOf(own, reading);
  const priorInstance = prior && priorOf(prior, reading);
  if (distribution === undefined || (prior && priorInstance === undefined)) return unknown;
  if (!isSound(distribution, latent, inputs, at, scope.report)) return unknown;
  const { span } = at;
  if (!scope.expansion.step(span)) return unknown;
  const params = { distribution, prior: priorInstance ?? null, latent };
  const placed = scope.places.once(
    at,
    (): PlacedLayer => ({
      instance: { word: distributed, params, span, given: {} },
      path: scope.places.next(snakeName(distribution.word.name), span),
      trainable: scope.trainable,
      span,
      uses: scope.uses,
    }),
  );
  return scope.network.applyLayer(placed, inputs);
}

/** The name of the distribution that an expression begins with, judged by its form alone. */
export function distributionName(expression: Expression): string | undefined {
  const at = unwrapped(expression);
  const name = at.kind === "call" ? at.callee : at;
  return name.kind === "identifier" ? name.name : undefined;
}

interface Written {
  readonly name: Identifier;
  readonly args: readonly Argument[];
  readonly at: Expression;
}

interface Reading {
  readonly scope: GraphScope;
  readonly read: Read;
  /** The tensors so far, in the order in which they enter. */
  readonly inputs: Tensor[];
}

function unwrapped(expression: Expression): Expression {
  return expression.kind === "tuple" && expression.items.length === 1
    ? unwrapped(expression.items[0] as Expression)
    : expression;
}

/** Undefined for anything but a name, or a call of one, that no other thing of the file has. */
function writtenDistribution(at: Expression, { bindings, vocabulary }: GraphScope): Written | undefined {
  const name = at.kind === "call" ? at.callee : at;
  if (name.kind !== "identifier" || bindings.find(name.name)) return undefined;
  if (vocabulary.find("layer", name.name) || vocabulary.find("activation", name.name)) return undefined;
  return { name, args: at.kind === "call" ? at.args : [], at };
}

function reportNoDistribution(at: Expression, latent: boolean, { report }: GraphScope): void {
  report({
    rule: "not-a-distribution",
    severity: "error",
    message: "what stands right of `~` is a distribution, and this is none",
    span: at.span,
    label: "`~` means: distributed as",
    help: latent
      ? "write `z ~ Normal(mu, sd, prior = Normal(0, 1))`, or `=` for a tensor"
      : "write `output y ~ Normal(mu, sd)`, or `=` for an output that is a tensor",
  });
}

/** A prior belongs to the latent, not to the distribution. */
function splitPrior(written: Written, latent: boolean, report: Report): [own: Written, prior?: Argument] {
  const prior = written.args.find(({ name }) => name?.name === "prior");
  if (prior === undefined) return [written];
  const own = { ...written, args: written.args.filter((argument) => argument !== prior) };
  if (latent) return [own, prior];
  report({
    rule: "unknown-argument",
    severity: "error",
    message: "an output has no prior: it is compared with the data",
    span: prior.span,
    help: "priors belong to latents (`z ~ …` without `output`), and to RandomEffect and DenseVariational",
  });
  return [own];
}

function priorOf({ value }: Argument, reading: Reading): Instance<DistributionDefinition> | undefined {
  const written = writtenDistribution(unwrapped(value), reading.scope);
  if (written) return instanceOf(written, reading);
  reportNoDistribution(value, true, reading.scope);
  return undefined;
}

function instanceOf(written: Written, reading: Reading): Instance<DistributionDefinition> | undefined {
  const { vocabulary, report } = reading.scope;
  const { name, at } = written;
  if (findWord("distribution", name.name, name.span, vocabulary, report) === undefined) return undefined;
  const args = readArguments(written, reading);
  if (args === undefined) return undefined;
  const value: Value = { kind: "call", span: at.span, name: name.name, nameSpan: name.span, args };
  // The vocabulary holds definitions of this kind only.
  return readInstance("distribution", value, vocabulary, report) as
    | Instance<DistributionDefinition>
    | undefined;
}

/** Undefined where one was refused and reported. */
function readArguments({ args }: Written, reading: Reading): readonly ArgumentValue[] | undefined {
  const values = args.map((argument): ArgumentValue | undefined => {
    const value = argumentValue(argument.value, reading);
    const name = argument.name && { name: argument.name.name, nameSpan: argument.name.span };
    return value && { span: argument.span, ...name, value };
  });
  return values.every((value) => value !== undefined) ? values : undefined;
}

/** A distribution within, a tensor of the network, or a constant. */
function argumentValue(expression: Expression, reading: Reading): Value | undefined {
  const { scope, read, inputs } = reading;
  const at = unwrapped(expression);
  const inner = writtenDistribution(at, scope);
  if (inner && scope.vocabulary.find("distribution", inner.name.name)) {
    const args = readArguments(inner, reading);
    const { name, span: nameSpan } = inner.name;
    return args && { kind: "call", span: at.span, name, nameSpan, args };
  }
  if (!touchesNetwork(at, scope)) return evaluate(at, scope.constants);
  const meaning = read(at, scope);
  if (meaning.kind === "constant") return meaning.value;
  if (meaning.kind === "tensor") {
    const known = inputs.findIndex(({ id }) => id === meaning.id);
    const input = known === -1 ? inputs.push(meaning) - 1 : known;
    return { kind: "tensor", span: at.span, input };
  }
  if (meaning.kind !== "unknown") reportNoTensor(meaning, at, scope.report);
  return undefined;
}

function reportNoTensor(meaning: Meaning, at: Expression, report: Report): void {
  report({
    rule: "not-a-tensor",
    severity: "error",
    message: `a distribution takes tensors and numbers, and this is ${describeMeaning(meaning)}`,
    span: at.span,
    ...(meaning.kind === "layer" ? { help: "give the layer a source: `h -> Dense(1)`" } : {}),
  });
}

function isSound(
  distribution: Instance<DistributionDefinition>,
  latent: boolean,
  inputs: readonly Tensor[],
  at: Expression,
  report: Report,
): boolean {
  const { word } = distribution;
  let used = 0;
  eachOperand(distribution, (value) => {
    if (typeof value === "object" && "input" in value) used++;
  });
  if (used === 0) {
    report({
      rule: "not-a-tensor",
      severity: "error",
      message: `${word.name} is the same for every row here: no tensor is among its parameters`,
      span: at.span,
      help: "let the network give at least one: `Normal(x -> Dense(1), learned)`",
    });
    return false;
  }
  if (word.lastAxis !== undefined && !inputs.some(({ type }) => type.shape.length > 0)) {
    report({
      rule: "rank-mismatch",
      severity: "error",
      message: `${word.name} runs over the last axis of its parameters, and they have none`,
      span: at.span,
      help: "give them one unit for each class or component: `Dense(3)`",
    });
    return false;
  }
  if (!latent || word.reparameterised) return true;
  report({
    rule: "latent-not-differentiable",
    severity: "error",
    message: `a latent cannot be learned through draws of ${word.name}: they have no slope`,
    span: at.span,
    label: `its values are ${supportOf(distribution) === "class" ? "classes" : "drawn by trial or cut to whole numbers"}`,
    help: "Normal, LogNormal, Laplace and Exponential can be drawn in a way that has one",
  });
  return false;
}
