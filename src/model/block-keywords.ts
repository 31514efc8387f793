/** Keywords that every block takes beside its own formals: `name`, `trainable`, `weights`. */
import type { Span } from "../base/source.ts";
import type { Argument, Block } from "../syntax/ast.ts";
import type { ParamType } from "../words/param.ts";
import { flag, text } from "../words/param-types.ts";
import { readContext } from "../words/read-arguments.ts";
import { nameIn } from "../words/reading.ts";
import type { WrittenFile } from "./common-keywords.ts";
import { evaluate } from "./evaluate.ts";
import type { GraphScope } from "./scope.ts";

export interface CommonOfBlock {
  readonly name?: { readonly text: string; readonly span: Span };
  readonly trainable: boolean;
  /** The file that the weights of its layers begin with. */
  readonly weights?: WrittenFile;
  /** What is left for the block itself. */
  readonly args: readonly Argument[];
  readonly sound: boolean;
}

export function takeFromBlock(block: Block, args: readonly Argument[], scope: GraphScope): CommonOfBlock {
  const own = new Set(block.formals.map(({ name }) => name.name));
  let result: CommonOfBlock = { trainable: true, args: [], sound: true };
  const rest = args.filter((argument) => {
    const key = argument.name?.name;
    if (key === undefined || own.has(key) || !Object.hasOwn(readers, key)) return true;
    const read = readers[key as keyof typeof readers](argument, block, scope);
    result = read === undefined ? { ...result, sound: false } : { ...result, ...read };
    return false;
  });
  return { ...result, args: rest };
}

const readers = { name: readName, trainable: readTrainable, weights: readFile };

function readName(
  { value }: Argument,
  _block: Block,
  scope: GraphScope,
): Pick<CommonOfBlock, "name"> | undefined {
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
  argument: Argument,
  block: Block,
  scope: GraphScope,
): Pick<CommonOfBlock, "trainable"> | undefined {
  const trainable = readAs(flag, argument, block, scope);
  return trainable === undefined ? undefined : { trainable };
}

function readFile(
  argument: Argument,
  block: Block,
  scope: GraphScope,
): Pick<CommonOfBlock, "weights"> | undefined {
  const file = readAs(text, argument, block, scope);
  return file === undefined ? undefined : { weights: { file, span: argument.value.span } };
}

function readAs<T>(
  type: ParamType<T>,
  { name, value }: Argument,
  block: Block,
  scope: GraphScope,
): T | undefined {
  const read = evaluate(value, scope.constants);
  if (read === undefined) return undefined;
  const reading = type.read(read, readContext(scope.vocabulary));
  if (!reading.refused) return reading.value;
  scope.report({
    rule: "bad-option",
    severity: "error",
    message: `argument ${name?.name} of ${block.name.name}: ${reading.message}`,
    span: value.span,
  });
  return undefined;
}
