/** The names that a file defines. One flat scope; a name is defined once. */
import type { Report } from "../base/diagnostic.ts";
import type { Span } from "../base/source.ts";
import type { Binding, Block, Def, Identifier, Input, Item, Param } from "../syntax/ast.ts";
import { withArticle } from "../words/instance-of.ts";
import { kindNames, type Vocabulary, type WordKind } from "../words/word.ts";

export type Definition =
  | { readonly kind: "input"; readonly name: Identifier; readonly statement: Input }
  | {
      readonly kind: "binding";
      readonly name: Identifier;
      readonly statement: Binding;
      /** Written behind `output`. */
      readonly output: boolean;
    }
  | { readonly kind: "param"; readonly name: Identifier; readonly statement: Param }
  | { readonly kind: "def"; readonly name: Identifier; readonly statement: Def }
  | { readonly kind: "block"; readonly name: Identifier; readonly statement: Block }
  | { readonly kind: "import"; readonly name: Identifier };

export type Definitions = ReadonlyMap<string, Definition>;

export function collectDefinitions(
  { items }: { readonly items: readonly Item[] },
  vocabulary: Vocabulary,
  report: Report,
): Definitions {
  const definitions = new Map<string, Definition>();
  for (const item of items) {
    for (const definition of definitionsOf(item)) {
      const { name } = definition;
      const earlier = definitions.get(name.name);
      // A def is called or stands for a word, so a tensor may have its name.
      if (earlier && (earlier.kind === "def") !== (definition.kind === "def")) {
        if (earlier.kind === "def") definitions.set(name.name, definition);
        continue;
      }
      if (earlier) {
        reportTwice(name, earlier.name.span, report);
        continue;
      }
      definitions.set(name.name, definition);
      if (definition.kind !== "import") hintShadowing(name, vocabulary, report);
    }
  }
  return definitions;
}

/** The defs of a file, those too whose name a tensor has. */
export function collectDefs({ items }: { readonly items: readonly Item[] }): ReadonlyMap<string, Def> {
  const defs = new Map<string, Def>();
  for (const item of items) {
    if (item.kind === "def" && !defs.has(item.name.name)) defs.set(item.name.name, item);
  }
  return defs;
}

function definitionsOf(item: Item): readonly Definition[] {
  switch (item.kind) {
    case "input":
      return item.names.map((name) => ({ kind: "input", name, statement: item }));
    case "binding":
      return [{ kind: "binding", name: item.name, statement: item, output: false }];
    case "output":
      return item.value.kind === "binding"
        ? [{ kind: "binding", name: item.value.name, statement: item.value, output: true }]
        : [];
    case "param":
      return [{ kind: "param", name: item.name, statement: item }];
    case "def":
      return [{ kind: "def", name: item.name, statement: item }];
    case "block":
      return [{ kind: "block", name: item.name, statement: item }];
    case "import":
      return item.names.map((name) => ({ kind: "import", name }));
    default:
      return [];
  }
}

function reportTwice(name: Identifier, first: Span, report: Report): void {
  report({
    rule: "duplicate-name",
    severity: "error",
    message: `\`${name.name}\` is defined twice`,
    span: name.span,
    label: "a name of the file stands for one thing only",
    related: [{ span: first, text: "defined here first" }],
    help: "give one of the two another name",
  });
}

function hintShadowing(name: Identifier, vocabulary: Vocabulary, report: Report): void {
  const kind = (Object.keys(kindNames) as WordKind[]).find((each) => vocabulary.find(each, name.name));
  if (kind === undefined) return;
  report({
    rule: "shadowed-word",
    severity: "hint",
    message: `\`${name.name}\` is also the name of ${withArticle(kindNames[kind])} of the library`,
    span: name.span,
    label: "from here on the word means what this file says",
    help: "another name is easier to read",
  });
}
