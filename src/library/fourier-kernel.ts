/** Kernels of the short-time Fourier transform, with the windows of signal processing. */
import { cosine, sine } from "../tensor/functions/trigonometric.ts";
import { numberArithmetic } from "../tensor/number-arithmetic.ts";

const f64 = numberArithmetic.f64;

/** Windows that are sums of cosines, by their coefficients: Harris, On the use of windows for harmonic analysis (1978). */
const cosineWindows = {
  boxcar: [1],
  hann: [0.5, 0.5],
  hamming: [0.54, 0.46],
  blackman: [0.42, 0.5, 0.08],
  nuttall: [0.3635819, 0.4891775, 0.1365995, 0.0106411],
  blackmanharris: [0.35875, 0.48829, 0.14128, 0.01168],
  flattop: [0.21557895, 0.41663158, 0.277263158, 0.083578947, 0.006947368],
} as const;

export type WindowName = keyof typeof cosineWindows;

export const windowNames = Object.keys(cosineWindows) as WindowName[];

export interface FourierOptions {
  readonly side: "real" | "imag";
  readonly window: WindowName | null;
  readonly scaling: "density" | "spectrum" | null;
  readonly periodic: boolean;
}

/** Row-major `[frame, 1, bands]`; the transform's length is `2 * (bands - 1)`. */
export function fourierKernel(options: FourierOptions, frame: number, bands: number): Float64Array {
  const { side, window, scaling, periodic } = options;
  const length = 2 * (bands - 1);
  const weights = window === null ? undefined : windowOf(window, frame, periodic);
  const scale = weights === undefined ? 1 : scaleOf(weights, scaling);
  const values = new Float64Array(frame * bands);
  for (let t = 0; t < frame; t++) {
    const weight = (weights?.[t] ?? 1) / scale;
    for (let k = 0; k < bands; k++) {
      // Whole turns are taken off while the angle is still an exact fraction.
      const angle = (-2 * Math.PI * ((t * k) % length)) / length;
      values[t * bands + k] = weight * (side === "real" ? cosine(f64, angle) : sine(f64, angle));
    }
  }
  return values;
}

/** `sum of a_k cos(k x)` for x from -pi to pi; a periodic window leaves the last point out. */
export function windowOf(name: WindowName, length: number, periodic: boolean): Float64Array {
  const window = new Float64Array(length).fill(1);
  const steps = periodic ? length : length - 1;
  if (length === 1) return window;
  return window.map((_, i) =>
    cosineWindows[name].reduce((sum: number, a, k) => {
      const turns = (k * (2 * i - steps)) % (2 * steps);
      return sum + a * cosine(f64, (Math.PI * turns) / steps);
    }, 0),
  );
}

function scaleOf(window: Float64Array, scaling: FourierOptions["scaling"]): number {
  if (scaling === null) return 1;
  const sum = window.reduce((total, w) => total + (scaling === "density" ? w * w : Math.abs(w)), 0);
  return scaling === "density" ? Math.sqrt(sum) : sum;
}
