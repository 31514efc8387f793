/** A picture in another size, as keras.utils.image_dataset_from_directory makes it: bilinear, points at their middles. */
import type { Picture } from "./decode-image.ts";

export function resizeImage(picture: Picture, height: number, width: number): Picture {
  const { channels, values } = picture;
  if (picture.height === height && picture.width === width) return picture;
  const out = new Uint8Array(height * width * channels);
  const rows = samples(picture.height, height);
  const columns = samples(picture.width, width);
  let to = 0;
  for (const row of rows) {
    for (const column of columns) {
      for (let channel = 0; channel < channels; channel++) {
        const at = (y: number, x: number) => values[(y * picture.width + x) * channels + channel] as number;
        const upper = at(row.low, column.low) * (1 - column.share) + at(row.low, column.high) * column.share;
        const lower =
          at(row.high, column.low) * (1 - column.share) + at(row.high, column.high) * column.share;
        out[to++] = Math.round(upper * (1 - row.share) + lower * row.share);
      }
    }
  }
  return { height, width, channels, values: out };
}

interface Sample {
  readonly low: number;
  readonly high: number;
  /** Of the higher one. */
  readonly share: number;
}

/** For each point of the new axis the two old ones beside it. */
function samples(from: number, to: number): readonly Sample[] {
  return Array.from({ length: to }, (_, i) => {
    const middle = ((i + 0.5) * from) / to - 0.5;
    const low = Math.floor(middle);
    const clamp = (at: number) => Math.min(Math.max(at, 0), from - 1);
    return { low: clamp(low), high: clamp(low + 1), share: middle - low };
  });
}
