/** Collects one column of a table: numbers as long as every value reads as one, else texts. */
import type { NumberColumn, TextColumn } from "./format.ts";
import { numberIn } from "./number-text.ts";

export class ColumnBuilder {
  private numbers = new Float64Array(1024);
  private texts: (string | undefined)[] | undefined;
  private length = 0;
  /** Texts of numbers that would be written otherwise (`01`, `1.50`), should the column turn out to hold texts. */
  private readonly spellings = new Map<number, string>();
  /** One string object for equal texts: a column of names then costs a pointer a row. */
  private readonly interned = new Map<string, string>();

  constructor(private readonly missing: ReadonlySet<string>) {}

  add(field: string): void {
    const text = trimmed(field);
    if (this.missing.has(text)) this.push(Number.NaN, undefined);
    else if (this.texts) this.push(Number.NaN, text);
    else {
      const value = numberIn(text);
      if (value === undefined) this.becomeText();
      else if (String(value) !== text) this.spellings.set(this.length, text);
      this.push(value ?? Number.NaN, text);
    }
  }

  finish(lines: Int32Array): NumberColumn | TextColumn {
    if (this.texts) return { kind: "text", values: this.texts, lines };
    return { kind: "number", values: this.numbers.slice(0, this.length), lines };
  }

  private push(value: number, text: string | undefined): void {
    if (this.texts) {
      this.texts.push(text === undefined ? undefined : this.intern(text));
    } else {
      if (this.length === this.numbers.length) {
        const grown = new Float64Array(this.length * 2);
        grown.set(this.numbers);
        this.numbers = grown;
      }
      this.numbers[this.length] = value;
    }
    this.length++;
  }

  private becomeText(): void {
    const texts: (string | undefined)[] = [];
    for (let row = 0; row < this.length; row++) {
      const value = this.numbers[row] as number;
      texts.push(Number.isNaN(value) ? undefined : this.intern(this.spellings.get(row) ?? String(value)));
    }
    this.texts = texts;
    this.numbers = new Float64Array(0);
    this.spellings.clear();
  }

  private intern(text: string): string {
    const known = this.interned.get(text);
    if (known !== undefined) return known;
    if (this.interned.size < 10_000) this.interned.set(text, text);
    return text;
  }
}

/** Most values have no blanks around them, and need no copy. */
function trimmed(text: string): string {
  const [first, last] = [text.charCodeAt(0), text.charCodeAt(text.length - 1)];
  return first > 32 && first < 128 && last > 32 && last < 128 ? text : text.trim();
}
