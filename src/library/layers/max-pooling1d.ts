import { maxPooling } from "../pooling.ts";

export const maxPooling1d = maxPooling({
  name: "MaxPooling1D",
  aliases: ["MaxPool1D"],
  doc: "The largest value of every window, channel by channel. Makes a sequence smaller after a convolution and keeps what was found, if not exactly where; when several values tie, the first learns.",
  rank: 1,
  examples: [
    { source: "MaxPooling1D()", input: [6, 2], output: [3, 2], parameters: 0 },
    { source: "MaxPooling1D(2, padding = same)", input: [5, 2], output: [3, 2], parameters: 0 },
  ],
});
