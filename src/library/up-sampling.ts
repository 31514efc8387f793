/** UpSampling1D to 3D: every element several times. */
import { scaleDim } from "../base/dim.ts";
import { choice, keywordOnly, param } from "../words/param-types.ts";
import { defineLayer, type LayerDefinition, type LayerExample } from "./layer.ts";
import { dataFormatLeftOut, ones, perAxis, spaceOf } from "./windows.ts";

interface UpSamplingWording {
  readonly name: string;
  readonly doc: string;
  readonly rank: 1 | 2 | 3;
  readonly examples: readonly LayerExample[];
}

export function upSampling({ name, doc, rank, examples }: UpSamplingWording): LayerDefinition {
  return defineLayer({
    name,
    doc,
    params: {
      size: param(
        perAxis(rank),
        "how often each element is repeated along each axis",
        ones(rank).map(() => 2),
      ),
      ...(rank === 2
        ? {
            interpolation: keywordOnly(
              param(choice("nearest"), "what stands between the elements", "nearest"),
            ),
          }
        : {}),
    },
    leftOut: rank === 1 ? {} : dataFormatLeftOut,
    shape({ size }, [x]) {
      const { space, channels } = spaceOf(name, rank, x);
      const larger = space.map((dim, i) => scaleDim(dim, size[i] ?? 1));
      return { shape: [...larger, channels], dtype: x?.dtype ?? "float" };
    },
    lower({ g, params: { size }, inputs: [x] }) {
      if (x === undefined) throw new Error(`${name} is lowered with one input`);
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
