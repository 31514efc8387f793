/** Every loss with every kind of output and of target: what facts say is right is met with silence, all else is told. */
import { describe, expect, it } from "vitest";
import type { TargetKindName } from "../../src/base/target-kind.ts";
import type { ActivationDefinition } from "../../src/library/activation.ts";
import type { LossDefinition, LossFacts } from "../../src/library/loss.ts";
import { vocabulary } from "../../src/vocabulary.ts";
import { findingsOf } from "./check-text.ts";

interface Target {
  readonly kind: TargetKindName;
  readonly text: string;
  readonly units: number;
}

const targets: readonly Target[] = [
  { kind: "binary", text: "binary", units: 1 },
  { kind: "class", text: "class(3)", units: 3 },
  { kind: "onehot", text: "onehot(3)", units: 3 },
  { kind: "multilabel", text: "multilabel(3)", units: 3 },
  { kind: "distribution", text: "distribution(3)", units: 3 },
  { kind: "real", text: "real", units: 1 },
  { kind: "positive", text: "positive", units: 1 },
  { kind: "count", text: "count", units: 1 },
];

/** Of outputs that are tensors. */
const losses = (vocabulary.all("loss") as readonly LossDefinition[]).filter(({ bound }) => !bound);

/** One activation for each set of facts that an output can have. */
const activations = (vocabulary.all("activation") as readonly ActivationDefinition[]).filter(({ name }) =>
  ["linear", "sigmoid", "softmax", "tanh", "relu", "softplus"].includes(name),
);

function defaults(word: LossDefinition | ActivationDefinition): Record<string, unknown> {
  return Object.fromEntries(Object.entries(word.params).map(([name, param]) => [name, param.default]));
}

function factsOf(loss: LossDefinition, logits: boolean): LossFacts {
  return loss.facts({ ...defaults(loss), ...(logits ? { from_logits: true } : {}) });
}

function model(
  loss: LossDefinition,
  activation: ActivationDefinition,
  target: Target,
  logits: boolean,
): string {
  return `input x: f32[8]
target y: ${target.text}
x -> Dense(16, gelu) -> Dense(${target.units}, ${activation.name})
train { loss = ${loss.name}${logits ? "(from_logits = true)" : ""} }
`;
}

/** By facts alone: what the loss reads is what the activation gives, for targets that the loss is made for. */
function isRight(facts: LossFacts, activation: ActivationDefinition, target: Target): boolean {
  const { output, range, nonlinear } = activation.facts(defaults(activation));
  // One unit is no distribution: a question of yes or no needs two of them, declared as classes.
  if (facts.reads === "distribution" && target.units === 1) return false;
  if (!facts.targets.includes(target.kind)) return false;
  // Sequences come out of networks with steps, and these have none.
  if (facts.ownLength) return false;
  if (facts.fromLogits || (facts.reads === "number" && facts.task === "classification")) return !nonlinear;
  if (facts.reads === "distribution") return output === "distribution";
  if (facts.reads === "probability") return output === "probability";
  return (
    !nonlinear || (range[0] === 0 && range[1] === Number.POSITIVE_INFINITY && activation.name === "softplus")
  );
}

const cells = losses.flatMap((loss) =>
  [false, ...("from_logits" in loss.params ? [true] : [])].flatMap((logits) =>
    activations.flatMap((activation) =>
      targets.map((target) => {
        const found = findingsOf(model(loss, activation, target, logits)).filter(
          ({ severity }) => severity !== "hint",
        );
        const facts = factsOf(loss, logits);
        const name = `${loss.name}${logits ? " of logits" : ""}, ${activation.name}, ${target.text}`;
        return { name, facts, activation, target, found, right: isRight(facts, activation, target) };
      }),
    ),
  ),
);

describe("of all combinations of loss, output and target", () => {
  it("there are several hundred", () => {
    expect(cells.length).toBeGreaterThan(900);
    expect(cells.filter(({ right }) => right).length).toBeGreaterThan(40);
  });

  it("the right ones are met with silence", () => {
    const told = cells.filter(({ right, found }) => right && found.length > 0);
    expect(told.map(({ name, found }) => `${name}: ${found.map(({ rule }) => rule)}`)).toEqual([]);
  });

  it("cross-entropies of another kind of label are told", () => {
    const silent = cells.filter(
      ({ facts, target, found }) =>
        facts.reads !== "number" &&
        !facts.targets.includes(target.kind) &&
        // A row of shares and a one-hot row are read alike by losses of overlap.
        !(target.kind === "distribution" && facts.targets.includes("onehot")) &&
        found.length === 0,
    );
    expect(silent.map(({ name }) => name)).toEqual([]);
  });

  it("cross-entropies of no probability are told", () => {
    const silent = cells.filter(({ facts, activation, found }) => {
      const [low, high] = activation.facts(defaults(activation)).range;
      return facts.reads !== "number" && !facts.fromLogits && (low < 0 || high > 1) && found.length === 0;
    });
    expect(silent.map(({ name }) => name)).toEqual([]);
  });

  it("classes that are taken for amounts are told, and amounts that are squeezed", () => {
    const silent = cells.filter(({ facts, target, activation, found }) => {
      if (facts.reads !== "number" || facts.task !== "regression" || target.kind === "distribution")
        return false;
      const classes = ["binary", "class", "onehot", "multilabel"].includes(target.kind);
      const squeezed = activation.facts(defaults(activation)).output !== undefined;
      return (classes || squeezed) && found.length === 0;
    });
    expect(silent.map(({ name }) => name)).toEqual([]);
  });

  it("none is told more than two things", () => {
    const many = cells.filter(({ found }) => found.length > 2);
    expect(many.map(({ name, found }) => `${name}: ${found.map(({ rule }) => rule)}`)).toEqual([]);
  });
});
