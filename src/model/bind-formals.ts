/** Arguments of blocks and defs, brought to the formals they are for, with the messages that words of the library have. */
import type { Report } from "../base/diagnostic.ts";
import type { Span } from "../base/source.ts";
import type { Argument, Expression, Formal, Identifier } from "../syntax/ast.ts";
import { bindArguments } from "../words/bind-arguments.ts";
import type { ParamTable } from "../words/param.ts";
import type { ArgumentValue } from "../words/value.ts";

/** A block or a def with what may be given to it. */
export interface Recipe {
  readonly name: Identifier;
  readonly formals: readonly Formal[];
  /** Names that take tensors, by name only. */
  readonly inputs?: readonly string[];
  readonly alsoNamed?: readonly string[];
}

/** Expressions by name, given ones only; undefined where something was reported. */
export function bindFormals(
  recipe: Recipe,
  { args, nameSpan }: { readonly args: readonly Argument[]; readonly nameSpan: Span },
  report: Report,
): ReadonlyMap<string, Expression> | undefined {
  let sound = true;
  const fault: Report = (finding) => {
    sound = false;
    report(finding);
  };
  const written = new Map<ArgumentValue, Expression>();
  const values = args.map(({ name, span, value }): ArgumentValue => {
    const argument: ArgumentValue = {
      span,
      ...(name ? { name: name.name, nameSpan: name.span } : {}),
      value: { kind: "none", span: value.span },
    };
    written.set(argument, value);
    return argument;
  });
  const word = { kind: "layer", name: recipe.name.name, doc: "", params: tableOf(recipe) } as const;
  const { bound, doubtful } = bindArguments(word, values, fault, recipe.alsoNamed);
  const given = new Map<string, Expression>();
  for (const [name, { argument }] of bound) given.set(name, written.get(argument) as Expression);
  for (const { name, default: initial } of recipe.formals) {
    if (given.has(name.name) || initial !== undefined || doubtful.has(name.name)) continue;
    fault({
      rule: "missing-argument",
      severity: "error",
      message: `${recipe.name.name} needs the argument ${name.name}`,
      span: nameSpan,
      related: [{ span: name.span, text: "it is declared here, without a default" }],
      help: `write ${recipe.name.name}(${name.name} = …)`,
    });
  }
  return sound ? given : undefined;
}

/** Names and order are all that binding asks of a parameter. */
function tableOf({ formals, inputs = [] }: Recipe): ParamTable {
  const type = {
    expects: "a value",
    read: () => ({ refused: false, value: null }) as const,
    toJson: () => null,
    fromJson: () => null,
    schema: true,
  };
  return Object.fromEntries([
    ...formals.map(({ name }) => [name.name, { type, doc: "" }] as const),
    ...inputs.map((name) => [name, { type, doc: "", keywordOnly: true }] as const),
  ]);
}
