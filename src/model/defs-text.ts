/** The defs of a model as text, with the constants they may use: IR keeps them so, and reads them as a file is read. */
import type { Def, Formal, SourceFile } from "../syntax/ast.ts";
import { parse } from "../syntax/parse.ts";
import { printExpression } from "../syntax/print-expression.ts";
import type { Value } from "../words/value.ts";
import type { Vocabulary } from "../words/word.ts";
import { collectNames, type FileNames, unknownCategories } from "./constants.ts";
import { moduleOf } from "./module-of.ts";

/** Undefined for a file without defs. */
export function defsText({ defs: own, constants }: FileNames): string | undefined {
  const defs = [...own.values()].map(printDef);
  if (defs.length === 0) return undefined;
  const values = [...constants].flatMap(([name, value]) => {
    const text = value && printValue(value);
    return text === undefined ? [] : [`param ${name} = ${text}`];
  });
  return [...values, ...defs, ""].join("\n");
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
