import { adaptivePooling } from "../adaptive-pooling.ts";

export const adaptiveAveragePooling2d = adaptivePooling(
  {
    name: "AdaptiveAveragePooling2D",
    doc: "The mean of each of a given number of bins, channel by channel, whatever the size of the image. Before Dense layers where images differ in size from model to model. Formula: as PyTorch's AdaptiveAvgPool2d: bin i of o over n places covers floor(i n / o) to ceil((i + 1) n / o).",
    rank: 2,
    examples: [
      {
        source: "AdaptiveAveragePooling2D([2, 3], channels_first)",
        input: [2, 3, 5],
        output: [2, 2, 3],
        parameters: 0,
      },
    ],
  },
  "mean",
);
