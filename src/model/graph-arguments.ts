/** Arguments of a stage: constants, and layers where the word takes them. */
import type { Argument } from "../syntax/ast.ts";
import { parameterFor } from "../words/bind-arguments.ts";
import type { ArgumentValue } from "../words/value.ts";
import type { Word } from "../words/word.ts";
import { evaluate } from "./evaluate.ts";
import { layersIn } from "./inner-layers.ts";
import type { GraphScope, Read } from "./scope.ts";

/** Undefined where an argument was refused. */
export function readStageArguments(
  args: readonly Argument[],
  scope: GraphScope,
  readLayer: Read,
  word?: Word,
): readonly ArgumentValue[] | undefined {
  const read = args.map((argument, index): ArgumentValue | undefined => {
    const param = word && parameterFor(word, argument.name?.name ?? index);
    const value =
      param?.type.wordKind === "layer"
        ? layersIn(argument.value, scope, readLayer)
        : evaluate(argument.value, scope.constants);
    return (
      value && {
        span: argument.span,
        ...(argument.name ? { name: argument.name.name, nameSpan: argument.name.span } : {}),
        value,
      }
    );
  });
  return read.every((argument) => argument !== undefined) ? read : undefined;
}
