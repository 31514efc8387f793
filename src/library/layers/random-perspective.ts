import { number, param } from "../../words/param-types.ts";
import { factor, rangeOf } from "../factor.ts";
import { homography } from "../homography.ts";
import { defineImageLayer, seedThenFormat } from "../image-layer.ts";
import { fillValueParam, sampleImage, samplingParam } from "../sample-image.ts";

export const randomPerspective = defineImageLayer({
  name: "RandomPerspective",
  doc: "Tilts each image while training, as if it were seen from another place: the four corners move by random amounts. The upper left one has nothing to move by and stays, as in Keras.",
  params: {
    factor: param(factor({ min: 0, max: 1 }), "the largest chance of each image, or lowest and highest", 1),
    scale: param(
      number({ min: 0, max: 1 }),
      "how far corners move at most, as twice the share of the image",
      1,
    ),
    interpolation: samplingParam,
    fill_value: fillValueParam,
    ...seedThenFormat,
  },
  acts: "training",
  transform({ g, x, batch, height, width, params, uniform, sometimes }) {
    const { scale, interpolation, fill_value: fill } = params;
    const [right, bottom] = [width - 1, height - 1];
    const each = [batch, 1, 1];
    const moved = (corner: string, at: readonly [x: number, y: number]) => {
      const along = (axis: string, start: number) =>
        g.mul(start, g.add(1, uniform(`${corner} ${axis}`, [-0.5 * scale, 0.5 * scale], each)));
      return { from: at, to: [along("x", at[0]), along("y", at[1])] as const };
    };
    const map = homography(g, [
      moved("upper left", [0, 0]),
      moved("upper right", [right, 0]),
      moved("lower left", [0, bottom]),
      moved("lower right", [right, bottom]),
    ]);
    const [column, row] = [2, 1].map((axis) => g.iota([batch, height, width], axis, x.dtype));
    const tilted = sampleImage(g, x, map(column as typeof x, row as typeof x), {
      interpolation,
      mode: "constant",
      fill,
    });
    return sometimes(rangeOf(params.factor, 0), tilted);
  },
  examples: [
    { source: "RandomPerspective([1, 1], 0.5)", input: [4, 4, 2], output: [4, 4, 2], parameters: 0 },
  ],
});
