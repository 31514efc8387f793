/** `nnet words`: every word of the language, by kind. */
import { UserError } from "../../base/user-error.ts";
import { vocabulary } from "../../vocabulary.ts";
import { kindNames, type WordKind } from "../../words/word.ts";
import type { CliContext, ExitCode } from "../cli-context.ts";

export async function words(
  { terminal }: CliContext,
  [asked]: readonly string[],
  options: { readonly json?: boolean },
): Promise<ExitCode> {
  const kinds = (Object.keys(kindNames) as WordKind[]).filter((name) => vocabulary.all(name).length > 0);
  // As they are called one by one, or as the list is headed.
  const shown = kinds.filter((name) =>
    [undefined, name, kindNames[name], plural(kindNames[name])].includes(asked),
  );
  if (shown.length === 0) {
    throw new UserError(`there is no kind of word called "${asked}"`, {
      help: `the kinds are ${kinds.join(", ")}`,
      exitCode: 2,
    });
  }
  if (options.json) {
    const rows = shown.flatMap((name) =>
      vocabulary.all(name).map((word) => ({ kind: name, name: word.name, doc: firstSentence(word.doc) })),
    );
    terminal.print(JSON.stringify(rows, null, 2));
    return 0;
  }
  const all = shown.flatMap((name) => vocabulary.all(name));
  const width = Math.max(...all.map(({ name }) => name.length));
  for (const name of shown) {
    terminal.print(terminal.printColors.bold(plural(kindNames[name])));
    for (const word of vocabulary.all(name))
      terminal.print(terminal.fold(firstSentence(word.doc), `  ${word.name.padEnd(width)}  `));
  }
  return 0;
}

function plural(noun: string): string {
  return noun.endsWith("s") ? `${noun}es` : `${noun}s`;
}

function firstSentence(doc: string): string {
  return (/^[\s\S]*?\.(?=\s|$)/.exec(doc)?.[0] ?? doc).replace(/\s+/g, " ");
}
