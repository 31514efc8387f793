import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compareDiagnostics } from "../../src/base/diagnostic.ts";
import { irFromJson, irToJson } from "../../src/model/ir-json.ts";
import { vocabulary } from "../../src/vocabulary.ts";
import { elaborated, modelOf, told } from "./elaborated.ts";

const seed = `w = 3
input image: u8[28, T, 4] in range(0, 255)
target digit: class(10)[2]
tower = Dense(2 * T, relu, name = first) -> Dropout(0.5)
h: f32[28, T, 4] = image -> tower -> (w > 3 ? relu : Dense(4))
output digit = h -> Rescaling(1 / 255) -> Dense(w)
output other = image -> Dense(2, trainable = false)
data { source = idx("a", labels = "b"), target = { digit = label }, split = [0.9, 0.1], normalize = zscore }
train { loss = { digit = 0.5 * mse }, metrics = { other = [mae] }, epochs = 3 }
`;

const pieces = [
  "(",
  ")",
  "[",
  "]",
  "{",
  "}",
  "->",
  "=",
  ":",
  ",",
  "~",
  "?",
  "1e999",
  "h",
  "image",
  "Dense",
  "none",
  '"x"',
  "\n",
  "- ",
];

/** The seed with a few cuts and insertions. */
const damaged = fc
  .array(fc.record({ at: fc.nat(seed.length), cut: fc.nat(12), put: fc.constantFrom("", ...pieces) }), {
    minLength: 1,
    maxLength: 4,
  })
  .map((edits) =>
    edits.reduce((text, { at, cut, put }) => text.slice(0, at) + put + text.slice(at + cut), seed),
  );

describe("damaged files", () => {
  it("begin as a sound one", () => {
    expect(modelOf(seed).outputs).toHaveLength(2);
  });

  it("are told of in findings with places, the same each time, and never thrown at", () => {
    fc.assert(
      fc.property(damaged, (text) => {
        const { model, diagnostics } = elaborated(text);
        for (const { span, message } of diagnostics) {
          expect(span.start).toBeGreaterThanOrEqual(0);
          expect(span.end).toBeLessThanOrEqual(text.length);
          expect(span.end).toBeGreaterThanOrEqual(span.start);
          expect(message).not.toMatch(/undefined|\[object|NaN/);
        }
        const again = elaborated(text).diagnostics;
        expect([...again].sort(compareDiagnostics).map(told)).toEqual(
          [...diagnostics].sort(compareDiagnostics).map(told),
        );
        if (model) expect(irToJson(irFromJson(irToJson(model), vocabulary))).toEqual(irToJson(model));
      }),
      { numRuns: 60 },
    );
  });
});
