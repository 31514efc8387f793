/** Random changes of brightness, contrast and colours, each image by draws of its own: layers by themselves, and together a jitter. */
import type { Node } from "../tensor/node.ts";
import { hsvOf, rgbOf } from "./colours.ts";
import { type Factor, rangeOf } from "./factor.ts";
import type { Images } from "./image-layer.ts";
import { clipTo, rescale } from "./value-range.ts";

export type ColourChange = (images: Images<unknown>, factor: Factor, valueRange: readonly number[]) => Node;

/** Adds a share of the range. */
export const changedBrightness: ColourChange = ({ g, x, uniform }, factor, valueRange) => {
  const [low, high] = rangeOf(valueRange);
  return clipTo(g, g.add(x, g.mul(uniform("brightness", rangeOf(factor)), high - low)), valueRange);
};

/** `(x - mean) * contrast + mean`, the mean of each channel. */
export const changedContrast: ColourChange = ({ g, x, uniform }, factor, valueRange) => {
  const [less, more] = rangeOf(factor, 0);
  const mean = g.mean(g.mean(x, [1], true), [2], true);
  const contrast = uniform("contrast", [1 - less, 1 + more]);
  return clipTo(g, g.add(g.mul(g.sub(x, mean), contrast), mean), valueRange);
};

/** What keeps a factor of 1 finite, as in Keras. */
const epsilon = 1e-7;

/** The saturation times `f / (1 - f)`. */
export const changedSaturation: ColourChange = ({ g, x, uniform }, factor, valueRange) => {
  const drawn = uniform("saturation", rangeOf(factor));
  const times = g.div(drawn, g.add(g.sub(1, drawn), epsilon));
  const [hue, saturation, value] = hsvOf(g, x);
  return rgbOf(g, [hue, clipTo(g, g.mul(saturation, times), valueRange), value]);
};

const unit = [0, 1] as const;

/** Half a turn of the colour wheel at most, either way. */
export const changedHue: ColourChange = ({ g, x, uniform }, factor, valueRange) => {
  const sign = g.where(g.less(0.5, uniform("direction", [0, 1])), -1, 1);
  const turn = g.mul(g.mul(sign, uniform("hue", rangeOf(factor, 0))), 0.5);
  const [hue, saturation, value] = hsvOf(g, rescale(g, x, valueRange, unit));
  const turned = g.add(hue, turn);
  const below = g.where(g.less(1, turned), g.sub(turned, 1), turned);
  const kept = g.where(g.less(below, 0), g.add(below, 1), below);
  const rgb = rgbOf(g, [kept, saturation, value]);
  return rescale(g, g.min(g.max(rgb, 0), 1), unit, valueRange);
};
