/**
 * Loop functions as C11 with the vector extensions of GCC and Clang. A value used once, in the block where it is
 * computed, is written where it is used while lines stay short; others get a name. What reads memory or a variable is
 * not moved past anything that may change it. Contraction of products and sums must be off: `-ffp-contract=off`.
 */
import { type LoopFunction, laneBytes, type Statement, type Value } from "../../loops/language.ts";
import { atom, type Expression, expressionOf, inside, memory, withOffset } from "./c-expressions.ts";
import { cType, type Declarations, scalarOf } from "./c-types.ts";
import { countUses, operandsOf, type Uses } from "./count-uses.ts";

/** Longer expressions get a name. */
const longText = 72;

interface Pending {
  readonly expression: Expression;
  readonly value: Value;
  /** It reads memory or a variable. */
  readonly volatile: boolean;
}

/** `name` is that of the C function; declarations that it needs are added to `d`. One `apart` is not made part of its caller. */
export function printC(f: LoopFunction, name: string, d: Declarations, apart = false): string {
  const printer = new Printer(f, d);
  const pointers = f.parameters.length - 2;
  const parameters = f.parameters.map((parameter, index) => {
    const place = index - pointers;
    return `${spaced(cType(parameter.type))}${printer.parameter(parameter, ["begin", "end"][place] ?? `p${index}`)}`;
  });
  d.type("i32");
  printer.block(f.body);
  return [
    `/* ${f.name.replaceAll("*/", "* /")} */`,
    `static ${apart ? "__attribute__((noinline)) " : ""}void ${name}(${parameters.join(", ")}) {`,
    ...printer.lines,
    "}",
  ].join("\n");
}

function spaced(type: string): string {
  return type.endsWith("*") ? type : `${type} `;
}

class Printer {
  readonly lines: string[] = [];
  private readonly d: Declarations;
  private readonly uses: Uses;
  private readonly names = new Map<number, string>();
  private readonly pending = new Map<number, Pending>();
  private depth = 0;
  private next = 0;

  constructor(f: LoopFunction, d: Declarations) {
    this.d = d;
    this.uses = countUses(f.body);
  }

  parameter({ id }: Value, name: string): string {
    this.names.set(id, name);
    return name;
  }

  block(statements: readonly Statement[]): void {
    this.depth++;
    for (const statement of statements) {
      if (statement.kind === "let") this.define(statement.value);
      else this.effect(statement);
    }
    this.depth--;
  }

  private define(value: Value): void {
    const count = this.uses.counts[value.id];
    if (count === undefined) return;
    const volatile =
      value.operation === "load" ||
      value.operation === "read" ||
      value.inputs.some((input) => this.pending.get(input.id)?.volatile === true);
    const expression =
      value.operation === "read"
        ? this.use(value.inputs[0] as Value)
        : expressionOf(
            this.d,
            value,
            value.inputs.map((input) => this.use(input)),
          );
    if (count === 1 && !this.uses.away.has(value.id) && expression.text.length <= longText) {
      this.pending.set(value.id, { expression, value, volatile });
    } else this.name(value, expression);
  }

  private name(value: Value, { text }: Expression): void {
    const name = `${value.type.kind === "pointer" ? "at" : "v"}${this.next++}`;
    this.names.set(value.id, name);
    this.line(`${spaced(this.d.type(cType(value.type)))}${name} = ${text};`);
  }

  /** The expression of a value; one that waited is used up. */
  private use(value: Value): Expression {
    const waiting = this.pending.get(value.id);
    if (waiting !== undefined) {
      this.pending.delete(value.id);
      return waiting.expression;
    }
    if (value.operation === "constant" && value.type.lanes === 1) return expressionOf(this.d, value, []);
    const name = this.names.get(value.id);
    if (name === undefined)
      throw new TypeError(`value ${value.id} (${value.operation}) is used where it is not known`);
    return atom(name);
  }

  private effect(statement: Exclude<Statement, { kind: "let" }>): void {
    this.settle(operandsOf(statement));
    switch (statement.kind) {
      case "assign":
        this.assign(statement.variable, this.use(statement.value));
        break;
      case "store":
        this.store(statement);
        break;
      case "for":
        this.loop(statement);
        break;
      case "prefetch":
        this.line(
          `__builtin_prefetch(${withOffset(inside(this.use(statement.pointer)), statement.offset)});`,
        );
        break;
      case "fence":
        this.line(`__asm__ volatile("" ::: "memory");`);
        break;
      case "if":
        this.line(`if (${this.use(statement.condition).text}) {`);
        this.block(statement.whenTrue);
        if (statement.whenFalse.length > 0) {
          this.line("} else {");
          this.block(statement.whenFalse);
        }
        this.line("}");
    }
  }

  /** Before an effect: waiting reads that it does not itself use are done. */
  private settle(used: readonly Value[]): void {
    const kept = new Set(used.map(({ id }) => id));
    for (const [id, { value, expression, volatile }] of this.pending) {
      if (!volatile || kept.has(id)) continue;
      this.pending.delete(id);
      this.name(value, expression);
    }
  }

  private assign(variable: Value, { text }: Expression): void {
    const known = this.names.get(variable.id);
    if (known !== undefined) {
      this.line(`${known} = ${text};`);
      return;
    }
    const name = `s${this.next++}`;
    this.names.set(variable.id, name);
    this.line(`${spaced(this.d.type(cType(variable.type)))}${name} = ${text};`);
  }

  private store({ pointer, offset, stride, value }: Extract<Statement, { kind: "store" }>): void {
    const type = cType(value.type);
    const { lanes } = value.type;
    const base = inside(this.use(pointer));
    if (lanes === 1 || stride === laneBytes(value.type)) {
      this.line(`${memory(this.d, type)}(${withOffset(base, offset)}) = ${this.use(value).text};`);
      return;
    }
    const element = memory(this.d, scalarOf(type));
    const from = this.use(value);
    const name = `v${this.next++}`;
    this.line(`${this.d.type(type)} ${name} = ${from.text};`);
    for (let lane = 0; lane < lanes; lane++) {
      this.line(`${element}(${withOffset(base, offset + lane * stride)}) = ${name}[${lane}];`);
    }
  }

  private loop({ counter, from, to, step, body, unroll }: Extract<Statement, { kind: "for" }>): void {
    const start = this.use(from).text;
    const simple = to.operation === "constant" || to.operation === "parameter" || this.names.has(to.id);
    if (!simple) this.name(to, this.use(to));
    const name = `n${this.next++}`;
    this.names.set(counter.id, name);
    const move = step === 1 ? `${name}++` : `${name} += ${step}`;
    if (unroll) this.line(`#pragma GCC unroll ${unroll}`);
    this.line(`for (i32 ${name} = ${start}; ${name} < ${this.use(to).text}; ${move}) {`);
    this.block(body);
    this.line("}");
  }

  private line(text: string): void {
    this.lines.push(`${"  ".repeat(this.depth)}${text}`);
  }
}
