import { maxPooling } from "../pooling.ts";

export const maxPooling2d = maxPooling({
  name: "MaxPooling2D",
  aliases: ["MaxPool2D"],
  doc: "The largest value of every window, channel by channel. Makes a image smaller after a convolution and keeps what was found, if not exactly where; when several values tie, the first learns.",
  rank: 2,
  examples: [
    { source: "MaxPooling2D()", input: [4, 4, 2], output: [2, 2, 2], parameters: 0 },
    { source: "MaxPooling2D(2, padding = same)", input: [3, 5, 2], output: [2, 3, 2], parameters: 0 },
  ],
});
