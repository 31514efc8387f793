/**
 * Every loss with every kind of output and of target: what the checker says of each combination, and what is right by facts
 * alone. A test walks the table; docs/losses.md is made of it.
 */
import type { Diagnostic } from "../src/base/diagnostic.ts";
import type { TargetKindName } from "../src/base/target-kind.ts";
import { checkModel } from "../src/check/check-model.ts";
import type { ActivationDefinition } from "../src/library/activation.ts";
import type { LossDefinition, LossFacts } from "../src/library/loss.ts";
import { elaborate } from "../src/model/elaborate.ts";
import { parse } from "../src/syntax/parse.ts";
import { vocabulary } from "../src/vocabulary.ts";

export interface Target {
  readonly kind: TargetKindName;
  readonly text: string;
  readonly units: number;
}

export const targets: readonly Target[] = [
  { kind: "binary", text: "binary", units: 1 },
  { kind: "class", text: "class(3)", units: 3 },
  { kind: "onehot", text: "onehot(3)", units: 3 },
  { kind: "multilabel", text: "multilabel(3)", units: 3 },
  { kind: "distribution", text: "distribution(3)", units: 3 },
  { kind: "real", text: "real", units: 1 },
  { kind: "positive", text: "positive", units: 1 },
  { kind: "count", text: "count", units: 1 },
];

export interface LossCell {
  readonly name: string;
  readonly loss: LossDefinition;
  /** The loss is told that it gets logits. */
  readonly logits: boolean;
  readonly facts: LossFacts;
  readonly activation: ActivationDefinition;
  readonly target: Target;
  /** Errors and warnings. */
  readonly found: readonly Diagnostic[];
  readonly right: boolean;
}

const losses = (vocabulary.all("loss") as readonly LossDefinition[]).filter(({ bound }) => !bound);

/** One activation for each set of facts that an output can have. */
const activations = (vocabulary.all("activation") as readonly ActivationDefinition[]).filter(({ name }) =>
  ["linear", "sigmoid", "softmax", "tanh", "relu", "softplus"].includes(name),
);

export function defaults(word: LossDefinition | ActivationDefinition): Record<string, unknown> {
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
  if (facts.needsUnits && target.units < facts.needsUnits.least) return false;
  if (!facts.targets.includes(target.kind)) return false;
  // Sequences come out of networks with steps, and these have none.
  if (facts.ownLength) return false;
  if (facts.fromLogits || (facts.reads === "number" && facts.task === "classification")) return !nonlinear;
  if (facts.reads === "distribution") return output === "distribution";
  if (facts.reads === "probability") return output === "probability";
  return (
    (!nonlinear && facts.belowZero === undefined) ||
    (range[0] === 0 && range[1] === Number.POSITIVE_INFINITY && activation.name === "softplus")
  );
}

/** Some 1,000 combinations; made when asked for, since each is a model that is checked. */
export const lossCells = (): readonly LossCell[] =>
  losses.flatMap((loss) =>
    [false, ...("from_logits" in loss.params ? [true] : [])].flatMap((logits) =>
      activations.flatMap((activation) =>
        targets.map((target) => {
          const found = loudFindings(model(loss, activation, target, logits));
          const facts = factsOf(loss, logits);
          const name = `${loss.name}${logits ? " of logits" : ""}, ${activation.name}, ${target.text}`;
          return {
            name,
            loss,
            logits,
            facts,
            activation,
            target,
            found,
            right: isRight(facts, activation, target),
          };
        }),
      ),
    ),
  );

function loudFindings(text: string): readonly Diagnostic[] {
  const { file, diagnostics: syntax } = parse({ name: "table.nnet", text });
  const { model, diagnostics } = elaborate(file, { vocabulary });
  const earlier = [...syntax, ...diagnostics];
  const all = model ? checkModel(model, { file, earlier }) : earlier;
  return all.filter(({ severity }) => severity === "error" || severity === "warning");
}
