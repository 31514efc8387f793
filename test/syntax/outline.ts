/** The tree as a short text: fully bracketed, spans left out. */
import type * as ast from "../../src/syntax/ast.ts";
import { parse } from "../../src/syntax/parse.ts";

export function outline(node: ast.Item | ast.Expression): string {
  switch (node.kind) {
    case "import":
      return `import ${names(node.names)} from ${node.from.value}`;
    case "param":
      return `param ${node.name.name}${typed(node.type)} = ${outline(node.value)}${ranged(node.range)}`;
    case "def":
      return `def ${node.name.name}(${formals(node.formals)}) = ${outline(node.body)}`;
    case "block": {
      const body = node.body.map(outline).join("; ");
      return `block ${node.name.name}(${formals(node.formals)}) ${node.braces ? `{${body}}` : `= ${body}`}`;
    }
    case "section":
      return `${node.section}${node.name ? ` ${node.name.name}` : ""} ${outline(node.record)}`;
    case "target":
      return `target ${node.name.name}: ${outline(node.type)}${ranged(node.range)}`;
    case "input":
      return `input ${names(node.names)}${typed(node.type)}${ranged(node.range)}`;
    case "output":
      return `output ${outline(node.value as ast.Expression)}`;
    case "binding":
      return `${node.name.name}${typed(node.type)} ${node.sign} ${outline(node.value)}`;
    case "expression-statement":
      return outline(node.expression);
    default:
      return expression(node);
  }
}

function expression(node: ast.Expression): string {
  switch (node.kind) {
    case "identifier":
      return node.name;
    case "number":
      return node.raw;
    case "string":
      return JSON.stringify(node.value);
    case "boolean":
      return String(node.value);
    case "none":
    case "missing":
      return `<${node.kind}>`;
    case "list":
      return `[${node.items.map(outline).join(", ")}]`;
    case "tuple":
      return `tuple(${node.items.map(outline).join(", ")})`;
    case "record":
      return `{${node.entries.map((entry) => `${entry.key.form}:${entry.key.text} = ${outline(entry.value)}`).join(", ")}}`;
    case "call": {
      const args = node.args.map(({ name, value }) => (name ? `${name.name} = ` : "") + outline(value));
      return `${outline(node.callee)}(${args.join(", ")})`;
    }
    case "index":
      return `${outline(node.object)}[${node.slices.map(slice).join(", ")}]`;
    case "member":
      return `${outline(node.object)}.${node.name.name}`;
    case "unary":
      return `(${node.operator} ${outline(node.operand)})`;
    case "binary":
      return `(${outline(node.left)} ${node.operator} ${outline(node.right)})`;
    case "choice":
      return `(${outline(node.condition)} ? ${outline(node.then)} : ${outline(node.else)})`;
    case "chain":
      return `<${node.stages.map(outline).join(" -> ")}>`;
    case "repeat": {
      const variable = node.variable ? `${node.variable.name} in ` : "";
      return `repeat ${variable}${outline(node.over)} {${outline(node.body)}}`;
    }
  }
}

function slice({ start, end, range }: ast.Slice): string {
  return `${start ? outline(start) : ""}${range ? ":" : ""}${end ? outline(end) : ""}`;
}

function typed(type: ast.Type | undefined): string {
  if (!type) return "";
  const dims = type.dims.map((dim) => (dim.kind === "unknown-dim" ? "?" : outline(dim)));
  return `: ${type.element?.name ?? "any"}[${dims.join(", ")}]`;
}

function ranged(range: ast.Expression | undefined): string {
  return range ? ` in ${outline(range)}` : "";
}

function names(list: readonly ast.Identifier[]): string {
  return list.map(({ name }) => name).join(", ");
}

function formals(list: readonly ast.Formal[]): string {
  return list.map((one) => one.name.name + (one.default ? ` = ${outline(one.default)}` : "")).join(", ");
}

/** The items of a text, one a line; the text must have no findings. */
export function outlineOf(text: string): string {
  const { file, diagnostics } = parse({ name: "test.nnet", text });
  if (diagnostics.length > 0) throw new Error(`${diagnostics.length} findings: ${diagnostics[0]?.message}`);
  return file.items.map(outline).join("\n");
}
