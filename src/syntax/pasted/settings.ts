/** `model.compile(…)` and `model.fit(…)` as entries of `train`. */
import type * as ast from "../ast.ts";
import { printExpression } from "../print-expression.ts";
import type { Piece } from "./pieces.ts";

const keys: Readonly<Record<string, ReadonlySet<string>>> = {
  compile: new Set(["optimizer", "loss", "metrics"]),
  fit: new Set(["epochs", "batch_size", "callbacks", "class_weight", "shuffle"]),
};
const positional: Readonly<Record<string, readonly string[]>> = {
  compile: ["optimizer", "loss"],
  // The rows themselves are what `data` says.
  fit: [],
};

export interface Settings {
  readonly pieces: readonly Piece[];
  /** Arguments that have no place in `train`. */
  readonly unread: readonly string[];
}

export function readSettings(method: "compile" | "fit", call: ast.Call): Settings {
  const pieces: Piece[] = [];
  const unread: string[] = [];
  call.args.forEach((arg, i) => {
    const key = arg.name?.name ?? positional[method]?.[i];
    const { start, end } = arg.span;
    if (key !== undefined && keys[method]?.has(key)) {
      pieces.push({ text: `${key} = ${printExpression(arg.value)}`, start, end });
    } else {
      unread.push(`${arg.name ? `${arg.name.name} = ` : ""}${printExpression(arg.value)}`);
    }
  });
  return { pieces, unread };
}
