import { addDims, floorDivideDim, type Shape, showShape } from "../../base/dim.ts";
import type { Builder } from "../../tensor/builder.ts";
import { logarithm } from "../../tensor/functions/logarithm.ts";
import type { Node } from "../../tensor/node.ts";
import { numberArithmetic } from "../../tensor/number-arithmetic.ts";
import { choice, flag, integer, number, optional, param } from "../../words/param-types.ts";
import { windowOf } from "../fourier-kernel.ts";
import { defineLayer, ShapeProblem } from "../layer.ts";

const ln = (x: number): number => logarithm(numberArithmetic.f64, x);

export const melSpectrogram = defineLayer({
  name: "MelSpectrogram",
  doc: "How loud each pitch is over time, on the mel scale, which follows the ear: finer for low tones than for high ones. The usual beginning of networks for speech and music. Takes one row of samples and gives [pitches, frames], in decibels. The loudness that top_db counts from is that of the row; Keras takes that of the batch.",
  params: {
    fft_length: param(integer({ min: 2 }), "length of the Fourier transform", 2048),
    sequence_stride: param(integer({ min: 1 }), "samples from one frame to the next", 512),
    sequence_length: param(
      optional(integer({ min: 1 })),
      "samples in each frame; fft_length where left out",
      null,
    ),
    window: param(optional(choice("hann", "hamming")), "what fades the ends of a frame", "hann"),
    sampling_rate: param(integer({ min: 1 }), "samples a second", 16000),
    num_mel_bins: param(integer({ min: 1 }), "number of pitches", 128),
    min_freq: param(number({ min: 0 }), "lowest frequency, in hertz", 20),
    max_freq: param(
      optional(number({ min: 0, aboveMin: true })),
      "highest frequency; half the sampling rate where left out",
      null,
    ),
    power_to_db: param(flag, "whether loudness is told in decibels", true),
    top_db: param(number({ min: 0 }), "decibels below the loudest that are told apart", 80),
    mag_exp: param(
      number({ min: 0, aboveMin: true }),
      "power of the magnitude: 1 for the magnitude, 2 for its energy",
      2,
    ),
    min_power: param(
      number({ min: 0, aboveMin: true }),
      "the least energy that a logarithm is taken of",
      1e-10,
    ),
    ref_power: param(number(), "energy that counts as 0 decibels", 1),
  },
  check({ fft_length, sequence_length }) {
    if (sequence_length === null || sequence_length <= fft_length) return;
    throw new ShapeProblem(
      "bad-option",
      `MelSpectrogram: a transform of ${fft_length} does not hold a frame of ${sequence_length}`,
      {
        param: "sequence_length",
        label: "at most fft_length",
      },
    );
  },
  shape({ fft_length, sequence_stride, num_mel_bins }, [x]) {
    const shape: Shape = x?.shape ?? [];
    const [samples] = shape;
    if (shape.length !== 1 || samples === undefined) {
      throw new ShapeProblem(
        "rank-mismatch",
        `MelSpectrogram takes one row of samples, but ${showShape(shape)} comes in`,
        {
          label: "needs the shape [samples]",
          help: "a signal of one channel: Reshape([-1]) before it",
        },
      );
    }
    if (typeof samples === "number" && samples <= fft_length / 2) {
      throw new ShapeProblem(
        "shape-mismatch",
        `MelSpectrogram: ${samples} samples are too few for a transform of ${fft_length}`,
        {
          param: "fft_length",
          label: "less than twice the number of samples",
        },
      );
    }
    const inside = addDims(samples, 2 * Math.floor(fft_length / 2) - fft_length);
    return { shape: [num_mel_bins, addDims(floorDivideDim(inside, sequence_stride), 1)], dtype: "float" };
  },
  lower({ g, params, inputs: [input], float }) {
    if (input === undefined) throw new Error("MelSpectrogram is lowered with one input");
    const { fft_length, sequence_stride, sampling_rate, num_mel_bins, mag_exp } = params;
    const x = g.cast(input, float);
    const bands = Math.floor(fft_length / 2) + 1;
    const wide = mirrored(g, x, Math.floor(fft_length / 2));
    const signal = g.reshape(wide, [...wide.shape, 1]);
    const { sequence_length, window } = params;
    const fade = windowIn(fft_length, sequence_length ?? fft_length, window);
    const [time, band] = [g.iota([fft_length, bands], 0, float), g.iota([fft_length, bands], 1, float)];
    const product = g.mul(time, band);
    const turns = g.sub(product, g.mul(g.floor(g.div(product, fft_length)), fft_length));
    const angle = g.mul(turns, (2 * Math.PI) / fft_length);
    const faded = g.constant([...fade], [fft_length, 1], float);
    const side = (wave: Node): Node =>
      g.convolve(signal, g.reshape(g.mul(wave, faded), [fft_length, 1, bands]), {
        strides: [sequence_stride],
        dilations: [1],
        before: [0],
        after: [0],
        groups: 1,
      });
    const [real, imag] = [side(g.cos(angle)), side(g.sin(angle))];
    const energy = g.add(g.mul(real, real), g.mul(imag, imag));
    const loud = mag_exp === 2 ? energy : g.pow(g.sqrt(energy), mag_exp);
    const scale = melWeights(
      num_mel_bins,
      bands,
      sampling_rate,
      params.min_freq,
      params.max_freq ?? sampling_rate / 2,
    );
    const [batch, frames] = loud.shape as [number, number];
    const flat = g.reshape(loud, [batch * frames, bands]);
    const mel = g.reshape(g.matmul(flat, g.constant([...scale], [bands, num_mel_bins], float)), [
      batch,
      frames,
      num_mel_bins,
    ]);
    return g.transpose(params.power_to_db ? decibels(g, mel, params) : mel, [0, 2, 1]);
  },
  facts: () => ({ learns: false, nonlinear: true, rescales: true }),
  examples: [
    {
      source: "MelSpectrogram(8, 4, num_mel_bins = 3, sampling_rate = 80)",
      input: [20],
      output: [3, 6],
      parameters: 0,
    },
    {
      source: "MelSpectrogram(16, 5, 10, hamming, 100, 4, 2, 40, power_to_db = false, mag_exp = 1)",
      input: [30],
      output: [4, 7],
      parameters: 0,
    },
  ],
});

/** Half a transform at both ends, backwards from the first and last sample, which stand once. */
function mirrored(g: Builder, x: Node, reach: number): Node {
  const [batch, samples] = x.shape as [number, number];
  if (reach === 0) return x;
  const back = (start: number): Node => g.slice(x, [0, start], [batch, reach], [1, -1]);
  return g.concat([back(reach), x, back(samples - 2)], 1);
}

function windowIn(length: number, frame: number, name: "hann" | "hamming" | null): Float64Array {
  const window = name === null ? new Float64Array(frame).fill(1) : windowOf(name, frame, true);
  const padded = new Float64Array(length);
  padded.set(window, Math.floor((length - frame) / 2));
  return padded;
}

/** Triangles whose corners are evenly apart on the mel scale, 1127 ln(1 + f / 700): HTK's, without the lowest band. */
function melWeights(bins: number, bands: number, rate: number, low: number, high: number): Float64Array {
  const mel = (hertz: number): number => 1127 * ln(1 + hertz / 700);
  const corner = (i: number): number => mel(low) + ((mel(high) - mel(low)) * i) / (bins + 1);
  const weights = new Float64Array(bands * bins);
  for (let band = 1; band < bands; band++) {
    const pitch = mel((rate / 2) * (band / (bands - 1)));
    for (let bin = 0; bin < bins; bin++) {
      const [left, middle, right] = [corner(bin), corner(bin + 1), corner(bin + 2)];
      const rising = (pitch - left) / (middle - left);
      const falling = (right - pitch) / (right - middle);
      weights[band * bins + bin] = Math.max(0, Math.min(rising, falling));
    }
  }
  return weights;
}

function decibels(
  g: Builder,
  mel: Node,
  {
    min_power,
    ref_power,
    top_db,
  }: { readonly min_power: number; readonly ref_power: number; readonly top_db: number },
): Node {
  const tens = 10 / ln(10);
  const loud = g.mul(tens, g.log(g.max(mel, min_power)));
  const relative = g.sub(loud, tens * ln(Math.max(Math.abs(ref_power), min_power)));
  return g.max(relative, g.sub(g.reduceMax(relative, [1, 2], true), top_db));
}
