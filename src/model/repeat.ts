/** `repeat 3 { … }` and `repeat f in [16, 32] { … }`: layers one after the other, each turn with weights of its own. */
import type { Diagnostic, Report } from "../base/diagnostic.ts";
import { isError } from "../base/diagnostic.ts";
import { isKnown, showDim } from "../base/dim.ts";
import type { Expression, Repeat } from "../syntax/ast.ts";
import { describeValue, type Value } from "../words/value.ts";
import { evaluate } from "./evaluate.ts";
import { describeMeaning, type LayerValue, type Meaning, type Stage, unknown } from "./meaning.ts";
import { refuseConstant } from "./refuse-constant.ts";
import { type Bound, type GraphScope, innerBindings, innerConstants, type Read } from "./scope.ts";

export function meaningOfRepeat(repeat: Repeat, scope: GraphScope, read: Read): Meaning {
  const turns = turnsOf(repeat, scope);
  if (turns === undefined) return unknown;
  const places = scope.places.once(repeat, () =>
    scope.places.below(scope.places.next("repeat", repeat.span)),
  );
  const stages: Stage[] = [];
  let failed = false;
  const report: Report = (finding: Diagnostic) => {
    failed ||= isError(finding);
    scope.report(finding);
  };
  for (const [index, value] of turns.entries()) {
    if (!scope.expansion.step(repeat.span, "use")) return unknown;
    const inner = turnScope(repeat, value, { ...scope, places: places.within(String(index)), report });
    const meaning = read(repeat.body, inner);
    if (meaning.kind === "unknown" || failed) return unknown;
    const layer = layerOf(meaning, repeat.body, inner);
    if (layer === undefined) return unknown;
    for (const stage of layer.stages) stages.push(stage);
  }
  return { kind: "layer", stages, span: repeat.span };
}

/** The value of each turn; undefined where it has none. */
function turnsOf(repeat: Repeat, scope: GraphScope): (Iterable<Value | undefined> & Entries) | undefined {
  const over = evaluate(repeat.over, scope.constants);
  if (over === undefined) return undefined;
  if (over.kind === "list") {
    if (over.items.length > 0) return over.items;
    return refuseConstant(repeat.over.span, "the list is empty, so nothing is repeated", scope.report);
  }
  if (over.kind === "size") {
    return refuseConstant(
      repeat.over.span,
      `how often is known before the network is built, and ${showDim(over.value)} is decided by the data`,
      scope.report,
    );
  }
  if (over.kind !== "number" || !isKnown(over.value)) {
    return refuseConstant(
      repeat.over.span,
      `\`repeat\` takes a number of turns or a list of values, not ${describeValue(over)}`,
      scope.report,
    );
  }
  if (!Number.isSafeInteger(over.value) || over.value < 1) {
    return refuseConstant(
      repeat.over.span,
      `a number of turns is a whole number from 1, and this is ${over.value}`,
      scope.report,
    );
  }
  return countedTurns(over.value, repeat);
}

interface Entries {
  entries(): Iterable<[number, Value | undefined]>;
}

/** Turns are made one by one: a file may ask for more of them than there is room for. */
function countedTurns(count: number, { variable, over }: Repeat): Iterable<Value | undefined> & Entries {
  function* entries(): Generator<[number, Value | undefined]> {
    for (let turn = 0; turn < count; turn++) {
      yield [turn, variable && { kind: "number", span: over.span, value: turn }];
    }
  }
  return {
    entries,
    *[Symbol.iterator]() {
      for (const [, value] of entries()) yield value;
    },
  };
}

function turnScope({ variable }: Repeat, value: Value | undefined, scope: GraphScope): GraphScope {
  if (variable === undefined || value === undefined) {
    return { ...scope, constants: { ...scope.constants, report: scope.report } };
  }
  const own = new Map<string, Bound>([
    [variable.name, { meaning: { kind: "constant", value }, span: variable.span }],
  ]);
  return {
    ...scope,
    bindings: innerBindings(own, scope.bindings),
    constants: innerConstants(own, scope.constants, scope.report),
  };
}

function layerOf(meaning: Meaning, body: Expression, { report }: GraphScope): LayerValue | undefined {
  if (meaning.kind === "layer") return meaning;
  report({
    rule: "not-a-layer",
    severity: "error",
    message: `what is repeated is a layer, and this is ${describeMeaning(meaning)}`,
    span: body.span,
    ...(meaning.kind === "tensor"
      ? { help: "leave the source out: what flows in stands before `repeat`" }
      : {}),
  });
  return undefined;
}
