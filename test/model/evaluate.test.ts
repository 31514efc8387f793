import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Diagnostic } from "../../src/base/diagnostic.ts";
import { type Dim, showDim, symbol } from "../../src/base/dim.ts";
import { spanText } from "../../src/base/source.ts";
import { type ConstantScope, evaluate } from "../../src/model/evaluate.ts";
import { parse } from "../../src/syntax/parse.ts";
import type { Value } from "../../src/words/value.ts";

function run(expression: string): { value: Value | undefined; findings: readonly string[] } {
  const { file, diagnostics } = parse({ name: "a.nnet", text: `k = ${expression}` });
  const findings: Diagnostic[] = [...diagnostics];
  const scope: ConstantScope = {
    report: (finding) => findings.push(finding),
    valueOf: (name) => (name.name === "T" ? { kind: "size", span: name.span, value: symbol("T") } : "none"),
    categories: (column): Dim => (column === "species" ? 3 : symbol(`categories(${column})`)),
  };
  const [binding] = file.items;
  const value = binding?.kind === "binding" ? evaluate(binding.value, scope) : undefined;
  return { value, findings: findings.map(({ span, message }) => `"${spanText(span)}" ${message}`) };
}

/** Without places. */
function plain(value: Value | undefined): unknown {
  if (value === undefined) return undefined;
  switch (value.kind) {
    case "none":
      return null;
    case "size":
      return showDim(value.value);
    case "list":
      return value.items.map(plain);
    case "record":
      return Object.fromEntries(value.entries.map(({ key, value: entry }) => [key, plain(entry)]));
    case "tensor":
      return `tensor ${value.input}`;
    case "word":
      return `word ${value.name}`;
    case "call":
      return `${value.name}(${value.args.map(({ name, value: argument }) => `${name ? `${name} = ` : ""}${plain(argument)}`).join(", ")})`;
    case "layers":
      return value.layers.map(({ name }) => name);
    default:
      return value.value;
  }
}

const right: readonly (readonly [string, unknown])[] = [
  ["1 / 255", 1 / 255],
  ["2 + 3 * 4", 14],
  ["(2 + 3) * 4", 20],
  ["2 ^ 3 ^ 2", 512],
  ["-2 ^ 2", -4],
  ["10 ^ -3", 0.001],
  ["2 ^ 0.5", Math.SQRT2],
  ["0 ^ 0", 1],
  ["7 % 3", 1],
  ["-7 % 3", 2],
  ["7 % -3", -2],
  ["8_000", 8000],
  ["pi", Math.PI],
  ["none", null],
  ["true and not false", true],
  ["false and 1 / 0 == 2", false],
  ["true or 3", true],
  ["1 < 2 and 2 <= 2 and 3 > 2 and 3 >= 3", true],
  ["1 != 2", true],
  ['"a" == a', true],
  ["same == valid", false],
  ["none == none", true],
  ["none != 3", true],
  ["true == false", false],
  ["3 > 2 ? 10 : 20", 10],
  ["false ? 1 / 0 : 20", 20],
  ["True ? 1 : 2", 1],
  ["[1, 2 + 3, same]", [1, 5, "word same"]],
  ["(3, 3)", [3, 3]],
  ["{ a = 1, b = [x] }", { a: 1, b: ["word x"] }],
  ["Adam(0.1, beta_1 = 1 - 0.1)", "Adam(0.1, beta_1 = 0.9)"],
  ["2 * T + 1", "2*T + 1"],
  ["T - T", 0],
  ["(4 * T + 2) / 2", "2*T + 1"],
  ["T + 1 > T", true],
  ["T == T", true],
  ["T + 1 == T", false],
  ["-T", "-T"],
  ["categories(species)", 3],
  ["categories(kind)", "categories(kind)"],
  ['categories("kind") * 2', "2*categories(kind)"],
];

const wrong: readonly (readonly [string, string])[] = [
  ["1 / 0", '"1 / 0" division by zero'],
  ["1 % 0", '"1 % 0" the rest of a division by zero'],
  ["0 ^ -1", '"0 ^ -1" 0 has no negative power'],
  ["(-2) ^ 0.5", '"(-2) ^ 0.5" a negative number has no power that is not whole'],
  ["10 ^ 400", '"10 ^ 400" the result is too large for a number'],
  ['3 + "4"', '""4"" `+` needs numbers, and this is the text "4"'],
  ["3 * relu", '"relu" `*` needs numbers, and this is "relu"'],
  ["-true", '"true" `-` needs numbers, and this is true'],
  ["[1] + 2", '"[1]" `+` needs numbers, and this is a list'],
  ["not 3", '"3" a condition is true or false, and this is the number 3'],
  ["3 ? 1 : 2", '"3" a condition is true or false, and this is the number 3'],
  ["3 and true", '"3" a condition is true or false, and this is the number 3'],
  ["3 == true", '"3 == true" the number 3 cannot be compared with true'],
  ['"a" < 3', '""a"" `<` needs numbers, and this is the text "a"'],
  ["T == 3", '"T" this comparison depends on T, which the data decides'],
  ["T > 3", '"T" this comparison depends on T, which the data decides'],
  ["T / 2", '"T / 2" whether 2 divides T is not known'],
  ["T % 2", '"T % 2" `%` needs numbers, and T is a size'],
  ["T + 0.5", '"T + 0.5" a size is a whole number, and 0.5 is not'],
  ["categories(3)", '"categories(3)" `categories` takes the name of one column: `categories(species)`'],
  ["categories(a, b)", '"categories(a, b)" `categories` takes the name of one column: `categories(species)`'],
  ["[1, x -> Dense(2)]", '"x -> Dense(2)" a constant is expected here, and this is a part of the network'],
  ["f(1)(2)", '"f(1)" only a name can be called, such as `Adam(0.01)`'],
];

describe("constants", () => {
  it.each(right)("%s", (source, value) => {
    const result = run(source);
    expect(result.findings).toEqual([]);
    expect(plain(result.value)).toEqual(value);
  });

  it.each(wrong)("refuses %s", (source, finding) => {
    const result = run(source);
    expect(result.findings).toEqual([finding]);
    expect(result.value).toBeUndefined();
  });

  it("adds up a sum as long as the parser lets pass", () => {
    expect(plain(run(Array(400).fill("1").join(" + ")).value)).toBe(400);
  });

  it("agrees with JavaScript on + - * / of any numbers", () => {
    const number = fc.integer({ min: -1000, max: 1000 }).map((n) => n / 8);
    fc.assert(
      fc.property(number, number, number, (a, b, c) => {
        const [x, y, z] = [a, b, c].map((n) => `(${n})`);
        const expected = a + b * c - (c === 0 ? 0 : a / c);
        const source = `${x} + ${y} * ${z} - ${c === 0 ? "0" : `${x} / ${z}`}`;
        expect(plain(run(source).value)).toBe(expected);
      }),
    );
  });

  it("takes whole powers exactly", () => {
    fc.assert(
      fc.property(fc.integer({ min: -7, max: 7 }), fc.integer({ min: 0, max: 18 }), (base, exponent) => {
        expect(plain(run(`(${base}) ^ ${exponent}`).value)).toBe(Number(BigInt(base) ** BigInt(exponent)));
      }),
    );
  });
});
