/**
 * Writes loop functions. A pure value goes into the outermost block that knows its operands, and equal values are computed
 * once: so whatever does not change in a loop stands before it, without a pass of its own. Loads move likewise, unless
 * their buffer is written; they never leave an `if`.
 */
import { choiceThatIs } from "./choice-that-is.ts";
import { foldIntegers } from "./fold-integers.ts";
import {
  type BinaryOperation,
  type Comparison,
  i32,
  type LoopFunction,
  type LoopType,
  laneBytes,
  maskKind,
  type Operation,
  pointer,
  type Statement,
  type UnaryOperation,
  type Value,
} from "./language.ts";

interface Block {
  readonly statements: Statement[];
  readonly known: Map<string, Value>;
  /** Loads must not move out of it. */
  readonly conditional: boolean;
}

const free: readonly Operation[] = ["constant", "parameter", "variable", "counter"];

export class LoopBuilder {
  private readonly blocks: Block[] = [{ statements: [], known: new Map(), conditional: false }];
  private readonly levels: number[] = [];
  private readonly roots = new Map<Value, Value>();
  private readonly written = new Set<Value>();
  private readonly parameters: Value[] = [];

  /** A pointer to a buffer; loads from one that is written stay where they are put. */
  pointer(written: boolean): Value {
    const value = this.make("parameter", pointer, [], [], 0);
    this.parameters.push(value);
    if (written) this.written.add(value);
    return value;
  }

  parameter(): Value {
    const value = this.make("parameter", i32, [], [], 0);
    this.parameters.push(value);
    return value;
  }

  function(name: string, units: number, memory: LoopFunction["memory"] = {}): LoopFunction {
    const [block] = this.blocks as [Block];
    return { name, parameters: this.parameters, units, memory, body: block.statements };
  }

  /** The same number in every lane, or one number per lane. */
  constant(type: LoopType, value: number | readonly number[]): Value {
    const numbers = typeof value === "number" ? new Array<number>(type.lanes).fill(value) : value;
    return this.pure("constant", type, [], numbers);
  }

  unary(operation: UnaryOperation, a: Value): Value {
    return this.pure(operation, a.type, [a]);
  }

  binary(operation: BinaryOperation, a: Value, b: Value): Value {
    return (
      foldIntegers(operation, a, b, (value) => this.constant(i32, value)) ??
      this.pure(operation, a.type, [a, b])
    );
  }

  add(a: Value, b: Value): Value {
    return this.binary("add", a, b);
  }

  multiply(a: Value, b: Value): Value {
    return this.binary("multiply", a, b);
  }

  compare(operation: Comparison, a: Value, b: Value): Value {
    const choice = operation === "equal" ? choiceThatIs(a, b) : undefined;
    if (choice === true) return a.inputs[0] as Value;
    if (choice === false) return this.unary("not", a.inputs[0] as Value);
    return this.pure(operation, { kind: maskKind(a.type.kind), lanes: a.type.lanes }, [a, b]);
  }

  select(condition: Value, whenTrue: Value, whenFalse: Value): Value {
    if (condition.operation === "not") {
      return this.select(condition.inputs[0] as Value, whenFalse, whenTrue);
    }
    return this.pure("select", whenTrue.type, [condition, whenTrue, whenFalse]);
  }

  shift(direction: "shiftLeft" | "shiftRight", a: Value, bits: number): Value {
    return this.pure(direction, a.type, [a], [bits]);
  }

  bitcast(a: Value, kind: LoopType["kind"]): Value {
    if (a.type.kind === kind) return a;
    return this.pure("bitcast", { kind, lanes: a.type.lanes }, [a]);
  }

  convert(a: Value, kind: LoopType["kind"]): Value {
    if (a.type.kind === kind) return a;
    return this.pure("convert", { kind, lanes: a.type.lanes }, [a]);
  }

  splat(a: Value, lanes: number): Value {
    if (a.type.lanes === lanes) return a;
    if (a.operation === "constant")
      return this.constant({ kind: a.type.kind, lanes }, a.numbers[0] as number);
    return this.pure("splat", { kind: a.type.kind, lanes }, [a]);
  }

  extract(a: Value, lane: number): Value {
    return this.pure("extract", { kind: a.type.kind, lanes: 1 }, [a], [lane]);
  }

  shuffle(a: Value, b: Value, lanes: readonly number[]): Value {
    return this.pure("shuffle", a.type, [a, b], lanes);
  }

  /** `base + index * scale + offset`, in bytes. */
  advance(base: Value, index: Value | undefined, scale: number, offset = 0): Value {
    if (index?.operation === "constant") {
      return this.advance(base, undefined, 0, offset + (index.numbers[0] as number) * scale);
    }
    if ((index === undefined || scale === 0) && offset === 0) return base;
    const inputs = index === undefined || scale === 0 ? [base] : [base, index];
    const value = this.pure("advance", pointer, inputs, [inputs.length === 1 ? 0 : scale, offset]);
    this.roots.set(value, this.root(base));
    return value;
  }

  /** `stride` is in bytes and may be anything; left out, the lanes are neighbours. */
  load(type: LoopType, from: Value, offset = 0, stride = laneBytes(type)): Value {
    const [base, rest] = offset < 0 ? [this.advance(from, undefined, 0, offset), 0] : [from, offset];
    if (this.written.has(this.root(base))) return this.put("load", type, [base], [rest, stride]);
    return this.pure("load", type, [base], [rest, stride]);
  }

  store(value: Value, to: Value, offset = 0, stride = laneBytes(value.type)): void {
    const [base, rest] = offset < 0 ? [this.advance(to, undefined, 0, offset), 0] : [to, offset];
    this.block().statements.push({ kind: "store", pointer: base, offset: rest, stride, value });
  }

  variable(initial: Value): Value {
    const variable = this.make("variable", initial.type, [], [], this.blocks.length - 1);
    this.assign(variable, initial);
    return variable;
  }

  assign(variable: Value, value: Value): void {
    this.block().statements.push({ kind: "assign", variable, value });
  }

  read(variable: Value): Value {
    return this.put("read", variable.type, [variable], []);
  }

  for(from: Value, to: Value, step: number, write: (counter: Value) => void, unroll?: number): void {
    if (from.operation === "constant" && to.operation === "constant") {
      const [first, end] = [from.numbers[0] as number, to.numbers[0] as number];
      if (first >= end) return;
      if (first + step >= end) {
        write(from);
        return;
      }
    }
    const counter = this.make("counter", i32, [], [], this.blocks.length);
    const body = this.inside(false, () => write(counter));
    const hint = unroll === undefined ? {} : { unroll };
    this.block().statements.push({ kind: "for", counter, from, to, step, body, ...hint });
  }

  prefetch(pointer: Value, offset: number): void {
    this.block().statements.push({ kind: "prefetch", pointer, offset });
  }

  fence(): void {
    this.block().statements.push({ kind: "fence" });
  }

  if(condition: Value, whenTrue: () => void, whenFalse: () => void = () => undefined): void {
    const yes = this.inside(true, whenTrue);
    const no = this.inside(true, whenFalse);
    this.block().statements.push({ kind: "if", condition, whenTrue: yes, whenFalse: no });
  }

  private inside(conditional: boolean, write: () => void): readonly Statement[] {
    const block: Block = { statements: [], known: new Map(), conditional };
    this.blocks.push(block);
    write();
    this.blocks.pop();
    return block.statements;
  }

  private block(): Block {
    return this.blocks[this.blocks.length - 1] as Block;
  }

  private root(value: Value): Value {
    return this.roots.get(value) ?? value;
  }

  private make(
    operation: Operation,
    type: LoopType,
    inputs: readonly Value[],
    numbers: readonly number[],
    level: number,
  ): Value {
    const value: Value = { id: this.levels.length, operation, type, inputs, numbers };
    this.levels.push(level);
    return value;
  }

  /** Computes here, whatever is known. */
  private put(
    operation: Operation,
    type: LoopType,
    inputs: readonly Value[],
    numbers: readonly number[],
  ): Value {
    const value = this.make(operation, type, inputs, numbers, this.blocks.length - 1);
    this.block().statements.push({ kind: "let", value });
    return value;
  }

  private pure(
    operation: Operation,
    type: LoopType,
    inputs: readonly Value[],
    numbers: readonly number[] = [],
  ): Value {
    let level = 0;
    for (const input of inputs) level = Math.max(level, this.levels[input.id] as number);
    if (operation === "load")
      level = Math.max(
        level,
        this.blocks.findLastIndex((block) => block.conditional),
      );
    const block = this.blocks[level] as Block;
    const key = keyOf(operation, type, inputs, numbers);
    const known = block.known.get(key);
    if (known !== undefined) return known;
    const value = this.make(operation, type, inputs, numbers, level);
    block.known.set(key, value);
    // A scalar constant is written where it is used; a vector is worth keeping.
    if (!free.includes(operation) || type.lanes > 1) block.statements.push({ kind: "let", value });
    return value;
  }
}

function keyOf(
  operation: Operation,
  { kind, lanes }: LoopType,
  inputs: readonly Value[],
  numbers: readonly number[],
): string {
  const operands = inputs.map((input) => input.id).join(",");
  const plain = numbers.map((value) => (Object.is(value, -0) ? "-0" : String(value))).join(",");
  return `${operation} ${kind} ${lanes} ${operands} ${plain}`;
}
