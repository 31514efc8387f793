import { globalPooling } from "../pooling.ts";

export const globalMaxPooling3d = globalPooling(
  {
    name: "GlobalMaxPooling3D",
    aliases: ["GlobalMaxPool3D"],
    doc: "The largest value of each channel over the whole volume. Says whether something was found anywhere; between convolutions and Dense, in place of Flatten.",
    rank: 3,
    examples: [
      { source: "GlobalMaxPooling3D()", input: [2, 4, 2, 2], output: [2], parameters: 0 },
      {
        source: "GlobalMaxPooling3D(keepdims = true)",
        input: [2, 4, 2, 2],
        output: [1, 1, 1, 2],
        parameters: 0,
      },
    ],
  },
  "max",
);
