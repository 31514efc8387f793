/** Names that PyTorch has for words of Keras, where the spelling alone does not lead from one to the other. */
import type { Vocabulary, WordKind } from "./word.ts";

const foreignNames: Readonly<Record<string, string>> = {
  Linear: "Dense",
  BatchNorm1d: "BatchNormalization",
  BatchNorm2d: "BatchNormalization",
  BatchNorm3d: "BatchNormalization",
  LayerNorm: "LayerNormalization",
  GroupNorm: "GroupNormalization",
  MaxPool1d: "MaxPooling1D",
  MaxPool2d: "MaxPooling2D",
  AvgPool1d: "AveragePooling1D",
  AvgPool2d: "AveragePooling2D",
  ConvTranspose2d: "Conv2DTranspose",
  MSELoss: "mean_squared_error",
  L1Loss: "mean_absolute_error",
  HuberLoss: "huber",
  SmoothL1Loss: "huber",
  BCELoss: "binary_crossentropy",
  CrossEntropyLoss: "sparse_categorical_crossentropy",
  KLDivLoss: "kl_divergence",
};

/** The word of a kind that another library calls so. */
export function foreignName(kind: WordKind, name: string, vocabulary: Vocabulary): string | undefined {
  const own = Object.hasOwn(foreignNames, name) ? foreignNames[name] : undefined;
  return own !== undefined && vocabulary.find(kind, own) ? own : undefined;
}
