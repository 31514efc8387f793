/** Seeded orders: a permutation is a function of its key and step alone. */
import { type Key, numberWords, threefry } from "../tensor/random.ts";

/**
 * A uniformly random order of 0 … count - 1: the shuffle of Fisher and Yates in Durstenfeld's form, with unbiased draws
 * (random words beyond the last whole multiple of the range are rejected).
 */
export function permutation(key: Key, step: number, count: number): Int32Array {
  const order = Int32Array.from({ length: count }, (_, i) => i);
  const words = wordStream(key, step);
  for (let last = count - 1; last > 0; last--) {
    const other = below(last + 1, words);
    const value = order[last] as number;
    order[last] = order[other] as number;
    order[other] = value;
  }
  return order;
}

/** A whole number from 0 to `limit - 1`. */
function below(limit: number, words: () => number): number {
  const usable = 2 ** 32 - (2 ** 32 % limit);
  for (;;) {
    const word = words();
    if (word < usable) return word % limit;
  }
}

/** Both words of each counter in turn. */
function wordStream(key: Key, step: number): () => number {
  let counter = 0;
  let second: number | undefined;
  return () => {
    if (second !== undefined) {
      const word = second;
      second = undefined;
      return word;
    }
    const [word0, word1] = threefry(numberWords, key, [counter++ >>> 0, step >>> 0]);
    second = word1;
    return word0;
  };
}
