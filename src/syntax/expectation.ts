/** What could stand at a place, in the user's words. */
import { endsValue, openBrackets } from "./places.ts";
import type { Scene } from "./repair.ts";
import * as t from "./tokens.ts";

export function expectation({ tokens, item }: Scene, at: number): string {
  const before = tokens[at - 1];
  if (tokens[item]?.image === "import")
    return 'expected names and a model file: `import Name from "file.nnet"`';
  if (tokens[at]?.tokenType === t.Question)
    return "a choice inside a choice stands in brackets: `a ? b : (c ? d : e)`";
  if (before === undefined) return "expected a statement, such as `Dense(8)` or `train { … }`";
  const innermost = openBrackets(tokens, item, at).at(-1);
  const bracket = innermost === undefined ? undefined : tokens[innermost];
  if (!endsValue.has(before.tokenType)) return expectedAfter(before, bracket);
  if (bracket === undefined) return "expected `->`, or the next statement on a line of its own";
  if (bracket.tokenType === t.LeftBrace) {
    const isKey = bracket === tokens[at - 2] || tokens[at - 2]?.tokenType === t.Comma || before.newLine;
    return isKey
      ? `expected \`=\` and a value after \`${before.image}\``
      : "expected the next entry, such as `key = value`, or `}`";
  }
  return `expected \`,\` or \`${t.closerOf.get(bracket.tokenType)?.name}\``;
}

function expectedAfter(before: t.Token, bracket: t.Token | undefined): string {
  if (before === bracket && before.tokenType === t.LeftBrace)
    return "expected an entry, such as `key = value`, or `}`";
  if (before.tokenType === t.Dot) return "expected a name after `.`";
  return `expected a value after \`${before.image}\``;
}
