/** UpSampling1D to 3D: every element several times, or what lies between them in two dimensions. */
import { scaleDim } from "../base/dim.ts";
import type { Params } from "../words/param.ts";
import { choice, param } from "../words/param-types.ts";
import { dataFormat, defineSpatialLayer } from "./data-format.ts";
import type { LayerDefinition, LayerExample } from "./layer.ts";
import { type Interpolation, interpolations, resizedAlong } from "./resize.ts";
import { ones, perAxis, spaceOf } from "./windows.ts";

interface UpSamplingWording {
  readonly name: string;
  readonly doc: string;
  readonly rank: 1 | 2 | 3;
  readonly examples: readonly LayerExample[];
}

const interpolation = param(
  choice(...interpolations),
  "what stands between the elements: nearest repeats them",
  "nearest",
);

export function upSampling({ name, doc, rank, examples }: UpSamplingWording): LayerDefinition {
  return defineSpatialLayer({
    name,
    doc,
    params: {
      size: param(
        perAxis(rank),
        "how often each element is repeated along each axis",
        ones(rank).map(() => 2),
      ),
      ...(rank === 1 ? {} : { data_format: dataFormat }),
      ...(rank === 2 ? { interpolation } : {}),
    },
    shape({ size, ...given }, [x]) {
      const { space, channels } = spaceOf(name, rank, x);
      const larger = space.map((dim, i) => scaleDim(dim, size[i] ?? 1));
      return {
        shape: [...larger, channels],
        dtype: interpolationOf(given) === "nearest" ? (x?.dtype ?? "float") : "float",
      };
    },
    lower({ g, params: { size, ...given }, inputs: [x], float }) {
      if (x === undefined) throw new Error(`${name} is lowered with one input`);
      const between = interpolationOf(given);
      if (between !== "nearest") {
        return size.reduce(
          (y, times, i) =>
            resizedAlong(g, y, {
              axis: i + 1,
              size: (x.shape[i + 1] as number) * times,
              interpolation: between,
            }),
          g.cast(x, float),
        );
      }
      const [batch = 1, ...row] = x.shape;
      const channels = row.at(-1) as number;
      const space = row.slice(0, -1);
      const apart = g.reshape(x, [batch, ...space.flatMap((length) => [length, 1]), channels]);
      const repeated = space.flatMap((length, i) => [length, size[i] as number]);
      const wide = g.broadcast(apart, [batch, ...repeated, channels]);
      return g.reshape(wide, [batch, ...space.map((length, i) => length * (size[i] as number)), channels]);
    },
    facts: () => ({ learns: false, nonlinear: false }),
    examples,
  });
}

/** Sequences and volumes have no choice. */
function interpolationOf({ interpolation = "nearest" }: Params): Interpolation {
  return interpolation as Interpolation;
}
