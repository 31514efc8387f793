/** Entries of the train section that all tasks have. */
import type { TrainingLength } from "./choose-network.ts";
import type { StarterPart } from "./starter-file.ts";

export function optimizerPart({ rate }: TrainingLength): StarterPart {
  return {
    text: `optimizer = Adam(${rate})`,
    why: "Adam sizes the steps of each weight by itself and is a good first choice; the number is the learning rate. If the loss jumps or grows, divide it by 3; if it creeps, multiply it by 3.",
  };
}

/** `known` where the number of rows is. */
export function batchPart({ batch, updates }: TrainingLength, known: boolean): StarterPart {
  const times = known ? `: ${updates.toLocaleString("en-US")} times an epoch` : "";
  return {
    text: `batch_size = ${batch}`,
    why: `The weights move once per batch of so many rows${times}. Smaller batches move them more often and less surely.`,
  };
}

export function epochsPart({ epochs }: TrainingLength): StarterPart {
  return {
    text: `epochs = ${epochs}`,
    why: "How often all training rows are gone through. The first few epochs tell most: if the loss does not fall there, more of them will not help, and the learning rate, the columns or the target are wrong. Where val_loss turns and rises while loss still falls, the network begins to learn by heart: that epoch is the one to stop at.",
  };
}

export const seedPart: StarterPart = {
  text: "seed = 1",
  why: "Initial weights, the split and the order of rows follow from this number: the same file, data and seed give the same weights to the last bit. Try others to see how much of a result is luck.",
};
