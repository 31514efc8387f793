/** Terms as statements and expressions of C: what is used several times, or is long, gets a name. */
import { cTypeName, type Term } from "./term.ts";

/** Longer expressions get a name. */
const longText = 80;

export class TermWriter {
  private readonly uses: Map<Term, number>;
  private readonly names: Map<Term, string>;
  private readonly counter: { next: number };
  private lines: string[] = [];

  constructor(roots: readonly Term[], outer?: TermWriter) {
    this.uses = outer?.uses ?? countUses(roots);
    // What a branch has named is not known after it.
    this.names = new Map(outer?.names);
    this.counter = outer?.counter ?? { next: 1 };
  }

  /** Statements that were needed since the last time. */
  takeLines(): string[] {
    const { lines } = this;
    this.lines = [];
    return lines;
  }

  /** An expression, to stand by itself. */
  write(term: Term): string {
    return this.expression(term);
  }

  /** As an operand, in brackets where it needs them. */
  writeOperand(term: Term): string {
    const text = this.expression(term);
    const atom =
      this.names.has(term) ||
      ["call", "element"].includes(term.form) ||
      /^\w+(\[[^\]]*\]|\.\w+)?$/.test(text);
    return atom ? text : `(${text})`;
  }

  private expression(term: Term): string {
    const known = this.names.get(term);
    if (known !== undefined) return known;
    const text = this.text(term);
    const shared = (this.uses.get(term) ?? 0) > 1;
    const named = this.names.get(term);
    if (named !== undefined) return named;
    if (term.form === "leaf" ? !shared || !text.includes("[") : !shared && text.length <= longText)
      return text;
    const name = this.newName(term);
    this.lines.push(`const ${cTypeName[term.type]} ${name} = ${text};`);
    return name;
  }

  private newName(term: Term): string {
    const name = `t${this.counter.next++}`;
    this.names.set(term, name);
    return name;
  }

  private text(term: Term): string {
    switch (term.form) {
      case "leaf":
        return term.operator;
      case "element":
        return `${term.operator}[${this.expression(term.inputs[0] as Term)}]`;
      case "prefix":
        return `${term.operator}${this.writeOperand(term.inputs[0] as Term)}`;
      case "infix": {
        const [a, b] = term.inputs as [Term, Term];
        return `${this.writeOperand(a)} ${term.operator} ${this.writeOperand(b)}`;
      }
      case "choice": {
        const [condition, yes, no] = term.inputs as [Term, Term, Term];
        return `${this.writeOperand(condition)} ? ${this.writeOperand(yes)} : ${this.writeOperand(no)}`;
      }
      case "call":
        return `${term.operator}(${term.inputs.map((input) => this.expression(input)).join(", ")})`;
      case "pick":
        return this.pick(term);
    }
  }

  /** Values of choices that are not taken are never read. */
  private pick(term: Term): string {
    const conditions = term.conditions as readonly string[];
    const branches = term.inputs.map((input) => {
      const inner = new TermWriter([], this);
      const value = inner.writeOperand(input);
      return { value, lines: inner.takeLines() };
    });
    const otherwise = (branches.at(-1) as (typeof branches)[number]).value;
    if (branches.every(({ lines }) => lines.length === 0) && branches.length <= 3) {
      return conditions.reduceRight(
        (rest, when, i) => `${when} ? ${branches[i]?.value} : ${rest}`,
        otherwise,
      );
    }
    const name = this.newName(term);
    this.lines.push(`${cTypeName[term.type]} ${name} = ${otherwise};`);
    for (const [i, when] of conditions.entries()) {
      const { value, lines } = branches[i] as (typeof branches)[number];
      this.lines.push(
        `${i === 0 ? "" : "} else "}if (${when}) {`,
        ...lines.map((line) => `  ${line}`),
        `  ${name} = ${value};`,
      );
    }
    this.lines.push("}");
    return name;
  }
}

function countUses(roots: readonly Term[]): Map<Term, number> {
  const uses = new Map<Term, number>();
  const visit = (term: Term): void => {
    const before = uses.get(term) ?? 0;
    uses.set(term, before + 1);
    if (before === 0) term.inputs.forEach(visit);
  };
  roots.forEach(visit);
  return uses;
}
