/** `regularizer` of the train section: it serves every kernel of the network, not biases, norms or tables. */
import type { Report } from "../base/diagnostic.ts";
import { showShape } from "../base/dim.ts";
import type { RegularizerDefinition } from "../library/regularizer.ts";
import { weightProblem } from "../library/weight-spec.ts";
import type { Instance } from "../words/word.ts";
import type { LayerIR, WeightIR } from "./ir.ts";

/** A kernel that has a regularizer of its own keeps it. */
export function regularizeKernels(
  layers: readonly LayerIR[],
  regularizer: Instance<RegularizerDefinition> | undefined,
  report: Report,
): readonly LayerIR[] {
  if (regularizer === undefined) return layers;
  const told = new Set<string>();
  const regularize = (weight: WeightIR, layer: LayerIR): WeightIR => {
    const { name, path, spec } = weight;
    if (!/(^|_)kernel$/.test(name) || !spec.trainable || spec.regularizer) return weight;
    const changed = { ...spec, regularizer };
    const problem = weightProblem(changed);
    if (problem?.instance === regularizer && !told.has(path)) {
      told.add(path);
      report({
        rule: "bad-option",
        severity: "error",
        message: `${regularizer.word.name} cannot serve the kernel ${path}: ${problem.message}`,
        span: regularizer.span ?? layer.span,
        label: `the kernel is ${showShape(spec.shape)}`,
        help: "give it to the layers that it fits: `kernel_regularizer = …`",
      });
    }
    return { ...weight, spec: changed };
  };
  return layers.map((layer) => ({
    ...layer,
    weights: layer.weights.map((weight) => regularize(weight, layer)),
  }));
}
