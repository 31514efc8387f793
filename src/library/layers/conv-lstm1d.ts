import { convolutionalLstm } from "../convolutional-lstm.ts";

export const convLstm1d = convolutionalLstm({
  name: "ConvLSTM1D",
  doc: "An LSTM over a sequence of rows of places, [steps, length, channels], whose memory is an image of its own and whose sums are convolutions: each place remembers what was near it. For signals along a line that change in time. Formula: Shi and others, Convolutional LSTM network (2015).",
  rank: 1,
  examples: [
    { source: "ConvLSTM1D(4, 3)", input: [6, 9, 2], output: [7, 4], parameters: 304 },
    {
      source: "ConvLSTM1D(1, 2, padding = same, return_sequences = true)",
      input: [2, 3, 2],
      output: [2, 3, 1],
      parameters: 28,
    },
  ],
});
