/** What names are worth in arguments of layers: constants, sizes that inputs name, and words. */

import type { Report } from "../base/diagnostic.ts";
import { isKnown, symbol } from "../base/dim.ts";
import type { SourceFile, Type } from "../syntax/ast.ts";
import type { Value } from "../words/value.ts";
import type { Categories, FileNames } from "./constants.ts";
import { namesIn } from "./dependency-order.ts";
import type { ConstantScope } from "./evaluate.ts";
import type { SizeBindings } from "./size-bindings.ts";

export function networkConstants(
  file: SourceFile,
  { definitions, constants }: FileNames,
  categories: Categories,
  sizes: SizeBindings,
  report: Report,
): ConstantScope {
  const symbols = sizeNames(file);
  return {
    report,
    categories,
    valueOf(name): Value | "none" | "refused" {
      if (constants.has(name.name)) return constants.get(name.name) ?? "refused";
      const definition = definitions.get(name.name);
      if (definition === undefined) {
        if (!symbols.has(name.name)) return "none";
        const [size] = sizes.resolve([symbol(name.name)]);
        const { span } = name;
        if (size === undefined) return "none";
        return isKnown(size) ? { kind: "number", span, value: size } : { kind: "size", span, value: size };
      }
      if (definition.kind !== "unsupported") {
        report({
          rule: "not-a-constant",
          severity: "error",
          message: `\`${name.name}\` is a part of the network, and a constant is expected here`,
          span: name.span,
          related: [{ span: definition.name.span, text: "it is defined here" }],
        });
      }
      return "refused";
    },
  };
}

/** Names that stand for sizes in the types of inputs and targets. */
function sizeNames(file: SourceFile): ReadonlySet<string> {
  const names = new Set<string>();
  const add = (type: Type): void => {
    for (const dim of type.dims) {
      if (dim.kind !== "unknown-dim") for (const name of namesIn(dim)) names.add(name);
    }
  };
  for (const item of file.items) if (item.kind === "input" && item.type) add(item.type);
  return names;
}
