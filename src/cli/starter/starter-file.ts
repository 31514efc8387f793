/** A starting file as parts, each with the reason for it, and the text that they make. */
import { wrap } from "../../base/wrap.ts";
import { formatModel } from "../../format-model.ts";

/** A line of the file, or an entry of a section, below the comment that says why. */
export interface StarterPart {
  readonly text: string;
  readonly why?: string;
}

export interface StarterFile {
  /** What the file is for: the comment at its head. */
  readonly about: string;
  readonly declarations: readonly StarterPart[];
  readonly network: StarterPart;
  readonly data: readonly StarterPart[];
  readonly train: readonly StarterPart[];
}

/** Comments end where a line of the formatter does. */
const width = 100;

/** As `nnet fmt` writes it. */
export function starterText({ about, declarations, network, data, train }: StarterFile): string {
  const parts = [
    comment(about, "").join("\n"),
    ...declarations.map((part) => lines(part, "").join("\n")),
    lines(network, "").join("\n"),
    section("data", data),
    section("train", train),
  ];
  const formatted = formatModel({ name: "<new>", text: `${parts.join("\n\n")}\n` });
  if (formatted.text === undefined) {
    throw new Error(`the new file cannot be read: ${formatted.diagnostics[0]?.message}`);
  }
  return formatted.text;
}

function section(name: string, parts: readonly StarterPart[]): string {
  const entries = parts.map((part) => lines(part, "  ").join("\n"));
  return [`${name} {`, entries.join("\n\n"), "}"].join("\n");
}

function lines({ text, why }: StarterPart, indent: string): readonly string[] {
  return [...(why === undefined ? [] : comment(why, indent)), `${indent}${text}`];
}

function comment(text: string, indent: string): readonly string[] {
  // Names of the data stand in comments, and none of them may silence a rule.
  const spoken = (line: string): string => (/^[#/\s]*allow(-file)?\(/.test(line) ? `… ${line}` : line);
  return wrap(text, width - indent.length - 4).map((line) => `${indent}# ${spoken(line)}`.trimEnd());
}
