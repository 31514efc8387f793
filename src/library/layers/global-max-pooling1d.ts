import { globalPooling } from "../pooling.ts";

export const globalMaxPooling1d = globalPooling(
  {
    name: "GlobalMaxPooling1D",
    aliases: ["GlobalMaxPool1D"],
    doc: "The largest value of each channel over the whole sequence. Says whether something was found anywhere; between convolutions and Dense, in place of Flatten.",
    rank: 1,
    examples: [
      { source: "GlobalMaxPooling1D()", input: [6, 2], output: [2], parameters: 0 },
      { source: "GlobalMaxPooling1D(keepdims = true)", input: [6, 2], output: [1, 2], parameters: 0 },
    ],
  },
  "max",
);
