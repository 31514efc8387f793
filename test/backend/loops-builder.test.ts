import { describe, expect, it } from "vitest";
import type { LoopType, Statement, Value } from "../../src/backend/loops/language.ts";
import { LoopBuilder } from "../../src/backend/loops/loop-builder.ts";

const f32: LoopType = { kind: "f32", lanes: 1 };
const i32: LoopType = { kind: "i32", lanes: 1 };

function operations(body: readonly Statement[]): string[] {
  return body.map((statement) => (statement.kind === "let" ? statement.value.operation : statement.kind));
}

function loopIn(body: readonly Statement[]): Extract<Statement, { kind: "for" }> {
  const loop = body.find((statement) => statement.kind === "for");
  if (loop?.kind !== "for") throw new Error("no loop");
  return loop;
}

describe("a loop builder", () => {
  const number = (b: LoopBuilder, value: number): Value => b.constant(i32, value);

  it("computes what does not change in a loop before it", () => {
    const b = new LoopBuilder();
    const [input, output] = [b.pointer(false), b.pointer(true)];
    b.for(number(b, 0), number(b, 8), 1, (i) => {
      const fixed = b.unary("sqrt", b.load(f32, input));
      const moving = b.load(f32, b.advance(input, i, 4));
      b.store(b.binary("add", fixed, moving), b.advance(output, i, 4));
    });
    const { body } = b.function("f", 1);
    expect(operations(body)).toEqual(["load", "sqrt", "for"]);
    expect(operations(loopIn(body).body)).toEqual(["advance", "load", "add", "advance", "store"]);
  });

  it("computes equal values once, but tells 0 from -0", () => {
    const b = new LoopBuilder();
    const x = b.load(f32, b.pointer(false));
    expect(b.binary("add", x, x)).toBe(b.binary("add", x, x));
    expect(b.binary("add", x, x)).not.toBe(b.binary("multiply", x, x));
    expect(b.constant(f32, 0)).not.toBe(b.constant(f32, -0));
  });

  it("leaves loads in their branch, and loads of what is written in their place", () => {
    const b = new LoopBuilder();
    const [input, output, begin] = [b.pointer(false), b.pointer(true), b.parameter()];
    b.for(number(b, 0), number(b, 8), 1, () => {
      b.store(b.unary("abs", b.load(f32, output)), output);
      b.if(b.compare("less", begin, number(b, 3)), () => b.store(b.load(f32, input), output));
    });
    const { body } = b.function("f", 1);
    expect(operations(body)).toEqual(["less", "for"]);
    const inner = loopIn(body).body;
    expect(operations(inner)).toEqual(["load", "abs", "store", "if"]);
    const branch = inner[3];
    expect(branch?.kind === "if" && operations(branch.whenTrue)).toEqual(["load", "store"]);
  });

  it("folds addresses into offsets", () => {
    const b = new LoopBuilder();
    const base = b.pointer(false);
    const at = b.advance(b.advance(base, number(b, 3), 4), undefined, 0, -12);
    expect(at.operation).toBe("advance");
    expect(b.advance(base, number(b, 5), 8).numbers).toEqual([0, 40]);
    expect(b.advance(base, b.parameter(), 0)).toBe(base);
    expect(b.load(f32, base, -4).numbers).toEqual([0, 4]);
    expect(b.add(number(b, 2), number(b, 3))).toBe(number(b, 5));
  });

  it("writes a loop of one turn without a loop, and one of none not at all", () => {
    const b = new LoopBuilder();
    const output = b.pointer(true);
    b.for(number(b, 2), number(b, 5), 4, (i) => b.store(i, output));
    b.for(number(b, 5), number(b, 5), 1, (i) => b.store(i, output));
    expect(operations(b.function("f", 1).body)).toEqual(["store"]);
  });
});
