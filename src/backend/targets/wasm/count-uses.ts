/** Which values of a loop function are used, how often they are pushed, and where: what the printer decides locals by. */
import type { Statement, Value } from "../../loops/language.ts";
import { isScattered, pushCounts } from "./operations.ts";

export type Block = readonly Statement[];

export interface Uses {
  /** How often each value is pushed, by its id; a hole for those that are not needed. */
  readonly pushes: readonly (number | undefined)[];
  /** The block in which each value's `let` stands. */
  readonly home: readonly (Block | undefined)[];
  /** Whether a value is pushed in a block other than its home. */
  readonly away: readonly (boolean | undefined)[];
}

/** Walks backwards, so that all uses of a value are known at its `let` and the unused count for nothing. */
export function countUses(body: Block): Uses {
  const pushes: number[] = [];
  const home: Block[] = [];
  const away: boolean[] = [];
  const users: Block[] = [];
  const push = (value: Value, block: Block, times: number): void => {
    pushes[value.id] = (pushes[value.id] ?? 0) + times;
    if ((users[value.id] ?? block) !== block) away[value.id] = true;
    users[value.id] = block;
  };
  const visit = (block: Block): void => {
    for (let index = block.length - 1; index >= 0; index--) {
      const statement = block[index] as Statement;
      if (statement.kind === "let") {
        const { value } = statement;
        home[value.id] = block;
        if (pushes[value.id] === undefined) continue;
        if (users[value.id] !== block) away[value.id] = true;
        const counts = pushCounts(value);
        value.inputs.forEach((input, operand) => {
          push(input, block, counts[operand] as number);
        });
        continue;
      }
      if (statement.kind === "for") visit(statement.body);
      if (statement.kind === "if") {
        visit(statement.whenFalse);
        visit(statement.whenTrue);
      }
      for (const [value, times] of operands(statement)) push(value, block, times);
    }
  };
  visit(body);
  return { pushes, home, away };
}

/** Operands of a statement that has an effect, with how often each is pushed. */
export function operands(
  statement: Exclude<Statement, { kind: "let" }>,
): readonly (readonly [Value, number])[] {
  switch (statement.kind) {
    case "assign":
      return [[statement.value, 1]];
    case "store": {
      const times = isScattered(statement.value.type, statement.stride) ? statement.value.type.lanes : 1;
      return [
        [statement.pointer, times],
        [statement.value, times],
      ];
    }
    case "for":
      return [
        [statement.from, 1],
        [statement.to, runsAtLeastOnce(statement) ? 1 : 2],
      ];
    case "if":
      return [[statement.condition, 1]];
    // For these there is no instruction.
    case "prefetch":
    case "fence":
      return [];
  }
}

/** Known before it runs, so that the test stands at the end of the loop only. */
export function runsAtLeastOnce({ from, to }: { readonly from: Value; readonly to: Value }): boolean {
  if (from.operation !== "constant" || to.operation !== "constant") return false;
  return (from.numbers[0] as number) < (to.numbers[0] as number);
}
