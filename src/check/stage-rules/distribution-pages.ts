/** Pages of what the model stage says about outputs and latents that are distributions. */
import type { RulePage } from "../rule-page.ts";

const source = ["docs/language.md of nnet, Distributions; as in Stan, `~` means distributed as"];

export const distributionPages: readonly RulePage[] = [
  {
    name: "not-a-distribution",
    severity: "error",
    summary: "What stands right of `~` is no distribution.",
    explain: {
      symptom: "The expression behind `~` is underlined, and the model is not built.",
      cause:
        "`~` says how something is distributed. A tensor, a layer or a number has no distribution: it is given with `=`.",
      remedy:
        "Name a distribution of what the network gives, `output y ~ Normal(mu, sd)`; `nnet words distribution` lists them. For a plain output write `=`.",
      whenToIgnore: "Never: the model cannot be built.",
      source,
    },
    examples: {
      bad: "input x: f32[4]\noutput y ~ x -> Dense(1)\n",
      fixed: "input x: f32[4]\noutput y ~ Normal(x -> Dense(1), learned)\n",
    },
  },
  {
    name: "latent-not-differentiable",
    severity: "error",
    summary: "A latent is drawn from a distribution whose draws have no slope.",
    explain: {
      symptom: "The distribution of a latent is underlined.",
      cause:
        "What lies before a latent learns through its draws: a draw is written as a smooth function of the parameters and of noise. For whole numbers, classes, and numbers that are drawn by trial there is no such function here.",
      remedy: "Take Normal, LogNormal, Laplace or Exponential for latents.",
      whenToIgnore: "Never: nothing before the latent could be trained.",
      source: ["Kingma and Welling, Auto-encoding variational Bayes (2013)"],
    },
    examples: {
      bad: "input x: f32[4]\nz ~ Poisson(x -> Dense(2, softplus))\noutput y ~ Normal(z -> Dense(1), learned)\n",
      fixed:
        "input x: f32[4]\nz ~ Normal(x -> Dense(2), x -> Dense(2, softplus), prior = Normal(0, 1))\noutput y ~ Normal(z -> Dense(1), learned)\n",
    },
  },
  {
    name: "latent-without-prior",
    severity: "error",
    summary: "A latent has no prior, and the loss is elbo.",
    explain: {
      symptom: "The distribution of a latent is underlined.",
      cause:
        "The evidence lower bound weighs how well a row is told against how far its latent has moved away from the prior. Without a prior the spread of the latent shrinks to 0, and what is left is an autoencoder without a random part.",
      remedy: "Add it: `z ~ Normal(mu, sd, prior = Normal(0, 1))`.",
      whenToIgnore: "Never; for noise alone, use GaussianNoise.",
      source: ["Kingma and Welling, Auto-encoding variational Bayes (2013)"],
    },
    examples: {
      bad: "input x: f32[4]\nz ~ Normal(x -> Dense(2), x -> Dense(2, softplus))\noutput y ~ Normal(z -> Dense(1), learned)\ntrain { loss = elbo }\n",
      fixed:
        "input x: f32[4]\nz ~ Normal(x -> Dense(2), x -> Dense(2, softplus), prior = Normal(0, 1))\noutput y ~ Normal(z -> Dense(1), learned)\ntrain { loss = elbo }\n",
    },
  },
  {
    name: "loss-of-distribution",
    severity: "error",
    summary: "The loss judges a tensor and the output is a distribution, or the other way round.",
    explain: {
      symptom: "The loss is underlined.",
      cause:
        "An output left of `~` is judged by how probable its distribution makes the data: by elbo. Another loss would look at the mean alone, so that the spread is never trained. Of an output that is a tensor, elbo knows no distribution.",
      remedy:
        "Write `loss = elbo` for outputs left of `~` (or leave it out), and other losses for outputs with `=`.",
      whenToIgnore: "Never: one of the two is not what was meant.",
      source,
    },
    examples: {
      bad: "input x: f32[4]\noutput y ~ Normal(x -> Dense(1), learned)\ntrain { loss = mse }\n",
      fixed: "input x: f32[4]\noutput y ~ Normal(x -> Dense(1), learned)\ntrain { loss = elbo }\n",
    },
  },
  {
    name: "metric-of-distribution",
    severity: "error",
    summary: "A metric judges a distribution, and the output is a tensor.",
    explain: {
      symptom: "The metric is underlined.",
      cause:
        "How often a value lies in its interval, or how probable it was, can be told of a distribution only.",
      remedy: "Say what the output is distributed as, or take a metric of numbers, such as mae or rmse.",
      whenToIgnore: "Never: the metric could not be computed.",
      source,
    },
    examples: {
      bad: "input x: f32[4]\noutput y = x -> Dense(1)\ntrain { loss = mse, metrics = coverage(0.9) }\n",
      fixed:
        "input x: f32[4]\noutput y ~ Normal(x -> Dense(1), learned)\ntrain { loss = elbo, metrics = coverage(0.9) }\n",
    },
  },
  {
    name: "divergence-unused",
    severity: "warning",
    summary: "Random weights have a prior, and no loss takes it in.",
    explain: {
      symptom:
        "The layer trains like its plain form: the spreads of its weights go to 0, and groups with few rows are not drawn to the others.",
      cause:
        "Only elbo adds the divergence of a posterior from its prior to the loss. Under another loss a spread only makes things worse, so training removes it.",
      remedy: "Let the output be a distribution: `output y ~ Normal(…, learned)`, whose loss is elbo.",
      whenToIgnore: "When a def of your own stands in for the likelihood and no prior is wanted.",
      source: ["Blundell and others, Weight uncertainty in neural networks (2015)"],
    },
    examples: {
      bad: "input x: f32[4]\nx -> DenseVariational(8, relu) -> Dense(1)\ntrain { loss = mse }\n",
      fixed:
        "input x: f32[4]\noutput y ~ Normal(x -> DenseVariational(8, relu) -> Dense(1), learned)\ntrain { loss = elbo }\n",
    },
  },
];
