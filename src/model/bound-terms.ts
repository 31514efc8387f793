/** Losses of outputs that are distributions, and what is random inside the network: whether the two belong together. */
import type { Report } from "../base/diagnostic.ts";
import type { Span } from "../base/source.ts";
import type { DistributionDefinition } from "../library/distribution.ts";
import type { LossDefinition } from "../library/loss.ts";
import { instanceWithDefaults } from "../words/instance-of.ts";
import type { Instance, Vocabulary } from "../words/word.ts";
import type { LayerIR, LossTerm, OutputIR } from "./ir.ts";
import { distributedParams } from "./output-distribution.ts";

export interface BoundContext {
  readonly vocabulary: Vocabulary;
  /** Where the file could name the loss. */
  readonly span: Span;
  /** How an entry for this output is written: `loss = elbo` or `loss = { y = elbo }`. */
  readonly entry: (loss: string) => string;
  readonly report: Report;
}

/** The loss of an output left of `~` that the file gives none. */
export function boundTerm(
  { name }: OutputIR,
  distribution: Instance<DistributionDefinition>,
  { vocabulary, span, entry, report }: BoundContext,
): LossTerm {
  const word = vocabulary.find("loss", "elbo") as LossDefinition | undefined;
  if (word === undefined) throw new Error("the library has no loss elbo");
  report({
    rule: "loss-inferred",
    severity: "note",
    message: `the loss of ${name} is elbo`,
    span,
    label: `it is distributed as ${distribution.word.name}`,
    help: `to say so in the file, write \`${entry("elbo")}\``,
    evidence: { output: name, loss: "elbo" },
  });
  return { loss: instanceWithDefaults(word), weight: 1, distribution, inferred: true };
}

/** The term with the distribution that it judges; undefined where one of the two is missing, which is reported. */
export function withDistribution(
  term: LossTerm,
  output: OutputIR,
  distribution: Instance<DistributionDefinition> | undefined,
  report: Report,
): LossTerm | undefined {
  const { word, span } = term.loss;
  if ((word.bound !== undefined) === (distribution !== undefined)) {
    return distribution ? { ...term, distribution } : term;
  }
  const written = term.loss.written ?? word.name;
  const at = span ?? output.span;
  report({
    rule: "loss-of-distribution",
    severity: "error",
    span: at,
    related: [{ span: output.span, text: `the output ${output.name}` }],
    ...(distribution
      ? {
          message: `${written} would judge the mean of ${output.name} alone, and ${output.name} is distributed as ${distribution.word.name}`,
          label: "the rest of the distribution would never be trained",
          fix: { title: "elbo", edits: [{ span: at, text: "elbo" }], safe: false },
        }
      : {
          message: `${written} judges a distribution, and ${output.name} is a tensor`,
          help: `say what it is distributed as: \`output ${output.name} ~ Normal(mu, sd)\``,
        }),
  });
  return undefined;
}

/** Reports latents that the bound cannot take in, weights of it that differ, and divergences that no loss takes in. */
export function checkBounds(
  losses: Readonly<Record<string, LossTerm>>,
  layers: readonly LayerIR[],
  report: Report,
): void {
  const bounds = Object.values(losses).filter(({ loss }) => loss.word.bound !== undefined);
  if (bounds.length === 0) reportUnusedDivergence(losses, layers, report);
  else reportNoPrior(layers, report);
  const betas = bounds.map(({ loss }) => loss.word.bound?.(loss.params).beta);
  const odd = bounds.findIndex((_, i) => betas[i] !== betas[0]);
  const span = bounds[odd]?.loss.span;
  if (span === undefined) return;
  report({
    rule: "bad-option",
    severity: "error",
    message: `beta is ${betas[odd]} here and ${betas[0]} for another output`,
    span,
    label: "what is random inside the network is shared by all outputs, so it has one weight",
    help: "give each the same beta",
  });
}

function reportNoPrior(layers: readonly LayerIR[], report: Report): void {
  for (const layer of layers) {
    const params = distributedParams(layer);
    if (!params?.latent || params.prior !== null) continue;
    report({
      rule: "latent-without-prior",
      severity: "error",
      message: "this latent has no prior, so nothing keeps what it carries in bounds",
      span: layer.span,
      label: "elbo compares every latent with its prior",
      help: `write \`${params.distribution.word.name}(…, prior = Normal(0, 1))\``,
    });
  }
}

function reportUnusedDivergence(
  losses: Readonly<Record<string, LossTerm>>,
  layers: readonly LayerIR[],
  report: Report,
): void {
  const layer = layers.find(({ layer: { word, params } }) => word.facts(params).diverges);
  const [term] = Object.values(losses);
  if (layer === undefined || term === undefined) return;
  const { word } = layer.layer;
  report({
    rule: "divergence-unused",
    severity: "warning",
    message: `${word.title?.(layer.layer.params) ?? word.name} has a prior that no loss takes in`,
    span: layer.span,
    label: "its spread will shrink to nothing, as if it had none",
    related: term.loss.span ? [{ span: term.loss.span, text: "this loss knows of no divergence" }] : [],
    help: "let the output be a distribution, such as `output y ~ Normal(…, learned)`, whose loss is elbo",
  });
}
