/** The written forms of the grammar say what the parser does, and can be read by those who use them. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { ebnf } from "../../grammar/ebnf.ts";
import { keywords } from "../../grammar/keywords.ts";
import { railroadPage } from "../../grammar/railroad.ts";
import { grammarRules } from "../../grammar/rules.ts";
import { textMateGrammar } from "../../grammar/textmate.ts";

test("eight words are reserved", () => {
  expect([...keywords].sort()).toEqual(["and", "false", "in", "none", "not", "or", "repeat", "true"]);
});

describe("EBNF", () => {
  test("defines every rule that it uses, each once", () => {
    const text = ebnf()
      .replaceAll(/\(\*[\s\S]*?\*\)/g, "")
      .replaceAll(/"[^"\n]*"|'[^'\n]*'/g, '""');
    const defined = [...text.matchAll(/^(\w+) *=/gm)].map((match) => match[1]);
    expect(new Set(defined).size).toBe(defined.length);
    const used = new Set([...text.matchAll(/\b\w+\b/g)].map((match) => match[0]));
    const prose = /^(any|character|but|and|the|end|of|a|line|or|an|letter|digit)$/;
    expect([...used].filter((name) => !defined.includes(name) && !prose.test(name))).toEqual([]);
  });

  test("writes soft words as they are typed, and lists as one and more", () => {
    expect(ebnf()).toMatch(/^import += "import" IDENT \{ "," IDENT \} "from" STRING \.$/m);
    expect(ebnf()).toMatch(/^expression += choice \{ "->" choice \} \.$/m);
    expect(ebnf()).not.toContain("missing value");
  });
});

test("a picture for each rule, on a page that needs nothing else", () => {
  const page = railroadPage();
  expect(page.match(/<svg /g)).toHaveLength(grammarRules().length);
  expect(page).not.toMatch(/<script|https?:\/\/(?!www\.w3\.org)|NaN|undefined/);
});

interface Pattern {
  readonly name?: string;
  readonly match?: string;
  readonly begin?: string;
  readonly captures?: Readonly<Record<string, { readonly name: string }>>;
}

interface Grammar {
  readonly patterns: readonly { readonly include: string }[];
  readonly repository: Readonly<Record<string, { readonly patterns: readonly Pattern[] }>>;
}

/** Colours of a line without strings over several tokens: the first pattern, in order, that matches leftmost. */
function colours(line: string): string[] {
  const grammar = JSON.parse(textMateGrammar()) as Grammar;
  const patterns = grammar.patterns.flatMap(
    ({ include }) => grammar.repository[include.slice(1)]?.patterns ?? [],
  );
  const found: string[] = [];
  for (let at = 0; at < line.length; ) {
    const hits = patterns.flatMap((pattern) => {
      const regex = new RegExp(pattern.match ?? `${pattern.begin}[^"']*["']`, "dgu");
      regex.lastIndex = at;
      const hit = regex.exec(line);
      return hit && hit[0] !== "" ? [{ pattern, hit }] : [];
    });
    const next = hits.sort((a, b) => a.hit.index - b.hit.index)[0];
    if (next === undefined) break;
    const { pattern, hit } = next;
    if (pattern.name) found.push(`${hit[0]} ${pattern.name}`);
    for (const [group, { name }] of Object.entries(pattern.captures ?? {}))
      found.push(`${hit[Number(group)]} ${name}`);
    at = hit.index + hit[0].length;
  }
  return found.map((one) => one.replace(/\.nnet$/, ""));
}

describe("TextMate grammar", () => {
  test("colours the words of the language and of the vocabulary", () => {
    expect(colours("input x: f32[28]")).toEqual([
      ...["input keyword.control.statement", ": keyword.operator.type", "f32 storage.type"],
      "28 constant.numeric",
    ]);
    expect(colours("h = x -> Dense(64, activation = relu) # why")).toEqual([
      ...["h variable.parameter", "= keyword.operator.assignment", "-> keyword.operator.flow"],
      ...["Dense support.class.layer", "64 constant.numeric", "activation variable.parameter"],
      ...["= keyword.operator.assignment", "relu support.function", "# why comment.line.number-sign"],
    ]);
    expect(colours("train { loss = mse }").slice(0, 4)).toEqual([
      ...["train keyword.control.statement", "loss variable.parameter"],
      ...["= keyword.operator.assignment", "mse support.function"],
    ]);
  });

  test("statement words are names elsewhere", () => {
    expect(colours("input -> Dense(1)")[0]).toBe("-> keyword.operator.flow");
    expect(colours("  target = target")).toEqual([
      "target variable.parameter",
      "= keyword.operator.assignment",
    ]);
  });

  test("allowances and descriptions stand out from other comments", () => {
    expect(colours("# allow(lr-high): small")).toContain("lr-high entity.name.tag");
    expect(colours("## A network")).toEqual(["## A network comment.line.documentation"]);
  });

  test("is what is committed", () => {
    expect(readFileSync("grammar/nnet.tmLanguage.json", "utf8")).toBe(textMateGrammar());
  });
});
