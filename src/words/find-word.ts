/** Looks a word up by kind and name, and says what was meant where there is none. */
import type { Report } from "../base/diagnostic.ts";
import type { Span } from "../base/source.ts";
import { spelledAlike, suggest } from "../base/suggest.ts";
import { foreignName } from "./foreign-names.ts";
import { withArticle } from "./instance-of.ts";
import { kindNames, type LeftOutWord, type Vocabulary, type Word, type WordKind } from "./word.ts";

/** The definition, or undefined with the finding `unknown-word` at `span` (the name's place, quotes included). */
export function findWord(
  kind: WordKind,
  name: string,
  span: Span,
  vocabulary: Vocabulary,
  report: Report,
): Word | undefined {
  const word = vocabulary.find(kind, name);
  if (word === undefined)
    report({ rule: "unknown-word", severity: "error", span, ...explain(kind, name, span, vocabulary) });
  return word;
}

function explain(kind: WordKind, name: string, span: Span, vocabulary: Vocabulary) {
  const message = `there is no ${kindNames[kind]} called ${name}`;
  const leftOut = vocabulary.leftOut(name, kind);
  if (leftOut !== undefined) return explainLeftOut(leftOut);
  const near = nearWord(kind, name, vocabulary);
  const elsewhere = otherKinds(kind).filter((other) => vocabulary.find(other, name) !== undefined);
  if (elsewhere.length > 0) {
    const kinds = elsewhere.map((other) => withArticle(kindNames[other])).join(" and ");
    return {
      message,
      label: `${name} is ${kinds}`,
      help: `${withArticle(kindNames[kind])} is expected here`,
    };
  }
  if (near !== undefined) {
    const fix = {
      title: near,
      edits: [{ span, text: near }],
      safe: spelledAlike(near, name),
    };
    return { message, label: `did you mean ${near}?`, fix };
  }
  const nearElsewhere = otherKinds(kind)
    .map((other) => [other, suggest(name, vocabulary.names(other))] as const)
    .find(([, found]) => found !== undefined);
  if (nearElsewhere !== undefined) {
    const [other, found] = nearElsewhere;
    return {
      message,
      label: `${found} is ${withArticle(kindNames[other])}, not ${withArticle(kindNames[kind])}`,
    };
  }
  const known = vocabulary.all(kind).map((word) => word.name);
  const help =
    known.length === 0
      ? {}
      : { help: `known are ${known.slice(0, 12).join(", ")}${known.length > 12 ? " …" : ""}` };
  return { message, label: `not a known ${kindNames[kind]}`, ...help };
}

/** Of the names of one word, that which is written like this one: `mean_squared_error` for `meanSquaredError`. */
function nearWord(kind: WordKind, name: string, vocabulary: Vocabulary): string | undefined {
  const foreign = foreignName(kind, name, vocabulary);
  if (foreign !== undefined) return foreign;
  const alike = [...vocabulary.names(kind)].filter((each) => spelledAlike(each, name));
  const [first] = [...alike.filter((each) => each.toLowerCase() === name.toLowerCase()), ...alike];
  if (first === undefined) return suggest(name, vocabulary.names(kind));
  const word = vocabulary.find(kind, first);
  return suggest(
    name,
    alike.filter((each) => vocabulary.find(kind, each) === word),
  );
}

/** Message, label and help where a word of Keras is written that is none here. */
export function explainLeftOut({ kind, name, reason }: LeftOutWord) {
  return { message: `the ${kind} ${name} is not in this language`, label: "Keras has it", help: reason };
}

function otherKinds(kind: WordKind): readonly WordKind[] {
  return (Object.keys(kindNames) as WordKind[]).filter((other) => other !== kind);
}
