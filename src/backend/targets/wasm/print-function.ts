/**
 * Loop functions to WebAssembly. A value used once, in the block where it is computed, goes straight to the stack; others
 * get a local, which later values take over when they are done. What reads memory or a variable is not moved past
 * anything that may change it.
 */
import {
  type LoopFunction,
  type LoopType,
  laneBytes,
  type Statement,
  type Value,
} from "../../loops/language.ts";
import type { WasmFunction } from "./assemble.ts";
import { type Block, countUses, operands, runsAtLeastOnce, type Uses } from "./count-uses.ts";
import type { Instruction, ValueType } from "./instructions.ts";
import { computing, isScattered, isSelectedExtreme, plain, valueType } from "./operations.ts";

export function printFunction(f: LoopFunction): WasmFunction {
  const printer = new Printer(f);
  printer.block(f.body);
  return {
    name: f.name,
    parameters: f.parameters.map(({ type }) => valueType(type)),
    locals: printer.locals,
    code: printer.code,
    exported: false,
  };
}

class Printer {
  readonly code: Instruction[] = [];
  readonly locals: ValueType[] = [];
  private readonly firstLocal: number;
  private readonly uses: Uses;
  private readonly left: (number | undefined)[];
  private readonly slots = new Map<number, number>();
  private readonly spare: Record<ValueType, number[]> = { i32: [], i64: [], f32: [], f64: [], v128: [] };
  /** Values to be computed at their only use. */
  private readonly pending = new Map<number, Value>();
  private readonly volatile = new Set<number>();
  private current: Block = [];

  constructor(f: LoopFunction) {
    f.parameters.forEach((parameter, index) => {
      this.slots.set(parameter.id, index);
    });
    this.firstLocal = f.parameters.length;
    this.uses = countUses(f.body);
    this.left = [...this.uses.pushes];
  }

  block(statements: Block): void {
    const outer = this.current;
    this.current = statements;
    const owned: Value[] = [];
    for (const statement of statements) this.statement(statement, owned);
    for (const value of owned) this.release(value);
    this.current = outer;
  }

  private statement(statement: Statement, owned: Value[]): void {
    if (statement.kind === "let") {
      this.define(statement.value, owned);
      return;
    }
    if (statement.kind === "fence" || statement.kind === "prefetch") return;
    this.settle(
      operands(statement).map(([value]) => value),
      owned,
    );
    switch (statement.kind) {
      case "assign":
        if (!this.slots.has(statement.variable.id)) {
          this.claim(statement.variable);
          owned.push(statement.variable);
        }
        this.push(statement.value);
        this.emit("local.set", this.slot(statement.variable));
        break;
      case "store":
        this.store(statement);
        break;
      case "for":
        this.loop(statement);
        break;
      case "if":
        this.push(statement.condition);
        this.emit("if");
        this.block(statement.whenTrue);
        if (statement.whenFalse.length > 0) {
          this.emit("else");
          this.block(statement.whenFalse);
        }
        this.emit("end");
    }
  }

  private define(value: Value, owned: Value[]): void {
    const pushes = this.uses.pushes[value.id];
    if (pushes === undefined) return;
    if (pushes === 1 && this.uses.away[value.id] !== true) {
      this.pending.set(value.id, value);
      if (readsMemory(value) || value.inputs.some((input) => this.volatile.has(input.id))) {
        this.volatile.add(value.id);
      }
      return;
    }
    this.keep(value, owned);
  }

  /** Computes a value into a local. */
  private keep(value: Value, owned: Value[]): void {
    this.compute(value);
    this.claim(value);
    owned.push(value);
    this.emit("local.set", this.slot(value));
  }

  /** Before an effect: pending reads that its operands do not contain are done now. */
  private settle(consumed: readonly Value[], owned: Value[]): void {
    if (this.volatile.size === 0) return;
    const needed = new Set<number>();
    const mark = (value: Value): void => {
      if (!this.pending.has(value.id)) return;
      needed.add(value.id);
      value.inputs.forEach(mark);
    };
    consumed.forEach(mark);
    // The last first: it takes those before it that it is made of.
    for (const id of [...this.volatile].reverse()) {
      const value = this.pending.get(id);
      if (value === undefined || needed.has(id)) continue;
      this.unpend(id);
      this.keep(value, owned);
    }
  }

  private unpend(id: number): void {
    this.pending.delete(id);
    this.volatile.delete(id);
  }

  private push(value: Value): void {
    if (value.operation === "constant" && value.type.lanes === 1) {
      this.code.push(...computing(value));
      return;
    }
    if (this.pending.has(value.id)) {
      this.unpend(value.id);
      this.compute(value);
      return;
    }
    this.emit("local.get", this.slot(value));
    const left = (this.left[value.id] ?? 0) - 1;
    this.left[value.id] = left;
    if (left === 0 && this.uses.home[value.id] === this.current) this.release(value);
  }

  private compute(value: Value): void {
    const { operation, inputs } = value;
    const [first, second] = inputs as [Value, Value];
    if (operation === "read") this.emit("local.get", this.slot(first));
    else if (operation === "advance") this.advance(value);
    else if (operation === "load") this.load(value);
    else if (operation === "select") {
      for (const input of [inputs[1], inputs[2], inputs[0]]) this.push(input as Value);
      this.code.push(...computing(value));
    } else if (isSelectedExtreme(value)) {
      // b, a, and which of them: `b < a` for the minimum, `a < b` for the maximum.
      const [x, y] = operation === "minimum" ? [second, first] : [first, second];
      for (const input of [second, first, x, y]) this.push(input);
      this.code.push(
        plain(first.type.kind === "i32" ? "i32.lt_s" : `${first.type.kind}.lt`),
        plain("select"),
      );
    } else {
      for (const input of inputs) this.push(input);
      this.code.push(...computing(value));
    }
  }

  private advance({ inputs, numbers }: Value): void {
    const [base, index] = inputs as [Value, Value | undefined];
    const [scale, offset] = numbers as [number, number];
    this.push(base);
    if (index !== undefined) {
      this.push(index);
      if (scale > 0 && Number.isInteger(Math.log2(scale))) {
        if (scale > 1) this.code.push(plain("i32.const", Math.log2(scale)), plain("i32.shl"));
      } else this.code.push(plain("i32.const", scale), plain("i32.mul"));
      this.emit("i32.add");
    }
    if (offset !== 0) this.code.push(plain("i32.const", offset), plain("i32.add"));
  }

  private load(value: Value): void {
    const { type } = value;
    const [base] = value.inputs as [Value];
    const [offset, stride] = value.numbers as [number, number];
    const bits = laneBytes(type) * 8;
    if (!isScattered(type, stride)) {
      this.push(base);
      if (type.lanes === 1) this.emit(`${valueType(type)}.load`, alignment(type), offset);
      else if (stride === 0) this.emit(`v128.load${bits}_splat`, alignment(type), offset);
      else this.emit("v128.load", alignment(type), offset);
      return;
    }
    for (let lane = type.lanes - 1; lane >= 0; lane--) this.address(base, offset + lane * stride);
    this.emit(`v128.load${bits}_splat`, alignment(type), Math.max(offset, 0));
    for (let lane = 1; lane < type.lanes; lane++) {
      this.emit(`v128.load${bits}_lane`, alignment(type), Math.max(offset + lane * stride, 0), lane);
    }
  }

  /** A pointer, moved when the offset cannot be an immediate because it is negative. */
  private address(base: Value, offset: number): void {
    this.push(base);
    if (offset < 0) this.code.push(plain("i32.const", offset), plain("i32.add"));
  }

  private store({ pointer, offset, stride, value }: Extract<Statement, { kind: "store" }>): void {
    const { type } = value;
    if (!isScattered(type, stride)) {
      this.push(pointer);
      this.push(value);
      this.emit(type.lanes === 1 ? `${valueType(type)}.store` : "v128.store", alignment(type), offset);
      return;
    }
    for (let lane = 0; lane < type.lanes; lane++) {
      const at = offset + lane * stride;
      this.address(pointer, at);
      this.push(value);
      this.emit(`v128.store${laneBytes(type) * 8}_lane`, alignment(type), Math.max(at, 0), lane);
    }
  }

  private loop(statement: Extract<Statement, { kind: "for" }>): void {
    const { counter, from, to, step, body } = statement;
    this.push(from);
    this.claim(counter);
    const slot = this.slot(counter);
    const certain = runsAtLeastOnce(statement);
    if (certain) this.emit("local.set", slot);
    else {
      this.emit("local.tee", slot);
      this.push(to);
      this.emit("i32.lt_s");
      this.emit("if");
    }
    this.emit("loop");
    this.block(body);
    this.code.push(
      plain("local.get", slot),
      plain("i32.const", step),
      plain("i32.add"),
      plain("local.tee", slot),
    );
    this.push(to);
    this.code.push(plain("i32.lt_s"), plain("br_if", 0), plain("end"));
    if (!certain) this.emit("end");
    this.release(counter);
  }

  private emit(name: string, ...numbers: number[]): void {
    this.code.push({ name, numbers });
  }

  private slot(value: Value): number {
    const slot = this.slots.get(value.id);
    if (slot === undefined)
      throw new TypeError(`value ${value.id} (${value.operation}) is used where it is not known`);
    return slot;
  }

  private claim(value: Value): void {
    const type = valueType(value.type);
    const spare = this.spare[type].pop();
    this.slots.set(value.id, spare ?? this.firstLocal + this.locals.push(type) - 1);
  }

  private release(value: Value): void {
    const slot = this.slots.get(value.id);
    if (slot === undefined) return;
    this.slots.delete(value.id);
    this.spare[valueType(value.type)].push(slot);
  }
}

function readsMemory({ operation }: Value): boolean {
  return operation === "load" || operation === "read";
}

function alignment(type: LoopType): number {
  return Math.log2(laneBytes(type));
}
