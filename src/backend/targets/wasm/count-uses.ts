/** Which values of a loop function are used, how often they are pushed, and where: what the printer decides locals by. */
import type { Statement, Value } from "../../loops/language.ts";
import { isScattered, pushCounts } from "./operations.ts";

export type Block = readonly Statement[];

export interface Uses {
  /** How often each value is pushed, by id; values that do not occur are not needed. */
  readonly pushes: ReadonlyMap<number, number>;
  /** The block in which each value's `let` stands. */
  readonly home: ReadonlyMap<number, Block>;
  /** Values pushed in a block other than their home. */
  readonly away: ReadonlySet<number>;
}

/** Walks backwards, so that all uses of a value are known at its `let` and the unused count for nothing. */
export function countUses(body: Block): Uses {
  const pushes = new Map<number, number>();
  const home = new Map<number, Block>();
  const away = new Set<number>();
  const users = new Map<number, Block>();
  const push = (value: Value, block: Block, times: number): void => {
    pushes.set(value.id, (pushes.get(value.id) ?? 0) + times);
    if ((users.get(value.id) ?? block) !== block) away.add(value.id);
    users.set(value.id, block);
  };
  const visit = (block: Block): void => {
    for (let index = block.length - 1; index >= 0; index--) {
      const statement = block[index] as Statement;
      if (statement.kind === "let") {
        const { value } = statement;
        home.set(value.id, block);
        if (!pushes.has(value.id)) continue;
        if (users.get(value.id) !== block) away.add(value.id);
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
  }
}

/** Known before it runs, so that the test stands at the end of the loop only. */
export function runsAtLeastOnce({ from, to }: { readonly from: Value; readonly to: Value }): boolean {
  if (from.operation !== "constant" || to.operation !== "constant") return false;
  return (from.numbers[0] as number) < (to.numbers[0] as number);
}
