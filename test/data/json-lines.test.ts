/** JSON lines: rows as objects, and everything that is none. */
import { describe, expect, test } from "vitest";
import { locateIn } from "../../src/data/locate.ts";
import { readDataHeader } from "../../src/data/read-header.ts";
import { load, specOf, userError } from "./data-of.ts";
import { memoryHost } from "./memory-host.ts";

const section = 'source = jsonl("a.jsonl")';
const rows = [
  '{"age": 31, "home": "Turku", "seen": true, "wave": [[1, 2], [3, 4]]}',
  "",
  '{"age": 1.5, "home": null, "seen": false, "wave": [[5, 6], [7, 8]], "late": 3}',
  '{"home": "Åbo", "seen": true, "wave": [[9, 10], [11, 12]]}',
].join("\r\n");

const header = (text: string) => {
  const host = memoryHost({ "a.jsonl": text });
  return readDataHeader(host, specOf(section), locateIn(host));
};

describe("JSON lines", () => {
  test("keys are columns: numbers, texts, flags, arrays", async () => {
    const { rows: count, fields } = await header(rows);
    expect(count).toBe(3);
    expect(fields).toMatchObject([
      { name: "age", type: "number", missing: 1, integer: false },
      { name: "home", type: "text", missing: 1, categories: ["Turku", "Åbo"] },
      { name: "seen", type: "number", integer: true, categories: ["0", "1"] },
      { name: "wave", kind: "array", shape: [2, 2], dtype: "i32" },
      { name: "late", type: "number", missing: 2 },
    ]);
  });

  test("whole numbers in arrays may be indices, and messages name the line", async () => {
    const { train } = await load(
      `${section} features = wave target = seen`,
      { "a.jsonl": rows },
      { integerInputs: ["x"] },
    );
    expect(train.features.x?.values).toEqual(Int32Array.from({ length: 12 }, (_, i) => i + 1));
    const error = await userError(load(`${section} features = age target = seen`, { "a.jsonl": rows }));
    expect([error.message, error.place]).toEqual(["column age of a.jsonl has a missing value", "a.jsonl:4"]);
  });

  test("a large file is sampled, and its last line may be cut", async () => {
    const line = `${JSON.stringify({ x: 1, y: "a".repeat(1000) })}\n`;
    const { rows: count, sampled } = await header(line.repeat(6000));
    expect(sampled).toBe(true);
    expect(Math.abs(count - 6000)).toBeLessThan(10);
  });

  test.each([
    ["nothing", "", "a.jsonl is empty: it has no rows", "a.jsonl"],
    ["a cut line", '{"a": 1}\n{"a": 2, "b', 'line 2 of a.jsonl is not JSON: {"a": 2, "b', "a.jsonl:2"],
    ["NaN", '{"a": NaN}', 'line 1 of a.jsonl is not JSON: {"a": NaN}', "a.jsonl:1"],
    ["one document", '[\n{"a": 1}\n]', "line 1 of a.jsonl is not JSON: [", "a.jsonl:1"],
    ["lists for rows", "[1, 2]\n[3, 4]", "line 1 of a.jsonl is not an object: [1, 2]", "a.jsonl:1"],
    [
      "two kinds in a column",
      '{"a": 1}\n{"a": "x"}',
      "a is a text here and a number in rows before",
      "a.jsonl:2",
    ],
    ["an object in an object", '{"a": {"b": 1}}', "a holds an object", "a.jsonl:1"],
    [
      "a ragged array",
      '{"a": [[1, 2], [3]]}',
      "a is a ragged or empty array, or holds more than numbers",
      "a.jsonl:1",
    ],
    [
      "arrays of two shapes",
      '{"a": [1, 2]}\n{"a": [1, 2, 3]}',
      "a has the shape [3] here and [2] in rows before",
      "a.jsonl:2",
    ],
    [
      "an array of texts",
      '{"a": ["x"]}',
      "a is a ragged or empty array, or holds more than numbers",
      "a.jsonl:1",
    ],
    [
      "an array that comes late",
      '{"b": 1}\n{"a": [1]}',
      "a holds an array here, and rows before have none",
      "a.jsonl:2",
    ],
    [
      "an array that is missing",
      '{"a": [1]}\n{"a": null}',
      "a holds null, where other rows have an array",
      "a.jsonl:2",
    ],
    ["an array that ends early", '{"a": [1]}\n{"b": 2}', "a has no array here", "a.jsonl:2"],
    [
      "another format",
      Uint8Array.of(0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59),
      "a.jsonl is an array of NumPy, not text with one JSON object a line",
      "a.jsonl",
    ],
    [
      "bytes",
      Uint8Array.of(1, 2, 0, 3),
      "a.jsonl is a binary file, not text with one JSON object a line",
      "a.jsonl",
    ],
  ])("with %s is one clear error", async (_, text, message, place) => {
    const error = await userError(load(`${section} features = a target = b`, { "a.jsonl": text }));
    expect([error.message, error.place, error.exitCode]).toEqual([message, place, 2]);
  });

  test("more keys than columns", async () => {
    const lines = Array.from({ length: 10_001 }, (_, i) => `{"k${i}": 1}`).join("\n");
    const error = await userError(load(section, { "a.jsonl": lines }));
    expect(error.message).toBe("a.jsonl has more than 10,000 different keys");
  });
});
