/** Pasted Keras in the language's own forms: lists for tuples, words for the texts that name them, `Flatten()` for `Flatten`. */
import type * as ast from "../ast.ts";
import { reservedWords } from "../tokens.ts";
import { definedNames } from "./defined-names.ts";

/** What the formatter must be told of the vocabulary, so that syntax needs no library. */
export interface Dialect {
  /** Whether a name is a layer's: alone as a stage it gets its parentheses. */
  isLayer?(name: string): boolean;
  /** Whether a text given to a word's argument (by name, or by place from 0) or to a key of a section is better a word. */
  readsAsWord?(owner: string, argument: string | number, text: string): boolean;
}

/** Whether a text is better a word where it stands. */
type IsWord = (text: string) => boolean;

interface Rewriter {
  expression(node: ast.Expression, isWord: IsWord): ast.Expression;
  stage(node: ast.Expression): ast.Expression;
  wordsOf(owner: string, argument: string | number): IsWord;
}

const never: IsWord = () => false;

export function plainForm(file: ast.SourceFile, dialect: Dialect): ast.SourceFile {
  const rewriter = makeRewriter(dialect, definedNames(file));
  return { ...file, items: file.items.map((item) => plainItem(item, rewriter)) };
}

function plainItem(item: ast.Item, rewriter: Rewriter): ast.Item {
  const plain = (node: ast.Expression): ast.Expression => rewriter.expression(node, never);
  switch (item.kind) {
    case "import":
      return item;
    case "param":
      return { ...item, ...typed(item, plain), value: plain(item.value), ...ranged(item, plain) };
    case "def":
      return { ...item, formals: formals(item.formals, plain), body: plain(item.body) };
    case "block": {
      const body = item.body.map((inner) => plainItem(inner, rewriter) as ast.GraphItem);
      return { ...item, formals: formals(item.formals, plain), body };
    }
    case "section":
      return { ...item, record: sectionRecord(item, rewriter) };
    case "target":
      return { ...item, type: plain(item.type), ...ranged(item, plain) };
    case "input":
      return { ...item, ...typed(item, plain), ...ranged(item, plain) };
    case "output":
      return {
        ...item,
        value: item.value.kind === "binding" ? binding(item.value, plain) : plain(item.value),
      };
    case "binding":
      return binding(item, plain);
    case "expression-statement":
      return { ...item, expression: plain(item.expression) };
  }
}

type Plain = (node: ast.Expression) => ast.Expression;

function binding(node: ast.Binding, plain: Plain): ast.Binding {
  return { ...node, ...typed(node, plain), value: plain(node.value) };
}

function formals(nodes: readonly ast.Formal[], plain: Plain): readonly ast.Formal[] {
  return nodes.map((node) => (node.default ? { ...node, default: plain(node.default) } : node));
}

function typed({ type }: { readonly type?: ast.Type }, plain: Plain): { readonly type?: ast.Type } {
  if (type === undefined) return {};
  return { type: { ...type, dims: type.dims.map((dim) => (dim.kind === "unknown-dim" ? dim : plain(dim))) } };
}

function ranged(
  { range }: { readonly range?: ast.Expression },
  plain: Plain,
): { readonly range?: ast.Expression } {
  return range ? { range: plain(range) } : {};
}

function sectionRecord({ section, record }: ast.Section, rewriter: Rewriter): ast.RecordLiteral {
  const entries = record.entries.map((entry) => {
    const isWord = rewriter.wordsOf(section, entry.key.text);
    return { ...entry, value: rewriter.expression(entry.value, isWord) };
  });
  return { ...record, entries };
}

function makeRewriter(dialect: Dialect, defined: ReadonlySet<string>): Rewriter {
  const wordsOf =
    (owner: string, argument: string | number): IsWord =>
    (text) =>
      isFreeWord(text) && !defined.has(text) && dialect.readsAsWord?.(owner, argument, text) === true;
  const stage = (node: ast.Expression): ast.Expression => {
    if (node.kind !== "identifier") return rewriter.expression(node, never);
    if (defined.has(node.name) || dialect.isLayer?.(node.name) !== true) return node;
    return { kind: "call", span: node.span, callee: node, args: [] };
  };
  const rewriter: Rewriter = {
    ...{ wordsOf, stage },
    expression: (node, isWord) => rewrite(node, isWord, rewriter),
  };
  return rewriter;
}

function isFreeWord(text: string): boolean {
  return /^[\p{L}_][\p{L}\p{N}\p{M}_]*$/u.test(text) && (text === "from" || !reservedWords.has(text));
}

function rewrite(node: ast.Expression, isWord: IsWord, rewriter: Rewriter): ast.Expression {
  const inner = (part: ast.Expression): ast.Expression => rewriter.expression(part, isWord);
  switch (node.kind) {
    case "string":
      return isWord(node.value) ? { kind: "identifier", span: node.span, name: node.value } : node;
    case "list":
      return { ...node, items: node.items.map(inner) };
    case "tuple": {
      // Brackets around one value group, with a comma too.
      const items = node.items.map(inner);
      return items.length === 1 ? (items[0] as ast.Expression) : { kind: "list", span: node.span, items };
    }
    case "record":
      return { ...node, entries: node.entries.map((entry) => ({ ...entry, value: inner(entry.value) })) };
    case "call":
      return rewriteCall(node, rewriter);
    case "index":
      return { ...node, object: inner(node.object), slices: node.slices.map((one) => slice(one, inner)) };
    case "member":
      return { ...node, object: inner(node.object) };
    case "unary":
      return { ...node, operand: inner(node.operand) };
    case "binary":
      return { ...node, left: inner(node.left), right: inner(node.right) };
    case "choice":
      // biome-ignore lint/suspicious/noThenProperty: a node of the tree; nobody awaits it.
      return { ...node, condition: inner(node.condition), then: inner(node.then), else: inner(node.else) };
    case "chain":
      return { ...node, stages: node.stages.map(rewriter.stage) };
    case "repeat":
      return { ...node, over: inner(node.over), body: rewriter.expression(node.body, never) };
    default:
      return node;
  }
}

function rewriteCall(node: ast.Call, rewriter: Rewriter): ast.Call {
  const owner = node.callee.kind === "identifier" ? node.callee.name : undefined;
  const args = node.args.map((arg, i) => {
    const isWord = owner === undefined ? never : rewriter.wordsOf(owner, arg.name?.name ?? i);
    return { ...arg, value: rewriter.expression(arg.value, isWord) };
  });
  return { ...node, callee: rewriter.expression(node.callee, never), args };
}

function slice(node: ast.Slice, plain: Plain): ast.Slice {
  const { start, end } = node;
  return { ...node, ...(start && { start: plain(start) }), ...(end && { end: plain(end) }) };
}
