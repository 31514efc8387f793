import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { displayWidth } from "../../src/check/display-text.ts";
import { plainPalette } from "../../src/check/palette.ts";
import { renderFinding, renderPretty, summarize } from "../../src/check/render-pretty.ts";
import { at, finding, sourceOf } from "./finding-at.ts";

const churn = sourceOf(`# Who leaves?
input x: f32[8]

Dense(64, relu) -> Dropout(0.2) -> Dense(1, softmax)

train { loss = binary_crossentropy }
`);

const softmax = finding(at(churn, "softmax"), {
  rule: "softmax-one-unit",
  severity: "error",
  message: "softmax over one unit is always 1",
  label: "every prediction will be 1.0, whatever the input",
  related: [
    {
      span: at(churn, "binary_crossentropy"),
      text: "this loss reads the output as the probability of the positive class",
    },
  ],
  fix: { title: "Dense(1, sigmoid)", edits: [{ span: at(churn, "softmax"), text: "sigmoid" }], safe: true },
});

/** Without the head, the place line and the advice. */
function frameOf(text: string): string[] {
  return text
    .split("\n")
    .slice(1)
    .filter((line) => !/^ *=/.test(line));
}

describe("a finding for people", () => {
  it("shows both places in line order, with what to do", () => {
    expect(renderFinding(softmax)).toBe(
      `error[softmax-one-unit]: softmax over one unit is always 1
  ┌─ churn.nnet:4:45
  │
4 │ Dense(64, relu) -> Dropout(0.2) -> Dense(1, softmax)
  │                                             ^^^^^^^ every prediction will be 1.0, whatever the input
6 │ train { loss = binary_crossentropy }
  │                ------------------- this loss reads the output as the probability of the positive class
  │
  = fix: Dense(1, sigmoid)                         (nnet check --fix applies it)
  = why: nnet explain softmax-one-unit`,
    );
  });

  it.each([
    ["Dense(1, sigmoid)", []],
    ["Dense(1, sigmoid), or another loss", ["  = help: or another loss"]],
    ["Dense(1, sigmoid) -> Dense(2)", ["  = help: Dense(1, sigmoid) -> Dense(2)"]],
  ])("does not say the fix again in its help: %s", (help, told) => {
    const lines = renderFinding({ ...softmax, help }).split("\n");
    expect(lines.filter((line) => line.includes("= help"))).toEqual(told);
  });

  it("keeps what applies a fix on its line, where the terminal is narrow", () => {
    const line = renderFinding(softmax, { width: 50 })
      .split("\n")
      .find((one) => one.includes("= fix"));
    expect(line).toBe("  = fix: Dense(1, sigmoid)  (nnet check --fix applies it)");
    const wider = renderFinding(softmax, { width: 60 })
      .split("\n")
      .find((one) => one.includes("= fix"));
    expect(wider).toBe("  = fix: Dense(1, sigmoid)     (nnet check --fix applies it)");
    expect(wider).toHaveLength(60);
  });

  it("puts a related place that stands above the finding above it", () => {
    const lines = frameOf(
      renderFinding(finding(at(churn, "softmax"), { related: [{ span: at(churn, "x"), text: "here" }] })),
    );
    expect(lines.findIndex((line) => line.startsWith("2 │"))).toBeLessThan(
      lines.findIndex((line) => line.startsWith("4 │")),
    );
  });

  it("underlines two places of one line in their order", () => {
    const text = renderFinding(
      finding(at(churn, "softmax"), { label: "last", related: [{ span: at(churn, "relu"), text: "first" }] }),
    );
    expect(frameOf(text).slice(1)).toEqual([
      "  │",
      "4 │ Dense(64, relu) -> Dropout(0.2) -> Dense(1, softmax)",
      "  │           ---- first",
      "  │                                             ^^^^^^^ last",
      "  │",
    ]);
  });

  it("tells help, silenced rules and unsafe fixes", () => {
    const text = renderFinding({
      ...softmax,
      help: "or two units",
      also: ["a-rule", "b-rule"],
      fix: { title: "Dense(2)", edits: [], safe: false },
    });
    expect(text).toContain("  = help: or two units\n  = also: a-rule, b-rule\n");
    expect(text).toMatch(/= fix: Dense\(2\) +\(nnet check --fix --unsafe applies it\)/);
  });

  it("aligns the gutter to the longest line number", () => {
    const long = sourceOf(`${"\n".repeat(9)}Dense(8)\nDense(9)\n`);
    const text = renderFinding(
      finding(at(long, "Dense(8)"), { related: [{ span: at(long, "\n", 0), text: "start" }] }),
    );
    expect(text).toContain("   ┌─ churn.nnet:10:1");
    expect(text).toContain("\n 1 │\n   │ - start\n10 │ Dense(8)\n   │ ^^^^^^^^\n   │\n   = why");
  });
});

describe("lines as a terminal shows them", () => {
  function carets(text: string, piece: string): { line: string; below: string } {
    const source = sourceOf(text);
    const lines = frameOf(renderFinding(finding(at(source, piece), { label: "here" })));
    return { line: (lines[2] as string).slice(4), below: (lines[3] as string).slice(4) };
  }

  it("expands tabs", () => {
    const { line, below } = carets("\tx\t-> Dense(8)", "Dense(8)");
    expect(line).toBe("    x   -> Dense(8)");
    expect(below).toBe("           ^^^^^^^^ here");
  });

  it("counts wide signs as two columns", () => {
    const { line, below } = carets('source = csv("患者.csv") -> bad', "bad");
    expect(line).toContain("患者");
    expect(below.indexOf("^")).toBe(displayWidth('source = csv("患者.csv") -> '));
    expect(below.indexOf("^")).toBe(28);
    expect(carets('"患者"', "患者").below).toBe(" ^^^^ here");
  });

  it("counts emoji and combined signs once", () => {
    expect(carets('"👩‍👩‍👧‍👦" -> bad', "bad").below).toBe(`${" ".repeat(8)}^^^ here`);
    expect(carets('"e\u0301" -> bad', "bad").below).toBe(`${" ".repeat(7)}^^^ here`);
  });

  it("makes control signs and changes of writing direction visible", () => {
    const { line } = carets("a\u001b[31m \u202eDense(8)", "Dense(8)");
    expect(line).toBe("a␛[31m �Dense(8)");
    expect(renderFinding(finding(at(sourceOf("x"), "x"), { message: "found \u001b[2J" }))).not.toContain(
      "\u001b",
    );
  });

  it("cuts a very long line around its place", () => {
    const source = sourceOf(`${"Dense(8) -> ".repeat(5000)}Bad(1)${" -> Dense(8)".repeat(5000)}`);
    const text = renderFinding(finding(at(source, "Bad(1)"), { label: "no such layer" }), { width: 80 });
    const [, , line, below] = frameOf(text) as string[];
    expect(line).toContain("Bad(1)");
    expect(line).toMatch(/^1 │ ….*…$/);
    for (const each of [line, below]) expect(displayWidth(each as string)).toBeLessThanOrEqual(80);
    expect((below as string).indexOf("^")).toBe((line as string).indexOf("Bad(1)"));
  });

  it("keeps the end of a long line in sight", () => {
    const source = sourceOf(`${"Dense(8) -> ".repeat(50)}Bad(1)`);
    const [, , line, below] = frameOf(
      renderFinding(finding(at(source, "Bad(1)")), { width: 60 }),
    ) as string[];
    expect(line).toMatch(/Bad\(1\)$/);
    expect((below as string).indexOf("^^^^^^")).toBe((line as string).indexOf("Bad(1)"));
  });

  it("moves a label that has no room below the carets", () => {
    const source = sourceOf("Dense(64, relu) -> Dense(1, softmax)");
    const text = renderFinding(finding(at(source, "softmax"), { label: "every prediction will be 1.0" }), {
      width: 50,
    });
    expect(frameOf(text).slice(3, 5)).toEqual([
      `  │ ${" ".repeat(28)}^^^^^^^`,
      `  │ ${" ".repeat(18)}every prediction will be 1.0`,
    ]);
  });

  it("reads CRLF", () => {
    const source = sourceOf("a = 1\r\nDense(8)\r\n");
    expect(renderFinding(finding(at(source, "Dense(8)"), { label: "x" }))).toContain(
      "  ┌─ churn.nnet:2:1\n  │\n2 │ Dense(8)\n  │ ^^^^^^^^ x\n  │\n",
    );
  });

  it("underlines a span of several lines", () => {
    const source = sourceOf("Conv(\n  1,\n  2\n) -> y");
    expect(
      frameOf(renderFinding(finding(at(source, "Conv(\n  1,\n  2\n)"), { label: "all of it" }))),
    ).toEqual([
      "  ┌─ churn.nnet:1:1",
      "  │",
      "1 │ Conv(",
      "  │ ^^^^^",
      "2 │   1,",
      "  │   ^^",
      "3 │   2",
      "  │   ^",
      "4 │ ) -> y",
      "  │ ^ all of it",
      "  │",
    ]);
  });

  it("shows only the ends of a long span", () => {
    const source = sourceOf(`Conv(\n${"  1,\n".repeat(20)}) -> y`);
    const text = renderFinding(finding({ source, start: 0, end: source.text.indexOf(")") + 1 }));
    expect(frameOf(text)).toEqual([
      "   ┌─ churn.nnet:1:1",
      "   │",
      " 1 │ Conv(",
      "   │ ^^^^^",
      "22 │ ) -> y",
      "   │ ^",
      "   │",
    ]);
  });

  it.each([
    ["", 0, "1 │\n  │ ^ more expected"],
    ["Dense(8", 7, "1 │ Dense(8\n  │        ^ more expected"],
    ["Dense(8)\n", 9, "2 │\n  │ ^ more expected"],
  ])("points at the end of %j", (text, offset, expected) => {
    const source = sourceOf(text);
    const span = { source, start: offset, end: offset };
    expect(renderFinding(finding(span, { label: "more expected" }))).toContain(expected);
  });

  it("shows a place in another file under that file's name", () => {
    const other = sourceOf("block B(n) = Dense(n)\n", "blocks.nnet");
    const text = renderFinding(
      finding(at(churn, "Dense(64, relu)"), {
        related: [{ span: at(other, "Dense(n)"), text: "made here" }],
      }),
    );
    expect(text).toContain(
      "  ├─ blocks.nnet:1:14\n  │\n1 │ block B(n) = Dense(n)\n  │              -------- made here",
    );
  });

  it("takes any text and any span", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "binary" }),
        fc.nat(),
        fc.nat(),
        fc.integer({ min: 1, max: 200 }),
        (text, a, b, width) => {
          const source = sourceOf(text);
          const [x, y] = [a % (text.length + 1), b % (text.length + 1)];
          const span = { source, start: Math.min(x, y), end: Math.max(x, y) };
          const printed = renderFinding(finding(span, { label: "here" }), { width });
          expect(printed).toContain("^");
          expect(printed.replaceAll("\n", "")).not.toMatch(/\p{Cc}/u);
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe("all findings", () => {
  const hint = finding(at(churn, "relu"), { severity: "hint", rule: "taste" });
  const warning = finding(at(churn, "Dropout(0.2)"));

  it("are printed in order of place, and counted", () => {
    const text = renderPretty([softmax, warning], ["churn.nnet"]);
    expect(text.indexOf("warning[lr-high]")).toBeLessThan(text.indexOf("error[softmax-one-unit]"));
    expect(text).toMatch(/\n\n1 error, 1 warning in churn\.nnet\n$/);
  });

  it("counts in words", () => {
    expect(summarize([softmax, softmax, warning], ["churn.nnet"])).toBe("2 errors, 1 warning in churn.nnet");
    expect(summarize([], ["churn.nnet"])).toBe("no findings in churn.nnet");
    expect(summarize([warning], ["a.nnet", "b.nnet", "c.nnet"])).toBe("1 warning in 3 files");
  });

  it("hides hints unless they are wanted", () => {
    expect(renderPretty([hint], ["churn.nnet"])).toBe(
      "no findings in churn.nnet (1 hint not shown: --hints)\n",
    );
    const shown = renderPretty([hint], ["churn.nnet"], { hints: true });
    expect(shown).toContain("hint[taste]");
    expect(shown).toContain("1 hint in churn.nnet\n");
  });

  it("paints severities and nothing else changes", () => {
    const mark = (letter: string) => (text: string) => `<${letter}>${text}</${letter}>`;
    const painted = renderPretty([softmax], ["churn.nnet"], {
      palette: {
        severity: { ...plainPalette.severity, error: mark("e") },
        strong: mark("s"),
        faint: mark("f"),
        related: mark("r"),
        fix: mark("x"),
      },
    });
    expect(painted).toContain("<e>error[softmax-one-unit]</e>");
    expect(painted).toContain("<e>^^^^^^^</e>");
    expect(painted).toContain("<r>-------------------</r>");
    expect(painted.replace(/<\/?[esfrx]>/g, "")).toBe(renderPretty([softmax], ["churn.nnet"]));
  });
});
