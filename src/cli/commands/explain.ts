/** `nnet explain`: the page of a rule or of a word of the language. */
import { suggest } from "../../base/suggest.ts";
import { UserError } from "../../base/user-error.ts";
import { wrap } from "../../base/wrap.ts";
import { findRulePage, rulePages } from "../../check/all-pages.ts";
import { explainText } from "../../check/explain.ts";
import { vocabulary } from "../../vocabulary.ts";
import { foreignName } from "../../words/foreign-names.ts";
import { kindNames, type LeftOutWord, type Word, type WordKind } from "../../words/word.ts";
import { wordPage } from "../../words/word-page.ts";
import type { CliContext, ExitCode } from "../cli-context.ts";
import { paletteOf } from "../terminal-palette.ts";

const kinds = Object.keys(kindNames) as WordKind[];

export async function explain(context: CliContext, [name]: readonly string[]): Promise<ExitCode> {
  const { terminal } = context;
  const asked = name as string;
  const page = findRulePage(asked);
  const words = [...new Set(kinds.flatMap((kind) => vocabulary.find(kind, asked) ?? []))];
  const leftOut = vocabulary.leftOut(asked);
  if (!page && words.length === 0 && !leftOut) throw unknown(asked);
  const width = Math.min(terminal.width, 100);
  if (page) terminal.print(explainText(page, { width, palette: paletteOf(terminal.printColors) }));
  for (const [i, word] of words.entries()) {
    if (page || i > 0) terminal.print("");
    terminal.print(showWord(word, terminal.printColors, width));
  }
  if (leftOut) {
    if (page || words.length > 0) terminal.print("");
    terminal.print(showLeftOut(leftOut, terminal.printColors, width));
  }
  return 0;
}

function unknown(asked: string): UserError {
  const names = [...rulePages.map(({ name }) => name), ...kinds.flatMap((kind) => vocabulary.names(kind))];
  const foreign = kinds
    .map((kind) => foreignName(kind, asked, vocabulary))
    .find((name) => name !== undefined);
  const near = foreign ?? suggest(asked, names);
  return new UserError(`there is no rule or word called "${asked}"`, {
    help: near ? `did you mean ${near}?` : "nnet rules and nnet words list them all",
    exitCode: 2,
  });
}

function showLeftOut(
  { kind, name, reason }: LeftOutWord,
  colors: CliContext["terminal"]["printColors"],
  width: number,
): string {
  const text = `Keras has this ${kind}; this language has not: ${reason}.`;
  return [`${colors.bold(name)} (${kind} of Keras)`, "", ...wrap(text, width)].join("\n");
}

function showWord(word: Word, colors: CliContext["terminal"]["printColors"], width: number): string {
  const { title, kind, aliases, doc, params, examples } = wordPage(word);
  const also = aliases.length > 0 ? `, also ${aliases.join(", ")}` : "";
  const lines = [`${colors.bold(title)} (${kind}${also})`, "", ...wrap(doc, width)];
  if (params.length > 0) {
    lines.push("", colors.bold("parameters, in order"));
    const column = Math.max(...params.map(({ name }) => name.length));
    for (const param of params) {
      const fallback = param.default === undefined ? "required" : `default ${param.default}`;
      const text = `${param.doc}: ${param.expects}; ${fallback}`;
      const [first, ...rest] = wrap(text, Math.max(40, width - column - 4));
      lines.push(`  ${colors.cyan(param.name.padEnd(column))}  ${first}`);
      for (const line of rest) lines.push(" ".repeat(column + 4) + line);
    }
  }
  if (examples.length > 0) {
    lines.push(
      "",
      colors.bold(examples.length > 1 ? "examples" : "example"),
      ...examples.map((source) => `  ${source}`),
    );
  }
  return lines.join("\n");
}
