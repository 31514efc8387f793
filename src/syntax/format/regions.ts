/** The places in a file where a comment can stand on a line of its own: between statements, entries, arguments, stages, operands. */
import type * as ast from "../ast.ts";
import { rankOf } from "../operations.ts";
import { indexAt, signBefore, type TextTokens, tokenBefore } from "./text-tokens.ts";

export interface Element {
  readonly node: { readonly span: { readonly start: number; readonly end: number } };
  regions(): readonly Region[];
}

export interface Region {
  readonly start: number;
  readonly end: number;
  /** The node that has the brackets, the sign or the parts. */
  readonly owner: object;
  readonly elements: readonly Element[];
  /** The first element begins where the owner begins: no line can begin there. */
  readonly open?: boolean;
}

export function fileRegion(file: ast.SourceFile, text: TextTokens): Region {
  return {
    ...{ start: 0, end: Number.POSITIVE_INFINITY, owner: file },
    elements: file.items.map((item) => statement(item, text)),
  };
}

function statement(node: ast.Item, text: TextTokens): Element {
  return { node, regions: () => statementRegions(node, text) };
}

function statementRegions(node: ast.Item, text: TextTokens): readonly Region[] {
  switch (node.kind) {
    case "import":
      return [];
    case "param":
      return [...typeRegions(node.type, text), slot(node, node.value, text), ...inside(node.range, text)];
    case "def":
      return [...formalsRegions(node, text), slot(node, node.body, text)];
    case "block":
      return [...formalsRegions(node, text), blockBody(node, text)];
    case "section":
      return inside(node.record, text);
    case "target":
      return [...inside(node.type, text), ...inside(node.range, text)];
    case "input":
      return [...typeRegions(node.type, text), ...inside(node.range, text)];
    case "output":
      return node.value.kind === "binding" ? bindingRegions(node.value, text) : inside(node.value, text);
    case "binding":
      return bindingRegions(node, text);
    case "expression-statement":
      return inside(node.expression, text);
  }
}

function bindingRegions(node: ast.Binding, text: TextTokens): readonly Region[] {
  return [...typeRegions(node.type, text), slot(node, node.value, text)];
}

function blockBody(node: ast.Block, text: TextTokens): Region {
  const [first] = node.body;
  if (!node.braces && first?.kind === "expression-statement") return slot(node, first.expression, text);
  const open = first ? tokenBefore(text, first.span.start) : tokenBefore(text, node.span.end - 1);
  const elements = node.body.map((item) => statement(item, text));
  return { start: open?.end ?? node.span.start, end: node.span.end, owner: node, elements };
}

/** From the sign to the end of the value. */
function slot(owner: object, value: ast.Expression, text: TextTokens): Region {
  const start = signBefore(text, value.span.start)?.end ?? value.span.start;
  return { start, end: value.span.end, owner, elements: [expression(value, text)] };
}

function formalsRegions({ formals, name }: ast.Def | ast.Block, text: TextTokens): readonly Region[] {
  const open = text.tokens[indexAt(text, name.span.end)];
  if (open === undefined) return [];
  const elements = formals.map((node) => ({ node, regions: () => inside(node.default, text) }));
  const end = closedAt(text, formals.at(-1)?.span.end ?? open.end, ")");
  return [{ start: open.end, end, owner: formals, elements }];
}

function typeRegions(type: ast.Type | undefined, text: TextTokens): readonly Region[] {
  if (type === undefined || type.dims.length === 0) return [];
  const open = text.tokens[indexAt(text, type.element?.span.end ?? type.span.start)];
  const elements = type.dims.map((node) => ({
    node,
    regions: () => (node.kind === "unknown-dim" ? [] : regionsOf(node, text)),
  }));
  return [{ start: open?.end ?? type.span.start, end: type.span.end, owner: type, elements }];
}

function closedAt(text: TextTokens, from: number, bracket: string): number {
  let index = indexAt(text, from);
  while (index < text.tokens.length && text.tokens[index]?.image !== bracket) index++;
  return text.tokens[index]?.end ?? from;
}

function inside(node: ast.Expression | undefined, text: TextTokens): readonly Region[] {
  return node ? regionsOf(node, text) : [];
}

function expression(node: ast.Expression, text: TextTokens): Element {
  return { node, regions: () => regionsOf(node, text) };
}

function regionsOf(node: ast.Expression, text: TextTokens): readonly Region[] {
  switch (node.kind) {
    case "list":
    case "tuple":
      return [
        bracketed(
          node,
          node.items.map((item) => expression(item, text)),
        ),
      ];
    case "record":
      return [
        bracketed(
          node,
          node.entries.map((entry) => ({ node: entry, regions: () => [slot(entry, entry.value, text)] })),
        ),
      ];
    case "call":
      return [...regionsOf(node.callee, text), argsRegion(node, text)];
    case "index":
      return [...regionsOf(node.object, text), slicesRegion(node, text)];
    case "member":
      return regionsOf(node.object, text);
    case "unary":
      return regionsOf(node.operand, text);
    case "binary":
      return [open(node, operandsOf(node), text)];
    case "choice":
      return [open(node, [node.condition, node.then, node.else], text)];
    case "chain":
      return [open(node, node.stages, text)];
    case "repeat":
      return [...regionsOf(node.over, text), repeatBody(node, text)];
    default:
      return [];
  }
}

function bracketed(owner: ast.Expression, elements: readonly Element[]): Region {
  return { start: owner.span.start + 1, end: owner.span.end, owner, elements };
}

/** Parts without brackets around them all: a comment is in the region only where it stands between two of them. */
function open(owner: object, parts: readonly ast.Expression[], text: TextTokens): Region {
  const first = parts[0] as ast.Expression;
  const last = parts.at(-1) as ast.Expression;
  return {
    ...{ start: first.span.start, end: last.span.end, owner, open: true },
    elements: parts.map((part) => expression(part, text)),
  };
}

function argsRegion(node: ast.Call, text: TextTokens): Region {
  const first = node.args[0]?.span.start ?? node.span.end - 1;
  const start = tokenBefore(text, first)?.end ?? first;
  const elements = node.args.map((arg) => ({ node: arg, regions: () => regionsOf(arg.value, text) }));
  return { start, end: node.span.end, owner: node, elements };
}

function slicesRegion(node: ast.Index, text: TextTokens): Region {
  const first = node.slices[0]?.span.start ?? node.span.end - 1;
  const start = tokenBefore(text, first)?.end ?? first;
  const elements = node.slices.map((slice) => ({
    node: slice,
    regions: () => [...inside(slice.start, text), ...inside(slice.end, text)],
  }));
  return { start, end: node.span.end, owner: node, elements };
}

function repeatBody(node: ast.Repeat, text: TextTokens): Region {
  return { ...slot(node, node.body, text), end: node.span.end };
}

/** `a + b - c` as one run: the operands of operators of one rank, from left to right. `^` makes no run. */
export function operandsOf(node: ast.Binary): readonly ast.Expression[] {
  const rank = rankOf(node.operator);
  const operands: ast.Expression[] = [];
  let next: ast.Expression = node;
  while (next.kind === "binary" && goesOn(next, node, rank)) {
    operands.push(next.right);
    next = next.left;
  }
  return [next, ...operands.reverse()];
}

function goesOn(next: ast.Binary, top: ast.Binary, rank: number): boolean {
  return next === top || (rankOf(next.operator) === rank && rank !== 7 && rank !== 3);
}

/** The operators between `operandsOf`. */
export function operatorsOf(node: ast.Binary): readonly ast.BinaryOperator[] {
  const rank = rankOf(node.operator);
  const operators: ast.BinaryOperator[] = [];
  let next: ast.Expression = node;
  while (next.kind === "binary" && goesOn(next, node, rank)) {
    operators.push(next.operator);
    next = next.left;
  }
  return operators.reverse();
}
