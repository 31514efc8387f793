/** The network while it is built: layers applied to tensors one by one, their shapes inferred and their weights laid down. */

import type { Diagnostic, Report } from "../base/diagnostic.ts";
import { equalShapes, showShape } from "../base/dim.ts";
import type { Span } from "../base/source.ts";
import { ShapeProblem, type TensorSpec, type WeightSpec } from "../library/layer.ts";
import { firstResult, type OneOrSeveral, severalResults } from "../library/results.ts";
import { weightProblem } from "../library/weight-spec.ts";
import { withUse } from "./expansion.ts";
import { type LayerIR, resultIds, type TensorId, type WeightIR } from "./ir.ts";
import { lastStepOnly, takesSequence } from "./last-step-only.ts";
import { isWithinLimits, mostLayers } from "./limits.ts";
import {
  isBroken,
  isComposite,
  type LayerValue,
  type PlacedLayer,
  type Stage,
  type Tensor,
  type TensorList,
  type TensorRecord,
  type Unknown,
  type Use,
  unknown,
} from "./meaning.ts";

interface Application {
  count: number;
  readonly weights: readonly WeightIR[];
}

export class Network {
  readonly layers: LayerIR[] = [];
  readonly #applications = new Map<PlacedLayer, Application>();
  readonly #report: Report;
  readonly #told = new Set<string>();
  #full = false;

  constructor(report: Report) {
    this.#report = report;
  }

  /** What comes out of the last stage; unknown after the first one that does not fit, which is reported once. */
  apply(value: LayerValue, source: Tensor | TensorList | TensorRecord): Tensor | TensorRecord | Unknown {
    let flowing = source;
    for (const stage of value.stages) {
      if (isBroken(stage)) return unknown;
      const inputs = this.#inputsOf(stage, flowing);
      const made = inputs && (isComposite(stage) ? stage.apply(inputs) : this.#applyOne(stage, inputs));
      if (made === undefined || made.kind === "unknown") return unknown;
      flowing = made;
    }
    return flowing.kind === "tensors" ? unknown : flowing;
  }

  /** What enters a stage; undefined for several results where one tensor is wanted, which is reported. */
  #inputsOf(stage: Stage, source: Tensor | TensorList | TensorRecord): readonly Tensor[] | undefined {
    if (source.kind === "tensor") return [source];
    if (source.kind === "tensors") return source.items;
    // A layer that takes that many has them as a list, as in Keras: the states of one LSTM begin the next.
    const most = "instance" in stage ? (stage.instance.word.arity?.max ?? 1) : 1;
    if (most >= source.fields.size) return [...source.fields.values()];
    this.#reportRecord(source, stage.span);
    return undefined;
  }

  /** One layer met by these tensors; undefined where they do not fit, which is reported. */
  applyLayer(layer: PlacedLayer, inputs: readonly Tensor[]): Tensor | TensorRecord | Unknown {
    return this.#applyOne(layer, inputs) ?? unknown;
  }

  /** How often a layer has been used. */
  uses(layer: PlacedLayer): number {
    return this.#applications.get(layer)?.count ?? 0;
  }

  /** Whether a tensor is another, or has it among what it is made of. */
  isMadeOf(id: TensorId, other: TensorId): boolean {
    const made = new Set([id]);
    for (let i = this.layers.length - 1; i >= 0; i--) {
      const layer = this.layers[i] as LayerIR;
      if (resultIds(layer).some((result) => made.has(result))) {
        for (const input of layer.inputs) made.add(input);
      }
    }
    return made.has(other);
  }

  #applyOne(layer: PlacedLayer, inputs: readonly Tensor[]): Tensor | TensorRecord | undefined {
    if (this.layers.length >= mostLayers) {
      this.#reportFull(layer.span);
      return undefined;
    }
    if (!this.#takesThatMany(layer, inputs)) return undefined;
    const specs = inputs.map(({ type }) => type);
    const inferred = this.#infer(layer, specs, inputs);
    if (inferred === undefined) return undefined;
    const type = firstResult(inferred.made);
    const results = severalResults(inferred.made);
    const shapes = Object.values(results ?? { type }).map(({ shape }) => shape);
    if (!shapes.every((shape) => isWithinLimits(shape, layer.span, this.#report))) return undefined;
    const weights = Object.entries(inferred.weights).map(
      ([name, spec]): WeightIR => ({
        name,
        path: `${layer.path}/${name}`,
        spec: { ...spec, trainable: spec.trainable && layer.trainable },
      }),
    );
    if (!weights.every(({ spec }) => isWithinLimits(spec.shape, layer.span, this.#report))) return undefined;
    if (this.uses(layer) === 0) for (const { name, spec } of weights) this.#tellProblem(layer, name, spec);
    const shared = this.#share(layer, weights, inputs);
    if (shared === undefined) return undefined;
    const id = shared.count === 1 ? layer.path : `${layer.path}@${shared.count}`;
    const { span } = layer;
    this.layers.push({
      id,
      layer: layer.instance,
      inputs: inputs.map((input) => input.id),
      type,
      ...(results ? { results } : {}),
      weights: shared.weights,
      trainable: layer.trainable,
      ...(layer.begin ? { begin: layer.begin } : {}),
      span,
    });
    if (results === undefined) return { kind: "tensor", id, type, span };
    const ids = resultIds({ id, results });
    const fields = Object.entries(results).map(([name, type], index): [string, Tensor] => [
      name,
      { kind: "tensor", id: ids[index] as string, type, span },
    ]);
    return { kind: "record", fields: new Map(fields), span };
  }

  /** An initializer, regularizer or constraint that cannot serve the weight's shape. */
  #tellProblem(layer: PlacedLayer, name: string, spec: WeightSpec): void {
    const problem = weightProblem(spec);
    if (problem === undefined) return;
    const { instance, message } = problem;
    const written = instance.written ?? instance.word.name;
    this.tell(
      {
        rule: "bad-option",
        severity: "error",
        message: `${written} cannot serve the ${name} of ${layer.instance.word.name}: ${message}`,
        span: instance.span ?? layer.span,
        label: `the ${name} is ${showShape(spec.shape)}`,
      },
      layer.uses,
    );
  }

  #takesThatMany({ instance, span, uses }: PlacedLayer, inputs: readonly Tensor[]): boolean {
    const { min, max } = instance.word.arity ?? { min: 1, max: 1 };
    if (inputs.length >= min && inputs.length <= max) return true;
    const takes =
      min === max ? String(min) : max === Number.POSITIVE_INFINITY ? `at least ${min}` : `${min} to ${max}`;
    this.tell(
      {
        rule: "wrong-arity",
        severity: "error",
        message: `${instance.word.name} takes ${takes === "1" ? "one tensor" : `${takes} tensors`}, and ${inputs.length} enter`,
        span,
        related: inputs.map((input) => ({
          span: input.span,
          text: `${showShape(input.type.shape)} comes from here`,
        })),
        help:
          max === 1 ? "name the one tensor that is meant" : "several tensors enter as a list: `[a, b] -> …`",
      },
      uses,
    );
    return false;
  }

  #infer(
    { instance, span, uses }: PlacedLayer,
    specs: readonly TensorSpec[],
    inputs: readonly Tensor[],
  ): { made: OneOrSeveral<TensorSpec>; weights: Readonly<Record<string, WeightSpec>> } | undefined {
    const { word, params } = instance;
    try {
      return { made: word.shape(params, specs), weights: word.weights?.(params, specs) ?? {} };
    } catch (problem) {
      if (!(problem instanceof ShapeProblem)) throw problem;
      const { param, label, help } = problem.details;
      const maker = inputs.length === 1 ? this.#readerBefore(inputs[0] as Tensor) : undefined;
      if (maker && takesSequence(word, params, specs)) {
        this.tell(lastStepOnly(maker, word.name, span, problem.message), uses);
        return undefined;
      }
      const blamed = param === undefined ? undefined : instance.given[param];
      this.tell(
        {
          rule: problem.rule,
          severity: "error",
          message: problem.message,
          span: blamed ?? span,
          ...(label === undefined ? {} : { label }),
          ...this.#originOf(inputs),
          ...(help === undefined ? {} : { help }),
        },
        uses,
      );
      return undefined;
    }
  }

  /** The layer that makes a tensor, where it gives the last of the steps that it reads. */
  #readerBefore({ id }: Tensor): LayerIR | undefined {
    const maker = this.layers.findLast((layer) => layer.id === id);
    return maker?.layer.word.facts(maker.layer.params).steps?.gives === "last" ? maker : undefined;
  }

  #originOf(inputs: readonly Tensor[]): Pick<Diagnostic, "related"> {
    return {
      related: inputs.map(({ span, type }) => ({ span, text: `${showShape(type.shape)} comes from here` })),
    };
  }

  /** Weights of a layer that is used again are those of its first use, if they fit both. */
  #share(
    layer: PlacedLayer,
    weights: readonly WeightIR[],
    inputs: readonly Tensor[],
  ): Application | undefined {
    const before = this.#applications.get(layer);
    if (before === undefined) {
      const first = { count: 1, weights };
      this.#applications.set(layer, first);
      return first;
    }
    const clash = weights.find(({ spec }, i) => {
      const known = before.weights[i];
      return known === undefined || !equalShapes(known.spec.shape, spec.shape);
    });
    if (clash === undefined) {
      before.count++;
      return before;
    }
    const own = before.weights.find(({ name }) => name === clash.name);
    this.tell({
      rule: "shared-shape",
      severity: "error",
      message: `the weights of ${layer.path} are shared, and its inputs have different shapes`,
      span: inputs[0]?.span ?? layer.span,
      label: `from here ${clash.path} would be ${showShape(clash.spec.shape)}`,
      related: [{ span: layer.span, text: `it is ${showShape(own?.spec.shape ?? [])} since its first use` }],
      help: "write the layers out a second time to get weights of their own",
    });
    return undefined;
  }

  #reportRecord(record: TensorRecord, span: Span): void {
    const names = [...record.fields.keys()];
    this.tell({
      rule: "not-a-tensor",
      severity: "error",
      message: `${names.length} results come in (${names.join(", ")}), and one tensor is wanted`,
      span,
      related: [{ span: record.span, text: "they come from here" }],
      help: `name them all and take the one that is meant: \`r = …\` and \`r.${names[0] ?? "output"} -> …\``,
    });
  }

  /** What is wrong with a stage is told once, however often it is used. */
  tell(finding: Diagnostic, uses: readonly Use[] = []): void {
    const { source, start, end } = finding.span;
    const key = `${finding.rule} ${source.name} ${start} ${end}`;
    if (this.#told.has(key)) return;
    this.#told.add(key);
    this.#report(uses.reduce(withUse, finding));
  }

  #reportFull(span: Span): void {
    if (this.#full) return;
    this.#full = true;
    this.#report({
      rule: "limit",
      severity: "error",
      message: `the network has more than ${mostLayers} layers`,
      span,
      label: "this one is too many",
    });
  }
}
