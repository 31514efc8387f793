/** `tf.keras.layers.Dense` and `layers.Dense` are `Dense` here: the words of the library have one name each. */
import type * as ast from "../ast.ts";

const roots: ReadonlySet<string> = new Set(["tf", "tensorflow", "keras", "K"]);
const modules: ReadonlySet<string> = new Set([
  ...["layers", "models", "activations", "losses", "metrics", "optimizers", "initializers", "regularizers"],
  ...["constraints", "callbacks", "schedules", "nn"],
]);

/** What Keras' programs call the library and its parts. */
export function isLibrary(name: string): boolean {
  return roots.has(name) || modules.has(name);
}

/** The last name, where all before it are modules of Keras. */
function libraryName(node: ast.Expression): ast.Identifier | undefined {
  if (node.kind !== "member" || !isModule(node.object)) return undefined;
  return isLibrary(node.name.name) ? undefined : node.name;
}

function isModule(node: ast.Expression): boolean {
  if (node.kind === "identifier") return isLibrary(node.name);
  return node.kind === "member" && isModule(node.object) && isLibrary(node.name.name);
}

type Found = (node: ast.Expression, name: string) => void;

/** The same tree with the library's words by their own names; `found` hears of each. */
export function plainNames(node: ast.Expression, found: Found = () => undefined): ast.Expression {
  const inner = (part: ast.Expression): ast.Expression => plainNames(part, found);
  const name = libraryName(node);
  if (name !== undefined) {
    found(node, name.name);
    return { ...name, span: node.span };
  }
  switch (node.kind) {
    case "list":
    case "tuple":
      return { ...node, items: node.items.map(inner) };
    case "record":
      return { ...node, entries: node.entries.map((entry) => ({ ...entry, value: inner(entry.value) })) };
    case "call":
      return {
        ...node,
        callee: inner(node.callee),
        args: node.args.map((arg) => ({ ...arg, value: inner(arg.value) })),
      };
    case "member":
    case "index":
      return { ...node, object: inner(node.object) };
    case "unary":
      return { ...node, operand: inner(node.operand) };
    case "binary":
      return { ...node, left: inner(node.left), right: inner(node.right) };
    case "choice":
      // biome-ignore lint/suspicious/noThenProperty: a node of the tree; nobody awaits it.
      return { ...node, condition: inner(node.condition), then: inner(node.then), else: inner(node.else) };
    case "chain":
      return { ...node, stages: node.stages.map(inner) };
    case "repeat":
      return { ...node, over: inner(node.over), body: inner(node.body) };
    default:
      return node;
  }
}
