import { choice, flag, optional, param } from "../../words/param-types.ts";
import { fourierKernel, windowNames } from "../fourier-kernel.ts";
import { defineInitializer } from "../initializer.ts";

export const stft = defineInitializer({
  name: "STFT",
  aliases: ["STFTInitializer"],
  doc: "The cosines or sines of a short-time Fourier transform, as the kernel of a one-dimensional convolution. For the first layer over sound: with trainable = false it computes a spectrogram. Fills weights of shape [frame length, 1, bands], where bands = fft length / 2 + 1: cos(-2 pi t k / fft length) times a window, as in Keras.",
  params: {
    side: param(choice("real", "imag"), "real for cosines, imag for sines", "real"),
    window: param(
      optional(choice(...windowNames)),
      "the window that each frame is weighed with; none for no window",
      "hann",
    ),
    scaling: param(
      optional(choice("density", "spectrum")),
      "divides by the root of the sum of squares of the window, or by its sum; none leaves it",
      "density",
    ),
    periodic: param(flag, "the window begins a period (true) or is symmetric (false)", false),
  },
  problem(_params, shape) {
    if (shape.length === 3 && shape[1] === 1 && (shape[2] as number) >= 2) return undefined;
    return `STFT fills weights of shape [frame length, 1, bands] with at least 2 bands, not [${shape.join(", ")}]`;
  },
  sample: ({ side, window, scaling, periodic }, [frame = 0, , bands = 0]) =>
    fourierKernel({ side, window, scaling, periodic }, frame, bands),
  facts: () => ({ constant: false }),
});
