/**
 * Random numbers by counter: the number at an index of a tensor is a function of key, step and index, so it depends on
 * neither threads nor the order of drawing, and another layer does not shift anyone's numbers.
 *
 * The generator is Threefry-2x32 with 20 rounds: Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3"
 * (SC 2011). It needs only 32-bit additions, exclusive ors and rotations. The counter is (element index, step); of the two
 * words that come out,
 * - an f32 is `(word0 >>> 8) * 2^-24`,
 * - an f64 is `((word0 >>> 5) * 2^26 + (word1 >>> 6)) * 2^-53`,
 * each in [0, 1), exact, and uniform over the multiples of its last bit.
 */
import type { WordArithmetic } from "./arithmetic.ts";
import type { FloatType } from "./types.ts";

export type Key = readonly [low: number, high: number];

/** Four rounds, then a part of the key; the two rows alternate. */
const rotations = [
  [13, 15, 26, 6],
  [17, 29, 16, 24],
] as const;

/** From Threefish: keeps the third word of the key schedule from being 0 with an all-zero key. */
const parity = 0x1bd11bda;

/** Two random words for a key and a counter. */
export function threefry<W>(
  m: WordArithmetic<W>,
  key: readonly [W, W],
  counter: readonly [W, W],
): readonly [W, W] {
  const schedule = [key[0], key[1], m.xor(m.xor(key[0], key[1]), m.word(parity))] as const;
  let x = m.addWords(counter[0], schedule[0]);
  let y = m.addWords(counter[1], schedule[1]);
  for (let group = 0; group < 5; group++) {
    for (const bits of rotations[(group % 2) as 0 | 1]) {
      x = m.addWords(x, y);
      y = m.xor(m.rotate(y, bits), x);
    }
    x = m.addWords(x, schedule[((group + 1) % 3) as 0 | 1 | 2]);
    y = m.addWords(y, m.addWords(schedule[((group + 2) % 3) as 0 | 1 | 2], m.word(group + 1)));
  }
  return [x, y];
}

/** Words as unsigned numbers. */
export const numberWords: WordArithmetic<number> = {
  word: (value) => value >>> 0,
  addWords: (a, b) => (a + b) >>> 0,
  xor: (a, b) => (a ^ b) >>> 0,
  rotate: (a, bits) => ((a << bits) | (a >>> (32 - bits))) >>> 0,
};

/** The uniform number that two random words stand for. */
export function uniformOf(word0: number, word1: number, dtype: FloatType): number {
  if (dtype === "f32") return (word0 >>> 8) * 2 ** -24;
  return ((word0 >>> 5) * 2 ** 26 + (word1 >>> 6)) * 2 ** -53;
}

/** The `count` uniform numbers of a step from `first` on: what the `random` primitive gives a tensor of that size. */
export function uniforms(
  key: Key,
  step: number,
  count: number,
  dtype: FloatType,
  first = 0,
): Float32Array | Float64Array {
  const values = dtype === "f32" ? new Float32Array(count) : new Float64Array(count);
  const words: Key = [key[0] >>> 0, key[1] >>> 0];
  for (let index = 0; index < count; index++) {
    const [word0, word1] = threefry(numberWords, words, [(first + index) >>> 0, step >>> 0]);
    values[index] = uniformOf(word0, word1, dtype);
  }
  return values;
}

/**
 * A key for a purpose: `keyOf(seed, "init", "dense_1/kernel")`. Threefry in a chain: each word of the text is encrypted
 * under the key so far. Parts are separated, so ("ab", "c") and ("a", "bc") differ. Any finite seed has its own keys.
 */
export function keyOf(seed: number, ...path: readonly string[]): Key {
  if (!Number.isFinite(seed)) throw new RangeError(`a seed is a finite number, not ${seed}`);
  const bits = new DataView(new ArrayBuffer(8));
  bits.setFloat64(0, seed + 0);
  let key: Key = [bits.getUint32(4), bits.getUint32(0)];
  const absorb = (word: number, place: number): void => {
    key = threefry(numberWords, key, [word >>> 0, place >>> 0]);
  };
  absorb(path.length, 0xffffffff);
  for (const part of path) {
    absorb(part.length, 0xfffffffe);
    for (let i = 0; i < part.length; i++) absorb(part.charCodeAt(i), i);
  }
  return key;
}
