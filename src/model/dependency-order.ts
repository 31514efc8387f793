/** In which order statements are worked out, so that what a statement uses is known before it: order in the file is free. */
import type { Report } from "../base/diagnostic.ts";
import type {
  Binding,
  Block,
  Def,
  Expression,
  ExpressionStatement,
  Formal,
  GraphItem,
  Identifier,
  Item,
  Output,
  Param,
  Type,
} from "../syntax/ast.ts";
import type { Definitions } from "./definitions.ts";

/** A statement with a value. */
export type ValueStatement = Binding | Output | ExpressionStatement;

/** A statement that uses names and may give one a meaning. */
export type OrderedStatement = ValueStatement | Param | Def | Block;

export interface DependencyOrder {
  readonly statements: readonly OrderedStatement[];
  /** Names that depend on themselves; they have no value. */
  readonly cyclic: ReadonlySet<string>;
  /** Every name that some statement uses. */
  readonly used: ReadonlySet<string>;
}

/** Depth first from each statement in the order of the file, on a stack of its own: files may define names by the thousand. */
export function orderStatements(
  { items }: { readonly items: readonly Item[] },
  definitions: Definitions,
  report: Report,
): DependencyOrder {
  const statements = items.filter(isOrdered);
  const byName = definers(statements, definitions);
  const ordered: OrderedStatement[] = [];
  const cyclic = new Set<string>();
  const used = new Set<string>();
  const state = new Map<OrderedStatement, "open" | "done">();

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
  statements: readonly OrderedStatement[],
  definitions: Definitions,
): ReadonlyMap<string, OrderedStatement> {
  const byName = new Map<string, OrderedStatement>();
  for (const statement of statements) {
    const name = nameOf(statement);
    if (name && definitions.get(name.name)?.name === name) byName.set(name.name, statement);
  }
  return byName;
}

function isOrdered(item: Item): item is OrderedStatement {
  switch (item.kind) {
    case "binding":
    case "output":
    case "expression-statement":
    case "param":
    case "def":
    case "block":
      return true;
    default:
      return false;
  }
}

/** The name that a statement gives a meaning to. */
function nameOf(statement: OrderedStatement): Identifier | undefined {
  switch (statement.kind) {
    case "param":
    case "def":
    case "block":
      return statement.name;
    default:
      return bindingOf(statement)?.name;
  }
}

export function isValueStatement(statement: OrderedStatement): statement is ValueStatement {
  return statement.kind !== "param" && statement.kind !== "def" && statement.kind !== "block";
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
  readonly statement: OrderedStatement;
  readonly uses: readonly OrderedStatement[];
  visited: number;
}

function openStatement(
  statement: OrderedStatement,
  byName: ReadonlyMap<string, OrderedStatement>,
  used: Set<string>,
): OpenStatement {
  const uses: OrderedStatement[] = [];
  for (const name of namesOf(statement)) {
    used.add(name);
    const definer = byName.get(name);
    if (definer && mustPrecede(definer, statement)) uses.push(definer);
  }
  return { statement, uses, visited: 0 };
}

/** A block is expanded where it is used, after every constant is known; of tensors of the file it sees none. */
function mustPrecede(definer: OrderedStatement, user: OrderedStatement): boolean {
  return user.kind !== "block" || definer.kind === "block";
}

function namesOf(statement: OrderedStatement): ReadonlySet<string> {
  switch (statement.kind) {
    case "param":
      return namesIn(statement.value, statement.type);
    case "def":
      return freeNames(statement.formals, [], namesIn(statement.body));
    case "block": {
      const names = new Set<string>();
      const own: string[] = [];
      for (const item of statement.body) {
        if (item.kind === "input") own.push(...item.names.map(({ name }) => name));
        for (const name of namesOfGraphItem(item)) names.add(name);
        const bound = item.kind === "input" ? undefined : bindingOf(item)?.name.name;
        if (bound !== undefined) own.push(bound);
      }
      return freeNames(statement.formals, own, names);
    }
    default:
      return namesIn(expressionOf(statement), bindingOf(statement)?.type);
  }
}

function namesOfGraphItem(item: GraphItem): ReadonlySet<string> {
  if (item.kind === "input") return item.type ? namesInType(item.type) : new Set();
  return namesIn(expressionOf(item), bindingOf(item)?.type);
}

/** Names that a recipe takes from around it: those of its body without its own, and those of its defaults. */
function freeNames(
  formals: readonly Formal[],
  own: readonly string[],
  body: ReadonlySet<string>,
): ReadonlySet<string> {
  const names = new Set(body);
  for (const { name } of formals) names.delete(name.name);
  for (const name of own) names.delete(name);
  for (const { default: initial } of formals) {
    if (initial) for (const name of namesIn(initial)) names.add(name);
  }
  return names;
}

function reportCycle(cycle: readonly OpenStatement[], cyclic: Set<string>, report: Report): void {
  const bindings = cycle.map(({ statement }) => nameOf(statement) as Identifier);
  const names = bindings.map(({ name }) => name);
  // A second way round the same names is the same mistake.
  const known = names.every((name) => cyclic.has(name));
  for (const name of names) cyclic.add(name);
  if (known) return;
  const [first, ...rest] = bindings as [Identifier, ...Identifier[]];
  report({
    rule: "cycle",
    severity: "error",
    message:
      names.length === 1
        ? `\`${first.name}\` is made from itself`
        : `${names.map((name) => `\`${name}\``).join(", ")} are made from one another in a circle`,
    span: first.span,
    label: cycle.some(({ statement }) => isValueStatement(statement))
      ? "a network has no loops: what flows in must exist before"
      : "what contains itself would have no end",
    ...(rest.length === 0
      ? {}
      : {
          related: rest.map(({ name, span }) => ({ span, text: `\`${name}\` belongs to the circle` })),
        }),
    help: helpForCycle(cycle),
  });
}

function helpForCycle(cycle: readonly OpenStatement[]): string {
  const kind = cycle[0]?.statement.kind;
  if (kind === "block") return "write `repeat n { … }` for a part that comes several times";
  return kind === "param" || kind === "def"
    ? "give one of them a value of its own"
    : "let one of them start from an input";
}

/** Names that an expression reads; keys, names of arguments and members are not among them. */
export function namesIn(expression: Expression, type?: Type): ReadonlySet<string> {
  const names = new Set<string>();
  const open: Expression[] = [expression];
  for (const dim of type?.dims ?? []) if (dim.kind !== "unknown-dim") open.push(dim);
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next.kind === "identifier") names.add(next.name);
    else if (next.kind === "repeat" && next.variable) {
      open.push(next.over);
      const variable = next.variable.name;
      for (const name of namesIn(next.body)) if (name !== variable) names.add(name);
    } else open.push(...partsOf(next));
  }
  return names;
}

export function namesInType(type: Type): ReadonlySet<string> {
  const names = new Set<string>();
  for (const dim of type.dims) {
    if (dim.kind !== "unknown-dim") for (const name of namesIn(dim)) names.add(name);
  }
  return names;
}

/** The expressions directly inside an expression. */
export function partsOf(expression: Expression): readonly Expression[] {
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
