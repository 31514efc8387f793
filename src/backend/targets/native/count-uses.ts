/** How often each value of a loop function is used, and whether that is in the block where it stands. */
import type { Statement, Value } from "../../loops/language.ts";

type Block = readonly Statement[];

export interface Uses {
  /** By a value's id; a hole for those that nothing needs. */
  readonly counts: readonly (number | undefined)[];
  /** Used in a block other than the one of its `let`. */
  readonly away: ReadonlySet<number>;
}

/** Walks backwards, so that all uses of a value are known at its `let` and the unused count for nothing. */
export function countUses(body: Block): Uses {
  const counts: number[] = [];
  const users: Block[] = [];
  const away = new Set<number>();
  const use = ({ id }: Value, block: Block): void => {
    counts[id] = (counts[id] ?? 0) + 1;
    if ((users[id] ?? block) !== block) away.add(id);
    users[id] = block;
  };
  const visit = (block: Block): void => {
    for (let index = block.length - 1; index >= 0; index--) {
      const statement = block[index] as Statement;
      if (statement.kind === "let") {
        const { id, inputs } = statement.value;
        if (counts[id] === undefined) continue;
        if (users[id] !== block) away.add(id);
        for (const input of inputs) use(input, block);
        continue;
      }
      if (statement.kind === "for") visit(statement.body);
      if (statement.kind === "if") {
        visit(statement.whenFalse);
        visit(statement.whenTrue);
      }
      for (const operand of operandsOf(statement)) use(operand, block);
    }
  };
  visit(body);
  return { counts, away };
}

export function operandsOf(statement: Exclude<Statement, { kind: "let" }>): readonly Value[] {
  switch (statement.kind) {
    case "assign":
      return [statement.value];
    case "store":
      return [statement.pointer, statement.value];
    case "for":
      return [statement.from, statement.to];
    case "if":
      return [statement.condition];
    case "prefetch":
      return [statement.pointer];
    case "fence":
      return [];
  }
}
