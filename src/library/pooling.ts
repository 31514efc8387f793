/** The families of pooling layers: the largest or the mean of every window, or of all of space. */
import type { Builder, Padding, Windows } from "../tensor/builder.ts";
import type { Node } from "../tensor/node.ts";
import { windowAxes, withMargins } from "../tensor/sliding-windows.ts";
import { sizeOf } from "../tensor/types.ts";
import { choice, flag, param } from "../words/param-types.ts";
import { dataFormat, defineSpatialLayer } from "./data-format.ts";
import type { LayerDefinition, LayerExample } from "./layer.ts";
import { maskOver } from "./masks.ts";
import { ones, paddingFor, perAxis, perAxisOrNone, placesAlong, spaceOf } from "./windows.ts";

interface PoolingWording {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly doc: string;
  readonly rank: 1 | 2 | 3;
  readonly examples: readonly LayerExample[];
}

interface PoolParams {
  readonly pool_size: readonly number[];
  readonly strides: readonly number[] | null;
  readonly padding: "valid" | "same";
}

type Pool = (g: Builder, x: Node, windows: Windows, padding: Padding) => Node;

export function maxPooling(wording: PoolingWording): LayerDefinition {
  const { rank } = wording;
  const two = ones(rank).map(() => 2);
  const params = { pool_size: param(perAxis(rank), "how far the window reaches along each axis", two) };
  const pool: Pool = (g, x, windows, padding) => g.maxPool(x, { ...windows, ...padding });
  return pooling(wording, params, pool, true);
}

export function averagePooling(wording: PoolingWording): LayerDefinition {
  const params = { pool_size: param(perAxis(wording.rank), "how far the window reaches along each axis") };
  return pooling(wording, params, averagePool, false);
}

function pooling<P extends { readonly pool_size: ReturnType<typeof param<readonly number[]>> }>(
  { name, aliases, doc, rank, examples }: PoolingWording,
  params: P,
  pool: Pool,
  nonlinear: boolean,
): LayerDefinition {
  return defineSpatialLayer({
    name,
    aliases,
    doc,
    params: {
      pool_size: params.pool_size,
      strides: param(
        perAxisOrNone(rank),
        "steps from one window to the next; none means the window's size",
        null,
      ),
      padding: param(
        choice("valid", "same"),
        "same lets windows reach over the edge, valid does not",
        "valid",
      ),
      data_format: dataFormat,
    },
    shape(given, [x]) {
      const { space, channels } = spaceOf(name, rank, x);
      const places = placesAlong(name, space, windowsOf(given), given.padding, "pool_size");
      return { shape: [...places, channels], dtype: "float" };
    },
    lower({ g, params: given, inputs: [x], float }) {
      if (x === undefined) throw new Error(`${name} is lowered with one input`);
      const windows = windowsOf(given);
      return pool(g, g.cast(x, float), windows, paddingFor(x.shape.slice(1, -1), windows, given.padding));
    },
    facts: () => ({ learns: false, nonlinear, pools: true }),
    examples,
  });
}

function windowsOf({ pool_size, strides }: PoolParams): Windows {
  return { sizes: pool_size, strides: strides ?? pool_size, dilations: ones(pool_size.length) };
}

/** The mean of the elements that are there: padding does not count. */
function averagePool(g: Builder, x: Node, windows: Windows, padding: Padding): Node {
  const sums = g.sum(g.windows(withMargins(g, x, padding, 0), windows), windowAxes(windows.sizes.length));
  const space = x.shape.slice(1, -1);
  const places = sums.shape.slice(1, -1);
  const counts = countsAt(space, places, windows, padding);
  return g.div(sums, g.constant(counts, [...places, 1], x.dtype));
}

/** How many elements every window holds, in row-major order of the places; one number where all hold as many. */
function countsAt(
  space: readonly number[],
  places: readonly number[],
  { sizes, strides }: Windows,
  { before, after }: Padding,
): number | number[] {
  if ([...before, ...after].every((margin) => margin === 0)) return sizeOf(sizes);
  return places.reduce<number[]>(
    (counts, count, i) =>
      counts.flatMap((sofar) =>
        Array.from({ length: count }, (_, place) => {
          const start = place * (strides[i] as number) - (before[i] as number);
          const end = Math.min(start + (sizes[i] as number), space[i] as number);
          return sofar * (end - Math.max(start, 0));
        }),
      ),
    [1],
  );
}

/** Folds all of space: the largest, or the mean, of every channel. */
export function globalPooling(
  { name, aliases, doc, rank, examples }: PoolingWording,
  fold: "max" | "mean",
): LayerDefinition {
  return defineSpatialLayer({
    name,
    aliases,
    doc,
    params: {
      data_format: dataFormat,
      keepdims: param(flag, "whether the axes of space stay, with size 1", false),
    },
    shape({ keepdims }, [x]) {
      const { channels } = spaceOf(name, rank, x);
      return { shape: keepdims ? [...ones(rank), channels] : [channels], dtype: "float" };
    },
    lower({ g, params: { keepdims }, inputs: [x], masks: [mask], float }) {
      if (x === undefined) throw new Error(`${name} is lowered with one input`);
      const axes = ones(rank).map((_, i) => i + 1);
      const value = g.cast(x, float);
      // As in Keras, whose means over a sequence alone look at masks.
      const counts = fold === "mean" && rank === 1 ? maskOver(g, mask, value) : undefined;
      if (counts) {
        const total = g.sum(g.where(counts, value, 0), axes, keepdims);
        return g.div(total, g.sum(counts, axes, keepdims));
      }
      return fold === "max" ? g.reduceMax(value, axes, keepdims) : g.mean(value, axes, keepdims);
    },
    facts: () => ({ learns: false, nonlinear: fold === "max", pools: true }),
    examples,
  });
}
