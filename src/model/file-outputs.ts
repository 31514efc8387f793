/** Which statements of a file are its outputs, and under which names. */
import type { Report } from "../base/diagnostic.ts";
import type { ExpressionStatement, Item, Output } from "../syntax/ast.ts";

export interface OutputStatement {
  readonly name: string;
  readonly statement: Output | ExpressionStatement;
}

/** The name of an output that the file gives none. */
const defaultOutput = "output";

/** In the order of the file. A second output without a name is reported and left out. */
export function outputStatements(
  file: { readonly items: readonly Item[] },
  report: Report,
): readonly OutputStatement[] {
  const outputs: OutputStatement[] = [];
  let unnamed: Output | ExpressionStatement | undefined;
  for (const item of file.items) {
    if (item.kind === "output" && item.value.kind === "binding") {
      outputs.push({ name: item.value.name.name, statement: item });
    } else if (item.kind === "output" || item.kind === "expression-statement") {
      if (isMissing(item)) continue;
      if (unnamed === undefined) {
        unnamed = item;
        outputs.push({ name: defaultOutput, statement: item });
      } else reportSecond(item, unnamed, report);
    }
  }
  return outputs;
}

function isMissing(item: Output | ExpressionStatement): boolean {
  return (item.kind === "output" ? item.value : item.expression).kind === "missing";
}

function reportSecond(
  second: Output | ExpressionStatement,
  first: Output | ExpressionStatement,
  report: Report,
): void {
  const naming = (item: Output | ExpressionStatement, name: string) => {
    const at = item.kind === "output" ? item.value.span.start : item.span.start;
    const span = { source: item.span.source, start: at, end: at };
    return { span, text: item.kind === "output" ? `${name} = ` : `output ${name} = ` };
  };
  report({
    rule: "several-outputs",
    severity: "error",
    message: "two chains stand without a name, and only one of them can be the output",
    span: second.span,
    label: "this is the second",
    related: [{ span: first.span, text: "the first one" }],
    fix: {
      title: "output first = …, output second = …",
      edits: [naming(first, "first"), naming(second, "second")],
      safe: false,
    },
  });
}
