/** What is proposed depends on what is asked: the target's kind decides which half of a wrong pair has to give way. */
import { describe, expect, it } from "vitest";
import { allRules } from "../../src/check/all-rules.ts";
import { applyFixes } from "../../src/check/apply-fixes.ts";
import { applyPrecedence } from "../../src/check/precedence.ts";
import { defineRule, type Rule } from "../../src/check/rule.ts";
import { findingsOf } from "./check-text.ts";
import { at, finding, sourceOf } from "./finding-at.ts";

const proposals: readonly (readonly [
  target: string,
  chain: string,
  loss: string,
  fix: string,
  safe: boolean,
])[] = [
  ["class(3)", "Dense(3, softmax)", "binary_crossentropy", "loss = sparse_categorical_crossentropy", true],
  ["onehot(3)", "Dense(3, softmax)", "binary_crossentropy", "loss = categorical_crossentropy", true],
  ["multilabel(3)", "Dense(3, softmax)", "binary_crossentropy", "Dense(3, sigmoid)", true],
  ["", "Dense(3, softmax)", "binary_crossentropy", "loss = categorical_crossentropy", false],
  ["class(3)", "Dense(3, sigmoid)", "sparse_categorical_crossentropy", "Dense(3, softmax)", true],
  ["multilabel(3)", "Dense(3, sigmoid)", "categorical_crossentropy", "loss = binary_crossentropy", true],
  ["", "Dense(3, sigmoid)", "categorical_crossentropy", "Dense(3, softmax)", false],
  ["class(4)", "Dense(1, softmax)", "sparse_categorical_crossentropy", "Dense(4, softmax)", true],
  [
    "binary",
    "Dense(1, softmax)",
    "categorical_crossentropy",
    "Dense(1, sigmoid), loss = binary_crossentropy",
    true,
  ],
  ["real", "Dense(1, softmax)", "mse", "Dense(1, linear)", false],
  ["class(4)", "Dense(1, sigmoid)", "sparse_categorical_crossentropy", "Dense(4, softmax)", true],
  ["class(4)", "Dense(1)", "sparse_categorical_crossentropy", "Dense(4, softmax)", true],
  ["class(4)", "Dense(1)", "sparse_categorical_crossentropy(from_logits = true)", "Dense(4)", true],
  ["binary", "Dense(1)", "categorical_crossentropy", "Dense(1, sigmoid), loss = binary_crossentropy", true],
  ["binary", "Dense(1, sigmoid)", "categorical_crossentropy", "loss = binary_crossentropy", true],
  ["class(10)", "Dense(10)", "sparse_categorical_crossentropy", "Dense(10, softmax)", true],
  [
    "class(10)",
    "Dense(10, use_bias = false)",
    "sparse_categorical_crossentropy",
    "Dense(10, use_bias = false, activation = softmax)",
    true,
  ],
  [
    "class(10)",
    "Dense(units = 10)",
    "sparse_categorical_crossentropy",
    "Dense(units = 10, activation = softmax)",
    true,
  ],
  ["class(10)", "Dense(10,)", "sparse_categorical_crossentropy", "Dense(10, softmax)", true],
  ["binary", "Dense(1, relu)", "binary_crossentropy", "Dense(1, sigmoid)", false],
  ["binary", "Dense(1) -> relu", "binary_crossentropy", "sigmoid", false],
  ["binary", "Dense(1) -> Activation(tanh)", "binary_crossentropy", "Activation(sigmoid)", false],
  ["class(3)", "Dense(3, softmax)", "mse", "loss = sparse_categorical_crossentropy", false],
  ["onehot(3)", "Dense(3, softmax)", "mse", "loss = categorical_crossentropy", false],
  ["class(2)", "Dense(1, sigmoid)", "mse", "loss = binary_crossentropy", false],
  [
    "class(3)",
    "Dense(3, sigmoid)",
    "mse",
    "Dense(3, softmax), loss = sparse_categorical_crossentropy",
    false,
  ],
  ["multilabel(3)", "Dense(3, sigmoid)", "mse", "loss = binary_crossentropy", false],
  [
    "binary",
    "Dense(1, sigmoid)",
    "binary_crossentropy(from_logits = true)",
    "loss = binary_crossentropy, without from_logits",
    true,
  ],
  [
    "binary",
    "Dense(1, sigmoid)",
    "binary_crossentropy(from_logits = true, label_smoothing = 0.1)",
    "loss = binary_crossentropy, without from_logits",
    true,
  ],
  [
    "multilabel(3)",
    "Dense(3, softmax)",
    "binary_crossentropy(from_logits = true)",
    "Dense(3, linear)",
    false,
  ],
];

describe("the fix for", () => {
  it.each(proposals)("target %s of %s under %s is %s", (target, chain, loss, title, safe) => {
    const declared = target === "" ? "" : `target y: ${target}\n`;
    const text = `${declared}Dense(8, relu) -> ${chain}\ntrain { loss = ${loss} }\n`;
    const found = findingsOf(text).filter(({ rule }) => allRules.some(({ name }) => name === rule));
    expect(found).toHaveLength(1);
    expect(found[0]?.fix).toMatchObject({ title, safe });
    expect(findingsOf(applyFixes(text, found, { unsafe: true }).text)).toEqual([]);
  });

  it("keeps other arguments of the loss", () => {
    const text =
      "Dense(1, sigmoid)\ntrain { loss = binary_crossentropy(label_smoothing = 0.1, from_logits = true) }\n";
    expect(applyFixes(text, findingsOf(text)).text).toContain(
      "loss = binary_crossentropy(label_smoothing = 0.1) }",
    );
    const first = text.replace(
      "label_smoothing = 0.1, from_logits = true",
      "from_logits = true, label_smoothing = 0.1",
    );
    expect(applyFixes(first, findingsOf(first)).text).toContain(
      "loss = binary_crossentropy(label_smoothing = 0.1) }",
    );
  });

  it("keeps layout and comments outside the edit", () => {
    const text =
      "# tab\tand blanks  \r\nDense( 8 ,relu)   ->\r\n  Dense(\r\n    10  # ten digits\r\n  )\r\ntrain { loss=sparse_categorical_crossentropy }";
    const [found] = findingsOf(text);
    expect(found?.rule).toBe("crossentropy-unbounded-output");
    const fixed = applyFixes(text, found ? [found] : []).text;
    expect(fixed.startsWith("# tab\tand blanks  \r\nDense( 8 ,relu)   ->\r\n  Dense(\r\n    10")).toBe(true);
    expect(findingsOf(fixed)).toEqual([]);
  });
});

describe("precedence", () => {
  const source = sourceOf("Dense(1, softmax) -> Dense(2)");
  const rule = (name: string, overrides: readonly string[] = []): Rule =>
    defineRule({ ...(allRules[0] as Rule), name, overrides });
  const found = (one: Rule, piece: string, subject: object = {}) => ({
    rule: one,
    subject,
    diagnostic: finding(at(source, piece), { rule: one.name }),
  });
  const shown = (list: ReturnType<typeof applyPrecedence>) =>
    list.map(({ rule: name, also }) => [name, ...(also ?? [])].join(" +"));

  it("holds where places overlap, though the rules looked at different things", () => {
    const findings = [found(rule("strong", ["weak"]), "softmax"), found(rule("weak"), "Dense(1, softmax)")];
    expect(shown(applyPrecedence(findings))).toEqual(["strong +weak"]);
  });

  it("does not hold elsewhere", () => {
    const findings = [found(rule("strong", ["weak"]), "softmax"), found(rule("weak"), "Dense(2)")];
    expect(shown(applyPrecedence(findings))).toEqual(["strong", "weak"]);
  });

  it("names the losers of losers", () => {
    const subject = {};
    const findings = [
      found(rule("weakest"), "Dense(2)", subject),
      found(rule("strong", ["weak"]), "softmax", subject),
      found(rule("weak", ["weakest"]), "Dense(1", subject),
    ];
    expect(shown(applyPrecedence(findings))).toEqual(["strong +weak +weakest"]);
  });
});
