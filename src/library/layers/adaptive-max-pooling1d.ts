import { adaptivePooling } from "../adaptive-pooling.ts";

export const adaptiveMaxPooling1d = adaptivePooling(
  {
    name: "AdaptiveMaxPooling1D",
    doc: "The largest value of each of a given number of bins, channel by channel, whatever the size of the sequence. Before Dense layers where sequences differ in size from model to model. Formula: as PyTorch's AdaptiveMaxPool1d: bin i of o over n places covers floor(i n / o) to ceil((i + 1) n / o).",
    rank: 1,
    examples: [{ source: "AdaptiveMaxPooling1D(3)", input: [5, 2], output: [3, 2], parameters: 0 }],
  },
  "max",
);
