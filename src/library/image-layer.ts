/** Layers over images, `[height, width, channels]`. Most act only while training, on each image by draws of its own. */
import { type Dim, isKnown, type Shape } from "../base/dim.ts";
import type { Builder } from "../tensor/builder.ts";
import type { Node } from "../tensor/node.ts";
import type { ParamsOf, ParamTable } from "../words/param.ts";
import { integer, optional, param } from "../words/param-types.ts";
import type { Wording } from "../words/word.ts";
import { dataFormat, defineSpatialLayer } from "./data-format.ts";
import type { Range } from "./factor.ts";
import { type LayerDefinition, type LayerExample, type LayerFacts, ShapeProblem } from "./layer.ts";
import { normalNoise, seeded } from "./normal-noise.ts";
import { spaceOf } from "./windows.ts";

/** A batch of images under way. */
export interface Images<P> {
  readonly g: Builder;
  readonly params: P;
  /** `[batch, height, width, channels]`, in the run's precision. */
  readonly x: Node;
  readonly batch: number;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly training: boolean;
  /** Between the ends, one number for each image, `[batch, 1, 1, 1]`, where no shape is given. */
  uniform(purpose: string, range: Range, shape?: readonly number[]): Node;
  /** Standard normal. */
  normal(purpose: string, shape: readonly number[]): Node;
  /** `changed` for each image with a probability drawn from a range, else the image as it came. */
  sometimes(range: Range, changed: Node): Node;
}

interface ImageLayer<T extends ParamTable> extends Wording<T> {
  /** `training`: evaluated and used, the images go through as they are. */
  readonly acts: "training" | "always";
  check?(params: ParamsOf<T>): void;
  /** The new height and width; as before where left out. */
  size?(params: ParamsOf<T>, size: readonly [height: Dim, width: Dim]): readonly [height: Dim, width: Dim];
  /** What the channels have to be. */
  readonly colours?: "rgb" | "rgb or grey";
  transform(images: Images<ParamsOf<T> & { readonly seed?: number | null }>): Node;
  readonly facts?: Partial<LayerFacts>;
  readonly examples: readonly LayerExample[];
}

export const seedParam = param(
  optional(integer()),
  "draws other numbers than the model's seed alone would",
  null,
);

/** The last parameters of random layers, in either order. */
export const seedThenFormat = { seed: seedParam, data_format: dataFormat } as const;

export const formatThenSeed = { data_format: dataFormat, seed: seedParam } as const;

export function defineImageLayer<T extends ParamTable>(definition: ImageLayer<T>): LayerDefinition {
  const { name, acts, size, colours, transform, facts, check, examples, ...wording } = definition;
  const only = acts === "training";
  return defineSpatialLayer<T>({
    ...(wording as unknown as Wording<T>),
    name,
    ...(check ? { check } : {}),
    shape(params, [x]) {
      const { space, channels } = spaceOf(name, 2, x);
      checkColours(name, colours, channels);
      const [height, width] = space as readonly [Dim, Dim];
      const shape: Shape = [...(size ? size(params, [height, width]) : [height, width]), channels];
      return { shape, dtype: "float" };
    },
    lower(context) {
      const [input] = context.inputs;
      if (input === undefined) throw new Error(`${name} is lowered with one input`);
      const { g, training, float, random } = context;
      const x = g.cast(input, float);
      if (only && !training) return x;
      const [batch, height, width, channels] = x.shape as [number, number, number, number];
      const params = context.params as ParamsOf<T> & { readonly seed?: number | null };
      const purpose = (what: string): string => seeded(`${name} ${what}`, params.seed ?? null);
      const each = [batch, 1, 1, 1];
      const uniform: Images<unknown>["uniform"] = (what, [low, high], shape = each) =>
        low === high
          ? g.constant(low, shape, float)
          : g.add(low, g.mul(high - low, random(purpose(what), shape)));
      return transform({
        g,
        params,
        x,
        batch,
        height,
        width,
        channels,
        training,
        uniform,
        normal: (what, shape) => normalNoise({ g, random }, purpose(what), shape),
        sometimes(range, changed) {
          if (range[0] >= 1) return changed;
          return g.where(g.less(uniform("threshold", [0, 1]), uniform("probability", range)), changed, x);
        },
      });
    },
    facts: () => ({ learns: false, nonlinear: false, ...(only ? { regularizes: true } : {}), ...facts }),
    examples,
  } as Parameters<typeof defineSpatialLayer<T>>[0]);
}

function checkColours(name: string, colours: "rgb" | "rgb or grey" | undefined, channels: Dim): void {
  if (colours === undefined || !isKnown(channels) || channels === 3) return;
  if (colours === "rgb or grey" && channels === 1) return;
  throw new ShapeProblem(
    "shape-mismatch",
    `${name} works on the colours red, green and blue, but images with ${channels} ${channels === 1 ? "channel" : "channels"} come in`,
    {
      label: colours === "rgb" ? "needs 3 channels" : "needs 3 channels, or 1",
      help:
        channels === 1 ? "leave it out: grey images have no colours to change" : "put it before other layers",
    },
  );
}
