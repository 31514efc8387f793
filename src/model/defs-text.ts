/** The defs of a model as text, with the constants they may use: IR keeps them so, and reads them as a file is read. */
import type { Def, Formal, SourceFile } from "../syntax/ast.ts";
import { parse } from "../syntax/parse.ts";
import { printExpression } from "../syntax/print-expression.ts";
import type { Value } from "../words/value.ts";
import type { Vocabulary } from "../words/word.ts";
import { collectNames, type FileNames, unknownCategories } from "./constants.ts";
import { allDefs } from "./formula-words.ts";
import { moduleOf } from "./module-of.ts";

export interface DefsText {
  /** Undefined for a file without defs. */
  readonly text: string | undefined;
  /** Names that files of the model give different meanings, where defs are imported. */
  readonly clashes: readonly string[];
}

export function defsText(names: FileNames): DefsText {
  const lines = new Map<string, string>();
  const clashes: string[] = [];
  if (allDefs(names).size === 0) return { text: undefined, clashes };
  const params: string[] = [];
  const defs: string[] = [];
  const add = (name: string, line: string, list: string[]): void => {
    const known = lines.get(name);
    if (known === undefined) list.push(line);
    else if (known !== line) clashes.push(name);
    lines.set(name, line);
  };
  for (const each of homesOf(names)) {
    for (const [name, value] of each.constants) {
      const text = value && printValue(value);
      if (text !== undefined) add(name, `param ${name} = ${text}`, params);
    }
    for (const [name, def] of each.defs) add(name, printDef(def), defs);
  }
  return { text: [...params, ...defs, ""].join("\n"), clashes };
}

/** The file, and those that it has defs from. */
function homesOf(names: FileNames): ReadonlySet<FileNames> {
  const homes = new Set([names]);
  for (const { names: from } of names.imported.values()) {
    if (allDefs(from).size > 0) for (const each of homesOf(from)) homes.add(each);
  }
  return homes;
}

/** The vocabulary with the defs of such a text; undefined where it is none. */
export function vocabularyWithDefs(text: string, vocabulary: Vocabulary): Vocabulary | undefined {
  const { file, diagnostics } = parse({ name: "defs", text });
  if (diagnostics.length > 0 || !isOnlyDefs(file)) return undefined;
  const context = { vocabulary, categories: unknownCategories, report: () => {} };
  return moduleOf(collectNames(file, context), vocabulary, unknownCategories).vocabulary;
}

function isOnlyDefs({ items }: SourceFile): boolean {
  return items.every(({ kind }) => kind === "def" || kind === "param");
}

function printDef({ name, formals, body }: Def): string {
  return `def ${name.name}(${formals.map(printFormal).join(", ")}) = ${printExpression(body)}`;
}

function printFormal({ name, default: initial }: Formal): string {
  return initial ? `${name.name} = ${printExpression(initial)}` : name.name;
}

/** Undefined for what only the data knows. */
function printValue(value: Value): string | undefined {
  switch (value.kind) {
    case "number":
      return String(value.value);
    case "boolean":
      return String(value.value);
    case "string":
      return JSON.stringify(value.value);
    case "none":
      return "none";
    case "word":
      return value.name;
    case "list": {
      const items = value.items.map(printValue);
      return items.every((item) => item !== undefined) ? `[${items.join(", ")}]` : undefined;
    }
    default:
      return undefined;
  }
}
