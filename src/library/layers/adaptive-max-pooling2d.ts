import { adaptivePooling } from "../adaptive-pooling.ts";

export const adaptiveMaxPooling2d = adaptivePooling(
  {
    name: "AdaptiveMaxPooling2D",
    doc: "The largest value of each of a given number of bins, channel by channel, whatever the size of the image. Before Dense layers where images differ in size from model to model. Formula: as PyTorch's AdaptiveMaxPool2d: bin i of o over n places covers floor(i n / o) to ceil((i + 1) n / o).",
    rank: 2,
    examples: [
      { source: "AdaptiveMaxPooling2D([2, 3])", input: [3, 5, 2], output: [2, 3, 2], parameters: 0 },
    ],
  },
  "max",
);
