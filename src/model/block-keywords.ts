/** Keywords that every block takes beside its own formals: `name`, `trainable`. */
import type { Span } from "../base/source.ts";
import type { Argument, Block } from "../syntax/ast.ts";
import { flag } from "../words/param-types.ts";
import { readContext } from "../words/read-arguments.ts";
import { nameIn } from "../words/reading.ts";
import { evaluate } from "./evaluate.ts";
import type { GraphScope } from "./scope.ts";

export interface CommonOfBlock {
  readonly name?: { readonly text: string; readonly span: Span };
  readonly trainable: boolean;
  /** What is left for the block itself. */
  readonly args: readonly Argument[];
  readonly sound: boolean;
}

export function takeFromBlock(block: Block, args: readonly Argument[], scope: GraphScope): CommonOfBlock {
  const own = new Set(block.formals.map(({ name }) => name.name));
  let result: CommonOfBlock = { trainable: true, args: [], sound: true };
  const rest = args.filter((argument) => {
    const key = argument.name?.name;
    if (key === undefined || own.has(key) || (key !== "name" && key !== "trainable")) return true;
    const read = key === "name" ? readName(argument, scope) : readTrainable(argument, block, scope);
    result = read === undefined ? { ...result, sound: false } : { ...result, ...read };
    return false;
  });
  return { ...result, args: rest };
}

function readName({ value }: Argument, scope: GraphScope): Pick<CommonOfBlock, "name"> | undefined {
  const read = evaluate(value, scope.constants);
  if (read === undefined) return undefined;
  const text = nameIn(read);
  if (text !== undefined && /^[A-Za-z_][A-Za-z0-9_]*$/.test(text))
    return { name: { text, span: value.span } };
  scope.report({
    rule: "bad-option",
    severity: "error",
    message: "this cannot be the name of a block",
    span: value.span,
    label: "a name has letters, digits and _ and begins with no digit",
  });
  return undefined;
}

function readTrainable(
  { value }: Argument,
  block: Block,
  scope: GraphScope,
): Pick<CommonOfBlock, "trainable"> | undefined {
  const read = evaluate(value, scope.constants);
  if (read === undefined) return undefined;
  const reading = flag.read(read, readContext(scope.vocabulary));
  if (!reading.refused) return { trainable: reading.value };
  scope.report({
    rule: "bad-option",
    severity: "error",
    message: `argument trainable of ${block.name.name}: ${reading.message}`,
    span: value.span,
  });
  return undefined;
}
