import { multiplyDims } from "../../base/dim.ts";
import type { Builder } from "../../tensor/builder.ts";
import type { Node } from "../../tensor/node.ts";
import { instanceWithDefaults } from "../../words/instance-of.ts";
import { choice, flag, integer, optional, param } from "../../words/param-types.ts";
import { dataFormat, defineSpatialLayer } from "../data-format.ts";
import { windowNames } from "../fourier-kernel.ts";
import { stft } from "../initializers/stft.ts";
import { ShapeProblem } from "../layer.ts";
import { weightSpec } from "../weight-spec.ts";
import { paddingFor, placesAlong, spaceOf } from "../windows.ts";

/** Below it a magnitude counts as this, as in Keras. */
const epsilon = 1e-7;

interface Frames {
  readonly frame_length: number;
  readonly frame_step: number | null;
  readonly fft_length: number | null;
}

export const sTFTSpectrogram = defineSpatialLayer({
  name: "STFTSpectrogram",
  doc: "The spectrum of a signal over time: which frequencies sound in each short frame of it. For audio and vibrations, before convolutions. The kernels begin as those of the Fourier transform and train with the network, as in Keras; trainable = false keeps them.",
  params: {
    mode: param(
      choice("log", "magnitude", "psd", "real", "imag", "stft"),
      "logarithm of the magnitude, the magnitude, the power, or the real and imaginary parts, one or both",
      "log",
    ),
    frame_length: param(integer({ min: 1 }), "samples in each frame", 256),
    frame_step: param(
      optional(integer({ min: 1 })),
      "samples from one frame to the next; half a frame where left out",
      null,
    ),
    fft_length: param(
      optional(integer({ min: 1 })),
      "length of the transform; the next power of two where left out",
      null,
    ),
    window: param(optional(choice(...windowNames)), "what fades the ends of a frame", "hann"),
    periodic: param(flag, "whether the window leaves out its last point", false),
    scaling: param(optional(choice("density", "spectrum")), "what the window is divided by", "density"),
    padding: param(
      choice("valid", "same"),
      "frames within the signal only, or as many as samples over the step",
      "valid",
    ),
    expand_dims: param(flag, "whether frequencies get an axis of their own, before the channels", false),
    data_format: dataFormat,
  },
  check({ frame_length, frame_step, fft_length }) {
    if (frame_step !== null && frame_step > frame_length) {
      throw new ShapeProblem(
        "bad-option",
        `STFTSpectrogram: a step of ${frame_step} leaves samples out between frames of ${frame_length}`,
        {
          param: "frame_step",
          label: "at most frame_length",
        },
      );
    }
    if (fft_length !== null && fft_length < frame_length) {
      throw new ShapeProblem(
        "bad-option",
        `STFTSpectrogram: a transform of ${fft_length} does not hold a frame of ${frame_length}`,
        {
          param: "fft_length",
          label: "at least frame_length",
        },
      );
    }
  },
  shape(params, [x]) {
    const { space, channels } = spaceOf("STFTSpectrogram", 1, x);
    const windows = { sizes: [params.frame_length], strides: [stepOf(params)], dilations: [1] };
    const [frames] = placesAlong("STFTSpectrogram", space, windows, params.padding, "frame_length");
    const bands = params.mode === "stft" ? 2 * bandsOf(params) : bandsOf(params);
    if (frames === undefined) throw new Error("a signal has one axis of time");
    const shape = params.expand_dims ? [frames, bands, channels] : [frames, multiplyDims(channels, bands)];
    return { shape, dtype: "float" };
  },
  weights(params) {
    const kernel = (side: "real" | "imag") =>
      weightSpec(
        [params.frame_length, 1, bandsOf(params)],
        instanceWithDefaults(stft, {
          side,
          window: params.window,
          scaling: params.scaling,
          periodic: params.periodic,
        }),
        null,
        null,
      );
    return {
      ...(params.mode === "imag" ? {} : { real_kernel: kernel("real") }),
      ...(params.mode === "real" ? {} : { imag_kernel: kernel("imag") }),
    };
  },
  lower({ g, params, inputs: [input], weights: { real_kernel, imag_kernel }, float }) {
    if (input === undefined) throw new Error("STFTSpectrogram is lowered with one input");
    const x = g.cast(input, float);
    const [batch, steps, channels] = x.shape as [number, number, number];
    const signals = g.reshape(g.transpose(x, [0, 2, 1]), [batch * channels, steps, 1]);
    const windows = { sizes: [params.frame_length], strides: [stepOf(params)], dilations: [1] };
    const side = (kernel: Node): Node =>
      g.convolve(signals, kernel, { ...windows, ...paddingFor([steps], windows, params.padding), groups: 1 });
    const spectrum = spectrumOf(
      g,
      params.mode,
      real_kernel && side(real_kernel),
      imag_kernel && side(imag_kernel),
    );
    const [, frames, bands] = spectrum.shape as [number, number, number];
    const apart = g.reshape(spectrum, [batch, channels, frames, bands]);
    if (params.expand_dims) return g.transpose(apart, [0, 2, 3, 1]);
    return g.reshape(g.transpose(apart, [0, 2, 1, 3]), [batch, frames, channels * bands]);
  },
  facts: ({ mode }) => ({
    learns: true,
    nonlinear: mode !== "real" && mode !== "imag" && mode !== "stft",
    mixes: "window",
  }),
  examples: [
    { source: "STFTSpectrogram(frame_length = 8)", input: [20, 1], output: [4, 5], parameters: 80 },
    {
      source: "STFTSpectrogram(stft, 6, 2, 8, hamming, true, spectrum, same, true)",
      input: [9, 2],
      output: [5, 10, 2],
      parameters: 60,
    },
    { source: "STFTSpectrogram(psd, 6, 3, window = none)", input: [12, 1], output: [3, 5], parameters: 60 },
    { source: "STFTSpectrogram(imag, 4)", input: [8, 2], output: [3, 6], parameters: 12 },
  ],
});

function stepOf({ frame_length, frame_step }: Frames): number {
  return frame_step ?? Math.max(1, Math.floor(frame_length / 2));
}

function bandsOf({ frame_length, fft_length }: Frames): number {
  let power = 1;
  while (power < frame_length) power *= 2;
  return Math.floor((fft_length ?? power) / 2) + 1;
}

/** `[signal, frame, band]`. */
function spectrumOf(g: Builder, mode: string, real: Node | undefined, imag: Node | undefined): Node {
  const only = real ?? imag;
  if (only === undefined) throw new Error("a spectrum has a side");
  if (real === undefined || imag === undefined) return only;
  if (mode === "stft") return g.concat([real, imag], 2);
  const power = g.add(g.mul(real, real), g.mul(imag, imag));
  if (mode === "psd") {
    // Every band but the first and the last stands for its mirror image too.
    const [signals, frames, bands] = power.shape as [number, number, number];
    const inner = g.slice(power, [0, 0, 1], [signals, frames, bands - 2]);
    return g.add(power, g.pad(inner, [0, 0, 1], [0, 0, 1]));
  }
  const magnitude = g.sqrt(g.max(power, epsilon));
  return mode === "magnitude" ? magnitude : g.log(g.max(magnitude, epsilon));
}
