/** Makes the small nodes of the tree, and refuses what the grammar takes only so that the message can be a good one. */
import type { Report } from "../base/diagnostic.ts";
import type { Source, Span } from "../base/source.ts";
import type * as ast from "./ast.ts";
import { syntaxError } from "./syntax-error.ts";
import { False, None, NumberToken, StringToken, type Token, True } from "./tokens.ts";

export function tokenSpan(source: Source, token: Token): Span {
  return { source, start: token.startOffset, end: token.end };
}

export function identifier(source: Source, token: Token): ast.Identifier {
  return { kind: "identifier", span: tokenSpan(source, token), name: token.image };
}

export function numberLiteral(source: Source, token: Token): ast.NumberLiteral {
  return { kind: "number", span: tokenSpan(source, token), value: token.value as number, raw: token.image };
}

export function stringLiteral(source: Source, token: Token): ast.StringLiteral {
  return { kind: "string", span: tokenSpan(source, token), value: String(token.value) };
}

/** The words that stand for a value, and the place where a value is missing. */
export function word(token: unknown, span: Span): ast.Expression {
  const type = (token as Token).tokenType;
  if (type === True || type === False) return { kind: "boolean", span, value: type === True };
  return type === None ? { kind: "none", span } : { kind: "missing", span };
}

export function entryKey(source: Source, token: Token): ast.EntryKey {
  const span = tokenSpan(source, token);
  if (token.tokenType === StringToken)
    return { kind: "key", span, text: String(token.value), form: "string" };
  const form = token.tokenType === NumberToken ? "number" : "name";
  return { kind: "key", span, text: token.image, form };
}

/** The values of a list or a group, which have no names. */
export function unnamed(args: readonly ast.Argument[], where: string, report: Report): ast.Expression[] {
  const named = args.find(({ name }) => name !== undefined);
  if (named?.name !== undefined) {
    const { name } = named.name;
    report(
      syntaxError(named.span, {
        message: `${where} cannot hold \`${name} = …\``,
        help: `values with names are written \`{ ${name} = … }\``,
      }),
    );
  }
  return args.map(({ value }) => value);
}

const judgements: ReadonlySet<string> = new Set(["==", "!=", "<=", ">=", "<", ">", "and", "or"]);

/** Sizes and positions are computed with `+ - * / %` only. */
export function checkSize(value: ast.Expression, report: Report): void {
  if (value.kind !== "binary" || !judgements.has(value.operator)) return;
  report(
    syntaxError(value.operatorSpan, {
      message: `\`${value.operator}\` gives true or false, and a whole number is needed here`,
    }),
  );
}

const belongsToFile: Readonly<Record<string, string>> = {
  import: "an `import`",
  param: "a `param`",
  def: "a `def`",
  block: "a `block`",
  section: "a section",
  target: "a `target`",
};

/** The statements of a block's body, without those that belong to the file. */
export function graphItems(items: readonly ast.Item[], report: Report): ast.GraphItem[] {
  return items.filter((item): item is ast.GraphItem => {
    const stranger = belongsToFile[item.kind];
    if (stranger === undefined) return true;
    report(
      syntaxError(item.span, {
        message: `${stranger} cannot stand inside a block`,
        help: "move it out of the braces, to the level of the file",
      }),
    );
    return false;
  });
}
