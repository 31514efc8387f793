import { adaptivePooling } from "../adaptive-pooling.ts";

export const adaptiveAveragePooling1d = adaptivePooling(
  {
    name: "AdaptiveAveragePooling1D",
    doc: "The mean of each of a given number of bins, channel by channel, whatever the size of the sequence. Before Dense layers where sequences differ in size from model to model. Formula: as PyTorch's AdaptiveAvgPool1d: bin i of o over n places covers floor(i n / o) to ceil((i + 1) n / o).",
    rank: 1,
    examples: [{ source: "AdaptiveAveragePooling1D(3)", input: [5, 2], output: [3, 2], parameters: 0 }],
  },
  "mean",
);
