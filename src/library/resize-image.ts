/** Images of another size and shape: cut, with a margin, stretched. Sizes are `[height, width]`. */
import { type Dim, isKnown } from "../base/dim.ts";
import type { Builder } from "../tensor/builder.ts";
import type { Node } from "../tensor/node.ts";
import { type Interpolation, resizedAlong } from "./resize.ts";

export type Size = readonly [height: number, width: number];

export function sizesOf({ height, width }: { readonly height: Dim; readonly width: Dim }): Size {
  if (!isKnown(height) || !isKnown(width)) throw new Error("an image is lowered with its size known");
  return [height, width];
}

export function resized(
  g: Builder,
  x: Node,
  [height, width]: Size,
  options: { readonly interpolation: Interpolation; readonly antialias: boolean },
): Node {
  return resizedAlong(g, resizedAlong(g, x, { axis: 1, size: height, ...options }), {
    axis: 2,
    size: width,
    ...options,
  });
}

/** The middle of the image. */
export function centre(g: Builder, x: Node, [height, width]: Size): Node {
  const [batch, rows, columns, channels] = x.shape as [number, number, number, number];
  const start = [Math.floor((rows - height) / 2), Math.floor((columns - width) / 2)] as const;
  return g.slice(x, [0, ...start, 0], [batch, height, width, channels]);
}

/** The largest middle part of the shape of `target`. */
export function withinRatio(g: Builder, x: Node, [height, width]: Size): Node {
  const [, rows, columns] = x.shape as [number, number, number];
  const tall = Math.max(Math.min(rows, Math.floor((columns * height) / width)), 1);
  const wide = Math.max(Math.min(columns, Math.floor((rows * width) / height)), 1);
  return centre(g, x, [tall, wide]);
}

/** With as much around as gives it the shape of `target`: as in Keras the same on both sides, so a pixel may be missing. */
export function paddedToRatio(g: Builder, x: Node, [height, width]: Size, fill: number): Node {
  const [, rows, columns] = x.shape as [number, number, number];
  const tall = Math.max(rows, Math.floor((columns * height) / width));
  const wide = Math.max(columns, Math.floor((rows * width) / height));
  const down = Math.floor((tall - rows) / 2);
  const across = down > 0 ? 0 : Math.floor((wide - columns) / 2);
  const margins = [0, down, across, 0];
  return g.pad(x, margins, margins, fill);
}
