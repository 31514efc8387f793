/** A stage of a chain: looks the layer up, reads its arguments and gives it a place among the weights. */
import type { Report } from "../base/diagnostic.ts";
import type { Span } from "../base/source.ts";
import { type LayerDefinition, ShapeProblem } from "../library/layer.ts";
import { readArguments } from "../words/read-arguments.ts";
import { snakeName } from "../words/snake-name.ts";
import type { ArgumentValue, Value } from "../words/value.ts";
import type { Instance, Vocabulary, Word } from "../words/word.ts";
import { commonNames, takeCommonKeywords } from "./common-keywords.ts";
import type { WeightsFile } from "./ir.ts";
import type { Places } from "./layer-paths.ts";
import type { LayerValue, PlacedLayer, Stage, Use } from "./meaning.ts";

/** `Dense(64, relu)`, `Flatten`, `relu`. */
export interface WrittenStage {
  readonly name: string;
  readonly nameSpan: Span;
  readonly args: readonly ArgumentValue[];
  readonly span: Span;
  /** The whole as a value, for an activation that stands alone. */
  readonly value: Value;
}

export interface Placing {
  readonly vocabulary: Vocabulary;
  readonly places: Places;
  readonly trainable: boolean;
  readonly begin?: WeightsFile | undefined;
  readonly uses: readonly Use[];
  readonly report: Report;
}

/** Undefined when the library has neither a layer nor an activation of that name. */
export function placeStage(written: WrittenStage, placing: Placing): LayerValue | undefined {
  const { vocabulary } = placing;
  const layer = vocabulary.find("layer", written.name);
  if (layer) return single(placeLayer(layer, written, placing), written.span);
  if (vocabulary.find("activation", written.name) === undefined) return undefined;
  const activation = vocabulary.find("layer", "Activation");
  if (activation === undefined) throw new Error("the library has activations but no layer Activation");
  const args = [{ span: written.span, value: written.value }];
  return single(placeLayer(activation, { ...written, args }, placing), written.span);
}

export function brokenLayer(span: Span): LayerValue {
  return single(undefined, span);
}

function single(stage: PlacedLayer | undefined, span: Span): LayerValue {
  const stages: readonly Stage[] = [stage ?? { broken: true, span }];
  return { kind: "layer", stages, span };
}

/** Undefined when something was reported. */
function placeLayer(word: Word, written: WrittenStage, placing: Placing): PlacedLayer | undefined {
  const { vocabulary, places, report } = placing;
  const { span, nameSpan } = written;
  const common = takeCommonKeywords(word, written.args, vocabulary, report);
  const read = readArguments(
    { word, span, nameSpan, args: common.args, alsoNamed: commonNames },
    vocabulary,
    report,
  );
  if (!read.sound || !common.sound || read.instance === undefined) return undefined;
  // The vocabulary holds definitions of this kind only.
  const instance = read.instance as Instance<LayerDefinition>;
  if (!passesOwnCheck(instance, report, span)) return undefined;
  const path = common.name
    ? places.pin(common.name.text, common.name.value.span, report)
    : places.next(snakeName(word.name), nameSpan);
  if (path === undefined) return undefined;
  const begin = common.weights ? { ...common.weights, base: path } : placing.begin;
  const trainable = common.trainable && placing.trainable;
  return { instance, path, trainable, ...(begin ? { begin } : {}), span, uses: placing.uses };
}

function passesOwnCheck(
  { word, params, given }: Instance<LayerDefinition>,
  report: Report,
  span: Span,
): boolean {
  try {
    word.check?.(params);
    return true;
  } catch (problem) {
    if (!(problem instanceof ShapeProblem)) throw problem;
    const { param, label, help } = problem.details;
    report({
      rule: problem.rule,
      severity: "error",
      message: problem.message,
      span: (param === undefined ? undefined : given[param]) ?? span,
      ...(label === undefined ? {} : { label }),
      ...(help === undefined ? {} : { help }),
    });
    return false;
  }
}
