/** Places in text, near names, hashes. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compareDiagnostics, type Diagnostic } from "../../src/base/diagnostic.ts";
import { bytesOfArray, sha256 } from "../../src/base/sha256.ts";
import { joinSpans, lineText, positionOf, spanText } from "../../src/base/source.ts";
import { editDistance, suggest } from "../../src/base/suggest.ts";

const source = { name: "a.nnet", text: "one\r\ntwo\rthree\n\nfive" };

describe("places", () => {
  test("lines end with any line break", () => {
    expect([1, 2, 3, 4, 5, 6].map((line) => lineText(source, line))).toEqual([
      "one",
      "two",
      "three",
      "",
      "five",
      "",
    ]);
    expect(positionOf(source, 0)).toEqual({ line: 1, column: 1 });
    expect(positionOf(source, source.text.indexOf("two"))).toEqual({ line: 2, column: 1 });
    expect(positionOf(source, source.text.indexOf("ree"))).toEqual({ line: 3, column: 3 });
    expect(positionOf(source, source.text.length)).toEqual({ line: 5, column: 5 });
  });

  test("spans join and give their text", () => {
    const a = { source, start: 0, end: 3 };
    const b = { source, start: 5, end: 8 };
    expect(spanText(joinSpans(b, a))).toBe("one\r\ntwo");
  });

  test("findings are ordered by file, place and rule", () => {
    const finding = (rule: string, start: number, name = "a"): Diagnostic => ({
      rule,
      severity: "error",
      message: "",
      span: { source: { name, text: "" }, start, end: start + 1 },
    });
    const findings = [finding("b", 3), finding("a", 3), finding("z", 1), finding("a", 0, "b")];
    expect(
      [...findings]
        .sort(compareDiagnostics)
        .map(({ rule, span }) => `${span.source.name}${span.start}${rule}`),
    ).toEqual(["a1z", "a3a", "a3b", "b0a"]);
  });
});

describe("near names", () => {
  test("what was meant", () => {
    expect(suggest("Dens", ["Dense", "Dropout"])).toBe("Dense");
    expect(suggest("dens", ["Dropout", "Dense"])).toBe("Dense");
    expect(suggest("dense", ["Dropout", "Dense"])).toBe("Dense");
    expect(suggest("softmx", ["softmax", "softplus"])).toBe("softmax");
    expect(suggest("xyz", ["Dense", "Dropout"])).toBeUndefined();
    expect(suggest("rleu", ["relu", "elu"])).toBe("relu");
    expect(suggest("meanSquaredError", ["MeanSquaredError", "mean_squared_error"])).toBe(
      "mean_squared_error",
    );
    expect(suggest("lr", ["learning_rate", "beta_1"])).toBe("learning_rate");
    expect(suggest("b1", ["beta_1", "beta_2"])).toBe("beta_1");
    expect(suggest("ki", ["kernel_initializer", "k_i"])).toBe("k_i");
    expect(suggest("lr", ["learning_rate", "left_right"])).toBeUndefined();
    expect(suggest("batchsize", ["batch_size", "bathsize"])).toBe("batch_size");
  });

  test("the distance is symmetric, and zero only for equal text", () => {
    const word = fc.string({ maxLength: 8 });
    fc.assert(
      fc.property(word, word, (a, b) => {
        expect(editDistance(a, b)).toBe(editDistance(b, a));
        expect(editDistance(a, b) === 0).toBe(a === b);
      }),
    );
  });
});

test("SHA-256 of the parts together (FIPS 180-2, appendix B)", async () => {
  const abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
  expect(await sha256(["abc"])).toBe(abc);
  expect(await sha256(["a", new Uint8Array([98]), "c"])).toBe(abc);
  expect(await sha256([])).toBe("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  expect(bytesOfArray(new Float32Array([0, 1, 2]).subarray(1, 2))).toEqual(new Uint8Array([0, 0, 128, 63]));
});
