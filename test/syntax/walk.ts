/** Visits every node of a tree, with its parent. */
export interface Node {
  readonly kind: string;
  readonly span: { readonly start: number; readonly end: number };
}

export function walk(node: Node, visit: (node: Node, parent?: Node) => void, parent?: Node): void {
  visit(node, parent);
  for (const [key, value] of Object.entries(node)) {
    if (key === "span" || key === "source" || key === "comments") continue;
    for (const child of Array.isArray(value) ? value : [value]) {
      if (typeof child === "object" && child !== null && "kind" in child) walk(child as Node, visit, node);
    }
  }
}
