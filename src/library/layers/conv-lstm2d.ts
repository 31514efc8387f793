import { convolutionalLstm } from "../convolutional-lstm.ts";

export const convLstm2d = convolutionalLstm({
  name: "ConvLSTM2D",
  doc: "An LSTM over a film, [steps, height, width, channels], whose memory is an image of its own and whose sums are convolutions: each place remembers what was near it. For what moves in images: weather radar, traffic, cells. Formula: Shi and others, Convolutional LSTM network (2015).",
  rank: 2,
  examples: [
    {
      source: "ConvLSTM2D(3, 3, padding = same)",
      input: [2, 6, 6, 1],
      output: [6, 6, 3],
      parameters: 444,
    },
    {
      source: "ConvLSTM2D(1, [2, 1], strides = [1, 2])",
      input: [2, 3, 3, 1],
      output: [2, 2, 1],
      parameters: 20,
    },
  ],
});
