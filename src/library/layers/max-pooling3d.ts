import { maxPooling } from "../pooling.ts";

export const maxPooling3d = maxPooling({
  name: "MaxPooling3D",
  aliases: ["MaxPool3D"],
  doc: "The largest value of every window, channel by channel. Makes a volume smaller after a convolution and keeps what was found, if not exactly where; when several values tie, the first learns.",
  rank: 3,
  examples: [
    { source: "MaxPooling3D()", input: [2, 4, 2, 2], output: [1, 2, 1, 2], parameters: 0 },
    { source: "MaxPooling3D(2, padding = same)", input: [2, 3, 2, 2], output: [1, 2, 1, 2], parameters: 0 },
  ],
});
