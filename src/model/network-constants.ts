/** What names are worth in arguments of layers: constants, sizes that inputs name, and words. */

import type { Report } from "../base/diagnostic.ts";
import { isKnown, symbol } from "../base/dim.ts";
import type { SourceFile } from "../syntax/ast.ts";
import type { Value } from "../words/value.ts";
import { type Categories, constantScope, type FileNames } from "./constants.ts";
import { namesInType } from "./dependency-order.ts";
import type { ConstantScope } from "./evaluate.ts";
import type { SizeBindings } from "./size-bindings.ts";

export function networkConstants(
  file: SourceFile,
  names: FileNames,
  categories: Categories,
  sizes: SizeBindings,
  report: Report,
): ConstantScope {
  const symbols = sizeNames(file);
  const scope = constantScope(names, categories, report);
  return {
    ...scope,
    valueOf(name): Value | "none" | "refused" {
      if (names.definitions.has(name.name) || !symbols.has(name.name)) return scope.valueOf(name);
      const [size] = sizes.resolve([symbol(name.name)]);
      const { span } = name;
      if (size === undefined) return "none";
      return isKnown(size) ? { kind: "number", span, value: size } : { kind: "size", span, value: size };
    },
  };
}

/** Names that stand for sizes in the types of inputs and targets. */
function sizeNames(file: SourceFile): ReadonlySet<string> {
  const names = new Set<string>();
  for (const item of file.items) {
    if (item.kind === "input" && item.type) for (const name of namesInType(item.type)) names.add(name);
  }
  return names;
}
