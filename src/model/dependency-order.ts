/** In which order statements are worked out, so that what a statement uses is known before it: order in the file is free. */
import type { Report } from "../base/diagnostic.ts";
import type { Binding, Expression, ExpressionStatement, Output, SourceFile, Type } from "../syntax/ast.ts";
import type { Definitions } from "./definitions.ts";

/** A statement with a value. */
export type ValueStatement = Binding | Output | ExpressionStatement;

export interface DependencyOrder {
  readonly statements: readonly ValueStatement[];
  /** Names that depend on themselves; they have no value. */
  readonly cyclic: ReadonlySet<string>;
  /** Every name that some statement uses. */
  readonly used: ReadonlySet<string>;
}

/** Depth first from each statement in the order of the file, on a stack of its own: files may define names by the thousand. */
export function orderStatements(file: SourceFile, definitions: Definitions, report: Report): DependencyOrder {
  const statements = file.items.filter(
    (item) => item.kind === "binding" || item.kind === "output" || item.kind === "expression-statement",
  );
  const byName = definers(statements, definitions);
  const ordered: ValueStatement[] = [];
  const cyclic = new Set<string>();
  const used = new Set<string>();
  const state = new Map<ValueStatement, "open" | "done">();

  for (const start of statements) {
    if (state.has(start)) continue;
    const stack = [openStatement(start, byName, used)];
    state.set(start, "open");
    while (stack.length > 0) {
      const top = stack[stack.length - 1] as OpenStatement;
      const next = top.uses[top.visited++];
      if (next === undefined) {
        state.set(top.statement, "done");
        ordered.push(top.statement);
        stack.pop();
      } else if (state.get(next) === "open") {
        reportCycle(stack.slice(stack.findIndex(({ statement }) => statement === next)), cyclic, report);
      } else if (!state.has(next)) {
        state.set(next, "open");
        stack.push(openStatement(next, byName, used));
      }
    }
  }
  return { statements: ordered, cyclic, used };
}

/** Which statement gives a name its value. */
function definers(
  statements: readonly ValueStatement[],
  definitions: Definitions,
): ReadonlyMap<string, ValueStatement> {
  const byName = new Map<string, ValueStatement>();
  for (const statement of statements) {
    const name = bindingOf(statement)?.name;
    if (name && definitions.get(name.name)?.name === name) byName.set(name.name, statement);
  }
  return byName;
}

export function bindingOf(statement: ValueStatement): Binding | undefined {
  if (statement.kind === "binding") return statement;
  return statement.kind === "output" && statement.value.kind === "binding" ? statement.value : undefined;
}

export function expressionOf(statement: ValueStatement): Expression {
  if (statement.kind === "expression-statement") return statement.expression;
  if (statement.kind === "binding") return statement.value;
  return statement.value.kind === "binding" ? statement.value.value : statement.value;
}

interface OpenStatement {
  readonly statement: ValueStatement;
  readonly uses: readonly ValueStatement[];
  visited: number;
}

function openStatement(
  statement: ValueStatement,
  byName: ReadonlyMap<string, ValueStatement>,
  used: Set<string>,
): OpenStatement {
  const names = namesIn(expressionOf(statement), bindingOf(statement)?.type);
  const uses: ValueStatement[] = [];
  for (const name of names) {
    used.add(name);
    const definer = byName.get(name);
    if (definer) uses.push(definer);
  }
  return { statement, uses, visited: 0 };
}

function reportCycle(cycle: readonly OpenStatement[], cyclic: Set<string>, report: Report): void {
  const bindings = cycle.map(({ statement }) => bindingOf(statement) as Binding);
  const names = bindings.map(({ name }) => name.name);
  // A second way round the same names is the same mistake.
  const known = names.every((name) => cyclic.has(name));
  for (const name of names) cyclic.add(name);
  if (known) return;
  const [first, ...rest] = bindings as [Binding, ...Binding[]];
  report({
    rule: "cycle",
    severity: "error",
    message:
      names.length === 1
        ? `\`${first.name.name}\` is made from itself`
        : `${names.map((name) => `\`${name}\``).join(", ")} are made from one another in a circle`,
    span: first.name.span,
    label: "a network has no loops: what flows in must exist before",
    ...(rest.length === 0
      ? {}
      : {
          related: rest.map(({ name }) => ({
            span: name.span,
            text: `\`${name.name}\` belongs to the circle`,
          })),
        }),
    help: "let one of them start from an input",
  });
}

/** Names that an expression reads; keys, names of arguments and members are not among them. */
export function namesIn(expression: Expression, type?: Type): ReadonlySet<string> {
  const names = new Set<string>();
  const open: Expression[] = [expression];
  for (const dim of type?.dims ?? []) if (dim.kind !== "unknown-dim") open.push(dim);
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next.kind === "identifier") names.add(next.name);
    else open.push(...partsOf(next));
  }
  return names;
}

/** The expressions directly inside an expression. */
function partsOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case "list":
    case "tuple":
      return expression.items;
    case "record":
      return expression.entries.map(({ value }) => value);
    case "call":
      return [expression.callee, ...expression.args.map(({ value }) => value)];
    case "index":
      return [
        expression.object,
        ...expression.slices.flatMap(({ start, end }) => [start, end].filter((part) => part !== undefined)),
      ];
    case "member":
      return [expression.object];
    case "unary":
      return [expression.operand];
    case "binary":
      return [expression.left, expression.right];
    case "choice":
      return [expression.condition, expression.then, expression.else];
    case "chain":
      return expression.stages;
    case "repeat":
      return [expression.over, expression.body];
    default:
      return [];
  }
}
