/** The names that a file gives itself, in whatever scope: there a word of the library may mean something else. */
import type * as ast from "../ast.ts";

export function definedNames(file: ast.SourceFile): ReadonlySet<string> {
  const names = new Set<string>();
  for (const item of file.items) collect(item, names);
  return names;
}

function collect(item: ast.Item, names: Set<string>): void {
  const add = (...found: readonly (ast.Identifier | undefined)[]): void => {
    for (const one of found) if (one) names.add(one.name);
  };
  switch (item.kind) {
    case "import":
    case "input":
      add(...item.names);
      break;
    case "def":
      add(item.name, ...item.formals.map(({ name }) => name));
      break;
    case "block":
      add(item.name, ...item.formals.map(({ name }) => name));
      for (const inner of item.body) collect(inner, names);
      break;
    case "output":
      if (item.value.kind === "binding") add(item.value.name);
      break;
    case "param":
    case "section":
    case "target":
    case "binding":
      add(item.name);
      break;
    case "expression-statement":
      break;
  }
}
