/** The reserved words, in the language's own spelling. */
import { Identifier, reservedWords } from "../src/syntax/tokens.ts";

/** `True` is Keras' spelling of `true`; `from` is reserved in imports only. */
export const keywords: readonly string[] = [...reservedWords]
  .filter(([word, type]) => word === type.name && !type.CATEGORIES?.includes(Identifier))
  .map(([word]) => word);
