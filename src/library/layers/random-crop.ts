import { size } from "../../words/list-types.ts";
import { param } from "../../words/param-types.ts";
import { defineImageLayer, seedThenFormat } from "../image-layer.ts";
import { resized, sizesOf, withinRatio } from "../resize-image.ts";

export const randomCrop = defineImageLayer({
  name: "RandomCrop",
  doc: "A window of the image: while training at a random place, the same for all images of a batch; else the middle, as large as it goes, brought to the size. Images that are not larger than the window are cut to its shape and resized at any time. Keras 3.15 leaves images uncut when it is not training, against its own documentation.",
  params: {
    height: param(size, "rows of the window"),
    width: param(size, "columns of the window"),
    ...seedThenFormat,
  },
  acts: "always",
  size: ({ height, width }) => [height, width],
  transform({ g, x, height, width, params, training, uniform }) {
    const target = sizesOf(params);
    const [rows, columns] = target;
    if (!training || height <= rows || width <= columns) {
      return resized(g, withinRatio(g, x, target), target, { interpolation: "bilinear", antialias: false });
    }
    const window = (name: string, axis: number, length: number, kept: number) => {
      const start = g.cast(uniform(name, [0, length - kept + 1], [1]), "i32");
      const order = x.shape.map((_, i) => i);
      const front = [axis, ...order.filter((i) => i !== axis)];
      return (of: typeof x): typeof x => {
        const picked = g.gather(g.transpose(of, front), g.add(g.iota([kept], 0, "i32"), start));
        return g.transpose(
          picked,
          order.map((i) => front.indexOf(i)),
        );
      };
    };
    return window("column", 2, width, columns)(window("row", 1, height, rows)(x));
  },
  examples: [
    { source: "RandomCrop(2, 3)", input: [5, 4, 1], output: [2, 3, 1], parameters: 0 },
    { source: "RandomCrop(3, 3)", input: [3, 4, 2], output: [3, 3, 2], parameters: 0 },
  ],
});
