/** The words of a text, as Keras' TextVectorization finds them: `lower_and_strip_punctuation`, parted at blanks. */

const punctuation = /[!"#$%&()*+,\-./:;<=>?@[\\\]^_`{|}~']/g;

export function wordsIn(text: string): string[] {
  const plain = text.toLowerCase().replace(punctuation, "").trim();
  return plain === "" ? [] : plain.split(/\s+/);
}
