/** The family of initializers that keep the variance of signals: VarianceScaling and its named settings. */
import { listOf } from "../words/list-types.ts";
import type { ParamsOf, ParamTable } from "../words/param.ts";
import { integer, optional, param } from "../words/param-types.ts";
import type { Conflict, Instance } from "../words/word.ts";
import { axisProblem } from "./axis.ts";
import { drawNormal, drawTruncated, drawUniform, seedParam, streamOf, truncatedDeviation } from "./draw.ts";
import { type Fans, fansOf } from "./fans.ts";
import {
  defineInitializer,
  type InitializerDefinition,
  type InitializerFacts,
  type RandomStream,
} from "./initializer.ts";

export type FanMode = "fan_in" | "fan_out" | "fan_avg";

export interface Scaling {
  readonly scale: number;
  readonly mode: FanMode;
  readonly distribution: "truncated_normal" | "normal" | "untruncated_normal" | "uniform";
}

const axes = optional(listOf(integer(), { min: 1 }));

export const fanParams = {
  seed: seedParam,
  input_axes: param(axes, "axes of the weight that count as inputs; none follows Keras' rule of fans", null),
  output_axes: param(axes, "axes of the weight that count as outputs; goes with input_axes", null),
} satisfies ParamTable;

type FanParams = ParamsOf<typeof fanParams>;

/** A named setting of the family, such as glorot_uniform. */
export function defineScaled(
  name: string,
  doc: string,
  scaling: Scaling,
  family: NonNullable<InitializerFacts["family"]>,
): InitializerDefinition {
  return defineInitializer({
    name,
    doc,
    params: fanParams,
    conflict: fanConflict,
    problem: fanProblem,
    sample: (params, shape, random) => drawScaled(scaling, params, shape, random),
    facts: () => ({ ...scaledFacts(scaling), family }),
  });
}

/** Variance `scale / fan`; a truncated normal is widened first, because cutting takes some of its variance away. */
export function drawScaled(
  scaling: Scaling,
  { seed, input_axes, output_axes }: FanParams,
  shape: readonly number[],
  random: RandomStream,
): Float64Array {
  const stream = streamOf(seed, random);
  const { scale, mode, distribution } = scaling;
  const variance = scale / fanOf(mode, fansOf(shape, input_axes, output_axes));
  if (distribution === "uniform") {
    const limit = Math.sqrt(3 * variance);
    return drawUniform(stream, shape, -limit, limit);
  }
  const deviation = Math.sqrt(variance);
  if (distribution === "untruncated_normal") return drawNormal(stream, shape, 0, deviation);
  return drawTruncated(stream, shape, 0, deviation / truncatedDeviation);
}

export function scaledFacts({ scale, mode }: Scaling): InitializerFacts {
  return {
    constant: false,
    deviation: (fanIn, fanOut) => Math.sqrt(scale / fanOf(mode, { fanIn, fanOut })),
  };
}

export function fanConflict({ input_axes, output_axes }: FanParams): Conflict | undefined {
  if ((input_axes === null) === (output_axes === null)) return undefined;
  const [given, absent] = input_axes === null ? ["output_axes", "input_axes"] : ["input_axes", "output_axes"];
  return { param: given as string, message: `has no effect without ${absent}`, help: `give ${absent} too` };
}

export function fanProblem(
  { input_axes, output_axes }: FanParams,
  shape: readonly number[],
): string | undefined {
  for (const axis of [...(input_axes ?? []), ...(output_axes ?? [])]) {
    const problem = axisProblem(axis, shape);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

/** An initializer that scales by fans, told which axes of a weight they are; any other, and one that was told, as it is. */
export function withFanAxes(
  initializer: Instance<InitializerDefinition>,
  input_axes: readonly number[],
  output_axes: readonly number[],
): Instance<InitializerDefinition> {
  const { params } = initializer;
  if (params.input_axes !== null || params.output_axes !== null) return initializer;
  return { ...initializer, params: { ...params, input_axes, output_axes } };
}

function fanOf(mode: FanMode, { fanIn, fanOut }: Fans): number {
  const fan = mode === "fan_in" ? fanIn : mode === "fan_out" ? fanOut : (fanIn + fanOut) / 2;
  return Math.max(1, fan);
}
