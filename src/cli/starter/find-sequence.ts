/** What follows each other in a table: the words of a column of texts, or rows of one group. */
import { UserError } from "../../base/user-error.ts";
import type { ColumnHeader, DataHeader } from "../../data/header.ts";
import { wordsIn } from "../../data/text-words.ts";
import { columnsOf } from "./find-target.ts";

export type FoundSequence =
  | {
      readonly kind: "text";
      readonly column: ColumnHeader;
      /** Words that a row gets, and indices of the vocabulary. */
      readonly length: number;
      readonly vocabulary: number;
    }
  | {
      readonly kind: "steps";
      readonly column: ColumnHeader;
      readonly groups: number;
      readonly length: number;
    };

/** A column of names has few words in each of its values. */
const leastWords = 3;
const leastGroups = 4;
/** Rows of a group, on average: fewer are no sequence. */
const leastSteps = 3;
const mostSteps = 100;
const mostWords = 200;
const mostVocabulary = 10_000;

export function findSequence(header: DataHeader, target: ColumnHeader): FoundSequence {
  const columns = columnsOf(header).filter((column) => column !== target);
  const found = columns.map(textIn).find((text) => text !== undefined) ?? columns.map(groupsIn).find(Boolean);
  if (found) return found;
  throw new UserError(`${header.source} holds no sequences that can be seen`, {
    place: header.source,
    help: "there has to be a column of texts, or one that names groups (a patient, a recording) whose rows follow each other",
    exitCode: 2,
  });
}

function textIn(column: ColumnHeader): FoundSequence | undefined {
  if (column.type !== "text") return undefined;
  const { categories } = column;
  // More than a header lists: texts of their own in most rows.
  if (!categories) return { kind: "text", column, length: 100, vocabulary: mostVocabulary };
  const texts = categories.map(wordsIn);
  const words = texts.reduce((sum, text) => sum + text.length, 0);
  if (texts.length < 10 || words < leastWords * texts.length) return undefined;
  const longest = Math.max(...texts.map(({ length }) => length));
  // Words of texts that are not there yet, padding and the unknown want a place too.
  const vocabulary = Math.min(mostVocabulary, 2 + new Set(texts.flat()).size);
  return { kind: "text", column, length: Math.min(mostWords, longest), vocabulary };
}

/** Values that stand in one block each, of several rows. */
function groupsIn(column: ColumnHeader): FoundSequence | undefined {
  const { counts, runs, type, integer } = column;
  if (!counts || runs !== counts.length || counts.length < leastGroups) return undefined;
  if (type === "number" && !integer) return undefined;
  const rows = counts.reduce((sum, count) => sum + count, 0);
  if (rows < leastSteps * counts.length) return undefined;
  return { kind: "steps", column, groups: counts.length, length: Math.min(mostSteps, Math.max(...counts)) };
}
