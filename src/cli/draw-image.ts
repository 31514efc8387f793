/** An image in characters, for a terminal. */

const shades = " .:-=+*#%@";

/** `values` of shape `[height, width]` or `[height, width, channels]`; two rows of pixels make one line, channels their mean. */
export function drawImage(values: ArrayLike<number>, shape: readonly number[]): string {
  const [height, width, channels = 1] = shape as [number, number, number?];
  const brightness = (y: number, x: number): number => {
    let sum = 0;
    for (let c = 0; c < channels; c++) sum += values[(y * width + x) * channels + c] as number;
    return sum / channels;
  };
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < values.length; i++) {
    low = Math.min(low, values[i] as number);
    high = Math.max(high, values[i] as number);
  }
  const lines: string[] = [];
  for (let y = 0; y < height; y += 2) {
    let line = "";
    for (let x = 0; x < width; x++) {
      const mean = (brightness(y, x) + brightness(Math.min(y + 1, height - 1), x)) / 2;
      const share = high > low ? (mean - low) / (high - low) : 0;
      line += shades[Math.round(share * (shades.length - 1))];
    }
    lines.push(line.trimEnd());
  }
  return lines.join("\n");
}
