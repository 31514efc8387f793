/** Names of the file that stand for constants, worked out before the network and before the data is read. */

import type { Report } from "../base/diagnostic.ts";
import { type Dim, symbol } from "../base/dim.ts";
import type { Span } from "../base/source.ts";
import type { Expression, Identifier, SourceFile } from "../syntax/ast.ts";
import type { Value } from "../words/value.ts";
import type { Vocabulary } from "../words/word.ts";
import { collectDefinitions, type Definitions } from "./definitions.ts";
import { bindingOf, type DependencyOrder, expressionOf, orderStatements } from "./dependency-order.ts";
import { type ConstantScope, evaluate } from "./evaluate.ts";

/** What every later step starts from. */
export interface FileNames {
  readonly definitions: Definitions;
  readonly order: DependencyOrder;
  /** Undefined for a constant that could not be worked out. */
  readonly constants: ReadonlyMap<string, Value | undefined>;
  /** Places that could not be read: a name in there may have been meant to exist. */
  readonly unread: readonly Span[];
}

/** The number of categories of a column where the data says it. */
export type Categories = (column: string, span: Span) => Dim;

export const unknownCategories: Categories = (column) => symbol(`categories(${column})`);

export function collectNames(
  file: SourceFile,
  vocabulary: Vocabulary,
  categories: Categories,
  report: Report,
): FileNames {
  const definitions = collectDefinitions(file, vocabulary, report);
  const order = orderStatements(file, definitions, report);
  const constants = new Map<string, Value | undefined>();
  const scope = sectionScope({ definitions, constants }, categories, report);
  for (const statement of order.statements) {
    const binding = bindingOf(statement);
    if (binding === undefined || statement.kind === "output") continue;
    const { name } = binding.name;
    if (order.cyclic.has(name) || definitions.get(name)?.name !== binding.name) continue;
    const value = expressionOf(statement);
    if (isConstant(value, constants)) constants.set(name, evaluate(value, scope));
  }
  return { definitions, order, constants, unread: file.unread };
}

/** In a section, a name is a constant of the file or a word (of the library, of the data); never a tensor. */
export function sectionScope(
  { definitions, constants }: Pick<FileNames, "definitions" | "constants">,
  categories: Categories,
  report: Report,
): ConstantScope {
  return {
    report,
    categories,
    valueOf(name: Identifier) {
      if (constants.has(name.name)) return constants.get(name.name) ?? "refused";
      return definitions.get(name.name)?.kind === "unsupported" ? "refused" : "none";
    },
  };
}

/** Whether an expression is built of nothing but numbers, texts and other constants, judged by its form alone. */
function isConstant(expression: Expression, constants: ReadonlyMap<string, unknown>): boolean {
  const open: Expression[] = [expression];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    switch (next.kind) {
      case "number":
      case "string":
      case "boolean":
      case "none":
        break;
      case "identifier":
        if (!constants.has(next.name) && next.name !== "pi") return false;
        break;
      case "list":
      case "tuple":
        open.push(...next.items);
        break;
      case "record":
        open.push(...next.entries.map(({ value }) => value));
        break;
      case "unary":
        open.push(next.operand);
        break;
      case "binary":
        open.push(next.left, next.right);
        break;
      case "choice":
        open.push(next.condition, next.then, next.else);
        break;
      case "call":
        if (next.callee.kind !== "identifier" || next.callee.name !== "categories") return false;
        break;
      default:
        return false;
    }
  }
  return true;
}
