/** The grammar as data, read off the parser: what the written forms of the grammar are printed from. */
import { NnetParser } from "../src/syntax/parser.ts";
import { statementWords } from "../src/syntax/statement-form.ts";
import { vocabulary as tokens } from "../src/syntax/tokens.ts";

export type Form =
  | { readonly kind: "sequence"; readonly parts: readonly Form[] }
  | { readonly kind: "choice"; readonly parts: readonly Form[] }
  | { readonly kind: "optional"; readonly part: Form }
  | { readonly kind: "many"; readonly part: Form }
  /** A word or sign as it is typed. */
  | { readonly kind: "literal"; readonly text: string }
  /** A kind of token. */
  | { readonly kind: "token"; readonly name: string }
  | { readonly kind: "rule"; readonly name: string };

export interface Rule {
  readonly name: string;
  readonly form: Form;
}

/** The part of Chevrotain's serialised productions that the parser uses. */
interface Production {
  readonly type: string;
  readonly name?: string;
  readonly definition?: readonly Production[];
  readonly separator?: Production;
}

/** Names under which the rules are known; the parser may not call a rule `input`. */
const ruleNames: Readonly<Record<string, string>> = {
  importStatement: "import",
  inputStatement: "input",
  outputStatement: "output",
  expressionStatement: "expression",
  definition: "def",
  repetition: "repeat",
};

/** The words that begin a rule: to the lexer they are identifiers, since each counts only at the beginning of a statement. */
const softWords: Readonly<Record<string, readonly string[]>> = {
  importStatement: ["import"],
  param: ["param"],
  definition: ["def"],
  block: ["block"],
  section: ["data", "train", "search"],
  target: ["target"],
  inputStatement: ["input"],
  outputStatement: ["output"],
};

const tokenNames: Readonly<Record<string, string>> = {
  Identifier: "IDENT",
  Number: "NUMBER",
  String: "STRING",
  Name: "NAME",
  Key: "KEY",
};
const categories = ["BinarySign", "PrefixSign"];

/** In the order in which they are used, from `file` on. */
export function grammarRules(): readonly Rule[] {
  const productions = new NnetParser().getSerializedGastProductions() as readonly Production[];
  const known = new Map(productions.map((one) => [one.name as string, one]));
  const missing = statementWords.filter((word) => !Object.values(softWords).flat().includes(word));
  if (missing.length > 0) throw new Error(`no rule of the grammar begins with ${missing.join(", ")}`);
  const rules: Rule[] = [];
  const seen = new Set<string>();
  const visit = (name: string): void => {
    if (seen.has(name)) return;
    seen.add(name);
    const production = known.get(name);
    if (production === undefined) throw new Error(`the parser has no rule ${name}`);
    if (name !== "expressionStatement")
      rules.push({ name: ruleNames[name] ?? name, form: ruleForm(production) });
    for (const used of rulesIn(production)) visit(used);
  };
  visit("file");
  return rules;
}

function rulesIn(production: Production): readonly string[] {
  const own = production.type === "NonTerminal" ? [production.name as string] : [];
  return [...own, ...(production.definition ?? []).flatMap(rulesIn)];
}

function ruleForm(rule: Production): Form {
  const soft = softWords[rule.name as string];
  const parts = rule.definition ?? [];
  if (soft === undefined) return sequence(parts);
  const word = soft.map((text): Form => ({ kind: "literal", text }));
  return { kind: "sequence", parts: [oneOf(word), ...parts.slice(1).map(formOf)] };
}

function sequence(parts: readonly Production[]): Form {
  const forms = parts.map(formOf);
  return forms.length === 1 ? (forms[0] as Form) : { kind: "sequence", parts: forms };
}

function oneOf(parts: readonly Form[]): Form {
  return parts.length === 1 ? (parts[0] as Form) : { kind: "choice", parts };
}

function formOf(production: Production): Form {
  const inner = production.definition ?? [];
  switch (production.type) {
    case "Terminal":
      return terminal(production.name as string);
    case "NonTerminal":
      return { kind: "rule", name: ruleNames[production.name as string] ?? (production.name as string) };
    case "Alternation":
      return oneOf(inner.filter((one) => !isInvented(one)).map(formOf));
    case "Option":
      return { kind: "optional", part: sequence(inner) };
    case "Repetition":
      return { kind: "many", part: sequence(inner) };
    case "RepetitionMandatoryWithSeparator": {
      const again = [terminal(production.separator?.name as string), ...inner.map(formOf)];
      const rest: Form = { kind: "many", part: { kind: "sequence", parts: again } };
      return { kind: "sequence", parts: [...inner.map(formOf), rest] };
    }
    case "Alternative":
      return sequence(inner);
    default:
      throw new Error(`the grammar holds a ${production.type}, which has no written form yet`);
  }
}

/** Error recovery's own token stands in no text. */
function isInvented({ definition }: Production): boolean {
  return definition?.length === 1 && definition[0]?.name === "missing value";
}

function terminal(name: string): Form {
  if (categories.includes(name)) {
    const members = tokens.filter(({ CATEGORIES }) => CATEGORIES?.some((one) => one.name === name));
    return oneOf(members.map((one): Form => ({ kind: "literal", text: one.name })));
  }
  const token = tokenNames[name];
  return token === undefined ? { kind: "literal", text: name } : { kind: "token", name: token };
}
