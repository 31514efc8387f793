/** `tokens(body, length = 120, vocabulary = 8_000)`: the words of a text as indices. */
import { choice, integer, keywordOnly, optional, param } from "../../words/param-types.ts";
import { codePointOrder } from "../categories.ts";
import { wordsIn } from "../text-words.ts";
import { defineTextTransform, type TextIndices } from "../transform.ts";

interface Fitted {
  /** From the first index that is a word's. */
  readonly words: readonly string[];
  readonly length: number;
  readonly marked: boolean;
  readonly shifted: boolean;
}

const padding = 0;
const unknown = 1;
const mark = 2;

export const tokens = defineTextTransform({
  name: "tokens",
  doc: "Makes indices of the words of a text, for an Embedding. As Keras' TextVectorization does, it reads lower case, leaves punctuation out and parts at blanks. Index 0 fills up to the length, after the text; 1 stands for words that the vocabulary has not. The vocabulary are the most frequent words of the training rows, equally frequent ones in order of code point. A text that is longer than the length is cut. Where a column also enters with shift = right, 2 is the mark of the end: the text ends with it, and the shifted one begins with it, so that a network that predicts word after word learns where to begin and to stop.",
  params: {
    length: keywordOnly(
      param(
        optional(integer({ min: 1 })),
        "words of a row; left out, what the input declares, else those of the longest text",
        null,
      ),
    ),
    vocabulary: keywordOnly(
      param(
        integer({ min: 3 }),
        "how many indices there are at most, padding and unknown words included",
        10_000,
      ),
    ),
    shift: keywordOnly(
      param(
        optional(choice("right")),
        "right: one place later, for the input of a network that predicts the same text",
        null,
      ),
    ),
  },
  takes: "text",
  classes: ({ vocabulary }) => vocabulary,
  length: ({ length }) => length ?? undefined,
  shifts: ({ shift }) => shift === "right",
  fit({ vocabulary, shift }, texts, { length, marked }) {
    const counts = new Map<string, number>();
    for (const text of texts) {
      for (const word of wordsIn(text)) counts.set(word, (counts.get(word) ?? 0) + 1);
    }
    const room = vocabulary - (marked ? 3 : 2);
    const sorted = [...counts].sort(([a, m], [b, n]) => n - m || codePointOrder(a, b));
    return {
      words: sorted.slice(0, room).map(([word]) => word),
      length,
      marked,
      shifted: shift === "right",
    };
  },
  encoder(fitted) {
    const { words, length, marked, shifted } = fitted as unknown as Fitted;
    const first = marked ? 3 : 2;
    const indices = new Map(words.map((word, i) => [word, first + i]));
    return (text, out: TextIndices, offset) => {
      const found = wordsIn(text).map((word) => indices.get(word) ?? unknown);
      if (marked && shifted) found.unshift(mark);
      else if (marked) found.push(mark);
      for (let i = 0; i < length; i++) out[offset + i] = found[i] ?? padding;
    };
  },
  decode(fitted, indices) {
    const { words, marked } = fitted as unknown as Fitted;
    const first = marked ? 3 : 2;
    const said: string[] = [];
    for (const index of indices) {
      if (marked && index === mark && said.length > 0) break;
      if (index === unknown) said.push("[UNK]");
      else if (index >= first) said.push(words[index - first] ?? "[UNK]");
    }
    return said.join(" ");
  },
  examples: [
    { source: "features = tokens(body, length = 120, vocabulary = 8_000)" },
    { source: "features = { finnish = tokens(fi), english = tokens(en, shift = right) }" },
  ],
});
