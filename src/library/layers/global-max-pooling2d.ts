import { globalPooling } from "../pooling.ts";

export const globalMaxPooling2d = globalPooling(
  {
    name: "GlobalMaxPooling2D",
    aliases: ["GlobalMaxPool2D"],
    doc: "The largest value of each channel over the whole image. Says whether something was found anywhere; between convolutions and Dense, in place of Flatten.",
    rank: 2,
    examples: [
      { source: "GlobalMaxPooling2D()", input: [4, 4, 2], output: [2], parameters: 0 },
      { source: "GlobalMaxPooling2D(keepdims = true)", input: [4, 4, 2], output: [1, 1, 2], parameters: 0 },
    ],
  },
  "max",
);
