import { convolutionalLstm } from "../convolutional-lstm.ts";

export const convLstm3d = convolutionalLstm({
  name: "ConvLSTM3D",
  doc: "An LSTM over a sequence of volumes, [steps, depth, height, width, channels], whose memory is an image of its own and whose sums are convolutions: each place remembers what was near it. For volumes that change in time. Formula: Shi and others, Convolutional LSTM network (2015).",
  rank: 3,
  examples: [
    { source: "ConvLSTM3D(1, [1, 2, 1])", input: [2, 2, 2, 2, 1], output: [2, 1, 2, 1], parameters: 20 },
  ],
});
