import { adaptivePooling } from "../adaptive-pooling.ts";

export const adaptiveMaxPooling3d = adaptivePooling(
  {
    name: "AdaptiveMaxPooling3D",
    doc: "The largest value of each of a given number of bins, channel by channel, whatever the size of the volume. Before Dense layers where volumes differ in size from model to model. Formula: as PyTorch's AdaptiveMaxPool3d: bin i of o over n places covers floor(i n / o) to ceil((i + 1) n / o).",
    rank: 3,
    examples: [
      { source: "AdaptiveMaxPooling3D(2)", input: [3, 2, 4, 1], output: [2, 2, 2, 1], parameters: 0 },
    ],
  },
  "max",
);
