/** What can be said of a block before it is used: its inputs, the order of its statements, its outputs. */
import type { Diagnostic, Report } from "../base/diagnostic.ts";
import type { Block, Identifier, Type } from "../syntax/ast.ts";
import type { Vocabulary } from "../words/word.ts";
import { collectDefinitions } from "./definitions.ts";
import { isValueStatement, orderStatements, type ValueStatement } from "./dependency-order.ts";
import { type OutputStatement, outputStatements } from "./file-outputs.ts";

export interface BlockInput {
  readonly name: Identifier;
  readonly type?: Type;
}

export interface BlockShape {
  readonly inputs: readonly BlockInput[];
  /** Each after those that it takes from. */
  readonly statements: readonly ValueStatement[];
  readonly outputs: readonly OutputStatement[];
  /** Names that depend on themselves. */
  readonly cyclic: ReadonlySet<string>;
  readonly diagnostics: readonly Diagnostic[];
}

const known = new WeakMap<Block, BlockShape>();

export function blockShape(block: Block, vocabulary: Vocabulary): BlockShape {
  const before = known.get(block);
  if (before) return before;
  const shape = read(block, vocabulary);
  known.set(block, shape);
  return shape;
}

function read(block: Block, vocabulary: Vocabulary): BlockShape {
  const diagnostics: Diagnostic[] = [];
  const report: Report = (finding) => diagnostics.push(finding);
  const body = { items: block.body };
  const definitions = collectDefinitions(body, vocabulary, (finding) => {
    if (finding.severity !== "hint") report(finding);
  });
  const order = orderStatements(body, definitions, report);
  const outputs = outputStatements(body, report);
  const inputs = block.body
    .filter((item) => item.kind === "input")
    .flatMap(({ names, type }) => names.map((name): BlockInput => ({ name, ...(type ? { type } : {}) })));
  reportRepeated(
    block,
    [...definitions.values()].map(({ name }) => name),
    report,
  );
  if (outputs.length === 0 && !block.body.some(isUnread)) reportNoOutput(block, report);
  return {
    inputs,
    statements: order.statements.filter(isValueStatement),
    outputs,
    cyclic: order.cyclic,
    diagnostics,
  };
}

/** A value that could not be read may have been the output. */
function isUnread(item: Block["body"][number]): boolean {
  return item.kind === "expression-statement" && item.expression.kind === "missing";
}

function reportRepeated({ formals, name }: Block, own: readonly Identifier[], report: Report): void {
  const seen = new Map<string, Identifier>();
  for (const each of [...formals.map((formal) => formal.name), ...own]) {
    const first = seen.get(each.name);
    if (first === undefined) {
      seen.set(each.name, each);
      continue;
    }
    // Names of the body among themselves have been compared.
    if (!formals.some((formal) => formal.name === first)) continue;
    report({
      rule: "duplicate-name",
      severity: "error",
      message: `\`${each.name}\` is defined twice in ${name.name}`,
      span: each.span,
      related: [{ span: first.span, text: "defined here first" }],
      help: "give one of the two another name",
    });
  }
}

function reportNoOutput({ name }: Block, report: Report): void {
  report({
    rule: "missing-output",
    severity: "error",
    message: `the block ${name.name} names no output`,
    span: name.span,
    label: "nothing comes out of it",
    help: "write `output` before the chain that it gives",
  });
}
