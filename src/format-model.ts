/** Formats the text of a model file with the language's vocabulary: what `nnet fmt` and editors call. */
import { type Diagnostic, isError } from "./base/diagnostic.ts";
import type { Source } from "./base/source.ts";
import type { SourceFile } from "./syntax/ast.ts";
import type { Dialect } from "./syntax/format/plain-form.ts";
import { plainForm } from "./syntax/format/plain-form.ts";
import { sameTree } from "./syntax/format/same-tree.ts";
import { format } from "./syntax/format.ts";
import { parse } from "./syntax/parse.ts";
import { vocabulary } from "./vocabulary.ts";
import { parameterFor } from "./words/bind-arguments.ts";
import { name as nameType } from "./words/param-types.ts";
import { kindNames, type Vocabulary, type Word, type WordKind } from "./words/word.ts";

export type Formatted =
  | { readonly text: string }
  /** Texts with mistakes in their form are left alone. */
  | { readonly text?: undefined; readonly diagnostics: readonly Diagnostic[] };

export function formatModel(source: Source): Formatted {
  const { file, diagnostics } = parse(source);
  if (diagnostics.some(isError) || file.unread.length > 0) return { diagnostics };
  return { text: formatFile(file) };
}

/** The file must have no syntax errors. What comes out is read again: a text that would say something else is never given out. */
function formatFile(file: SourceFile): string {
  const text = format(file, dialect);
  const again = parse({ name: file.source.name, text });
  const words = (one: SourceFile): readonly string[] => one.comments.map((comment) => comment.text).sort();
  const kept =
    again.diagnostics.length === 0 &&
    sameTree(plainForm(file, dialect).items, again.file.items) &&
    sameTree(words(file), words(again.file));
  if (!kept) throw new Error(`the formatted text of ${file.source.name} would not say the same`);
  return text;
}

const kinds = Object.keys(kindNames) as WordKind[];

interface SectionKey {
  /** Words of these kinds may stand there. */
  readonly kinds?: readonly WordKind[];
  readonly choices?: readonly string[];
}

/** Keys of sections that take words. */
const sectionKeys: Readonly<Record<string, Readonly<Record<string, SectionKey>>>> = {
  train: {
    loss: { kinds: ["loss"] },
    optimizer: { kinds: ["optimizer"] },
    metrics: { kinds: ["metric", "loss"] },
    regularizer: { kinds: ["regularizer"] },
    class_weight: { choices: ["balanced"] },
    precision: { choices: ["f32", "f64"] },
  },
  data: {
    normalize: { kinds: ["transform"] },
    missing: { kinds: ["transform"], choices: ["error", "drop", "mean", "median"] },
  },
};

function dialectOf(words: Vocabulary): Dialect {
  return {
    isLayer: (name) => words.find("layer", name) !== undefined,
    readsAsWord(owner, argument, text) {
      const key = sectionKeys[owner]?.[argument];
      if (key?.choices?.includes(text)) return true;
      if (key) return key.kinds?.some((kind) => words.find(kind, text) !== undefined) ?? false;
      return kinds.some((kind) => {
        const word = words.find(kind, owner);
        return word !== undefined && takesWord(word, argument, text, words);
      });
    },
  };
}

const dialect: Dialect = dialectOf(vocabulary);

function takesWord(word: Word, argument: string | number, text: string, words: Vocabulary): boolean {
  const type = parameterFor(word, argument)?.type;
  if (type === undefined) return false;
  if (type === nameType || type.choices?.includes(text)) return true;
  return type.wordKind !== undefined && words.find(type.wordKind, text) !== undefined;
}
