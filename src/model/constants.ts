/** Names of the file that stand for constants, worked out before the network and before the data is read. */

import { isError, type Report } from "../base/diagnostic.ts";
import { type Dim, symbol } from "../base/dim.ts";
import type { Span } from "../base/source.ts";
import type { Def, Expression, Identifier, Param, SourceFile } from "../syntax/ast.ts";
import type { Value } from "../words/value.ts";
import type { Vocabulary } from "../words/word.ts";
import { isConstantFunction } from "./constant-functions.ts";
import { collectDefinitions, collectDefs, type Definition, type Definitions } from "./definitions.ts";
import {
  bindingOf,
  type DependencyOrder,
  expressionOf,
  isValueStatement,
  orderStatements,
} from "./dependency-order.ts";
import { type ConstantScope, evaluate } from "./evaluate.ts";
import { type ImportContext, type ImportedFiles, type ImportedName, resolveImports } from "./imports.ts";
import { mostCalls } from "./limits.ts";
import { type ParamValue, readParam } from "./params.ts";

/** What every later step starts from. */
export interface FileNames {
  readonly definitions: Definitions;
  readonly defs: ReadonlyMap<string, Def>;
  readonly order: DependencyOrder;
  /** Undefined for a constant that could not be worked out. */
  readonly constants: ReadonlyMap<string, Value | undefined>;
  /** Names of other files. */
  readonly imported: ReadonlyMap<string, ImportedName>;
  /** The params among them, with what a search may try. */
  readonly params: readonly ParamValue[];
  /** Places that could not be read: a name in there may have been meant to exist. */
  readonly unread: readonly Span[];
}

/** The number of categories of a column where the data says it. */
export type Categories = (column: string, span: Span) => Dim;

export const unknownCategories: Categories = (column) => symbol(`categories(${column})`);

export interface NamesContext {
  readonly vocabulary: Vocabulary;
  readonly categories: Categories;
  /** In place of the values that the file gives its params. */
  readonly overrides?: ReadonlyMap<string, Expression>;
  /** What was read for the file's imports. */
  readonly imports?: ImportedFiles | undefined;
  /** Paths of the imports under way. */
  readonly importing?: readonly string[];
  readonly report: Report;
}

export function collectNames(file: SourceFile, context: NamesContext): FileNames {
  const { vocabulary, categories, report } = context;
  const definitions = collectDefinitions(file, vocabulary, report);
  const order = orderStatements(file, definitions, report);
  const defs = collectDefs(file);
  const constants = new Map<string, Value | undefined>();
  const params: ParamValue[] = [];
  const imported = resolveImports(file, importContext(context));
  for (const [name, from] of imported) {
    const isOwn = definitions.get(name)?.kind === "import";
    if (isOwn && from.names.constants.has(from.name))
      constants.set(name, from.names.constants.get(from.name));
  }
  const scope = constantScope({ definitions, defs, constants, order, imported }, categories, report);
  for (const statement of order.statements) {
    if (statement.kind === "param") {
      const read = paramOf(statement, { definitions, order }, context.overrides, scope);
      if (read === "repeated") continue;
      constants.set(statement.name.name, read?.value);
      if (read) params.push(read);
    }
    if (statement.kind === "output" || !isValueStatement(statement)) continue;
    const binding = bindingOf(statement);
    if (binding === undefined || binding.sign === "~") continue;
    const { name } = binding.name;
    if (order.cyclic.has(name) || definitions.get(name)?.name !== binding.name) continue;
    const value = expressionOf(statement);
    if (isConstant(value, { definitions, defs, imported, constants }))
      constants.set(name, evaluate(value, scope));
  }
  return { definitions, defs, imported, order, constants, params, unread: file.unread };
}

function importContext(context: NamesContext): ImportContext {
  const open = context.importing ?? [];
  const collected = new Map<string, FileNames>();
  return {
    ...{ files: context.imports ?? new Map(), open, report: context.report },
    collect(file, path) {
      const known = collected.get(path);
      if (known) return known;
      const { vocabulary, categories, imports, report } = context;
      // What a stranger's file shadows is its own affair.
      const errors: Report = (finding) => {
        if (isError(finding)) report(finding);
      };
      const inner = { vocabulary, categories, imports, importing: [...open, path], report: errors };
      const names = collectNames(file, inner);
      collected.set(path, names);
      return names;
    },
  };
}

function paramOf(
  param: Param,
  { definitions, order }: Pick<FileNames, "definitions" | "order">,
  overrides: NamesContext["overrides"],
  scope: ConstantScope,
): ParamValue | undefined | "repeated" {
  const { name } = param;
  if (definitions.get(name.name)?.name !== name) return "repeated";
  return order.cyclic.has(name.name) ? undefined : readParam(param, overrides?.get(name.name), scope);
}

/** In a section, a name is a constant of the file or a word (of the library, of the data); never a tensor. */
export function sectionScope(
  {
    definitions,
    defs,
    imported,
    constants,
    order,
  }: Pick<FileNames, "definitions" | "defs" | "imported" | "constants" | "order">,
  categories: Categories,
  report: Report,
): ConstantScope {
  const { cyclic } = order;
  const calls = { left: mostCalls, depth: 0 };
  const scope: ConstantScope = {
    report,
    categories,
    valueOf(name: Identifier) {
      if (constants.has(name.name)) return constants.get(name.name) ?? "refused";
      // An import that was refused; blocks and defs are words where they stand for one.
      return definitions.get(name.name)?.kind === "import" && !imported.has(name.name) ? "refused" : "none";
    },
    formula(name) {
      const def = defs.get(name);
      const from = def ? undefined : imported.get(name);
      if (from) return sectionScope(from.names, categories, report).formula?.(from.name);
      if (def === undefined) return definitions.has(name) ? "none" : undefined;
      return cyclic.has(name) ? "refused" : { def, scope, calls };
    },
  };
  return scope;
}

/** In a constant, a name of the network is a mistake. */
export function constantScope(
  names: Pick<FileNames, "definitions" | "defs" | "imported" | "constants" | "order">,
  categories: Categories,
  report: Report,
): ConstantScope {
  const inSections = sectionScope(names, categories, report);
  const inNetwork = (name: Identifier): Definition | undefined => {
    const definition = names.definitions.get(name.name);
    const kind = definition?.kind;
    return kind === "input" || kind === "binding" ? definition : undefined;
  };
  return {
    ...inSections,
    isOfNetwork: (name) => inNetwork(name) !== undefined && inSections.valueOf(name) === "none",
    valueOf(name) {
      const value = inSections.valueOf(name);
      const definition = inNetwork(name);
      if (value !== "none" || !definition) return value;
      report({
        rule: "not-a-constant",
        severity: "error",
        message: `\`${name.name}\` is a part of the network, and a constant is expected here`,
        span: name.span,
        related: [{ span: definition.name.span, text: "it is defined here" }],
      });
      return "refused";
    },
  };
}

/** Whether an expression is built of nothing but numbers, texts and other constants, judged by its form alone. */
function isConstant(
  expression: Expression,
  {
    definitions,
    defs,
    imported,
    constants,
  }: Pick<FileNames, "definitions" | "defs" | "imported" | "constants">,
): boolean {
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
        if (next.callee.kind !== "identifier") return false;
        if (next.callee.name === "categories" && !definitions.has("categories")) break;
        if (
          !defs.has(next.callee.name) &&
          !imported.has(next.callee.name) &&
          !isFunction(next.callee.name, definitions)
        )
          return false;
        open.push(...next.args.map(({ value }) => value));
        break;
      case "index":
        open.push(next.object);
        break;
      case "member":
        open.push(next.object);
        break;
      default:
        return false;
    }
  }
  return true;
}

/** A function of the language, where the file gives its name no other meaning. */
function isFunction(name: string, definitions: Definitions): boolean {
  return !definitions.has(name) && isConstantFunction(name);
}
