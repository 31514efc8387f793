/**
 * Faults as people ask about them (Stack Overflow, GitHub, the benchmarks of NeuraLint, UMLAUT, DeepLocalize, AUTOTRAINER, DeepFD and
 * DeepDiagnosis), each with the rule that must say it aloud; and correct networks of many kinds, of which nothing is said.
 */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { exampleTable, nameColumn, numberColumn } from "../../src/check/example-data.ts";
import type { ColumnHeader, DataHeader } from "../../src/data/header.ts";
import { loudFindings } from "./check-text.ts";

interface Program {
  readonly name: string;
  readonly rule: string;
  readonly text: string;
}

/** `=== name | rule`, and the program below. */
function programs(file: string): readonly Program[] {
  const parts = readFileSync(new URL(file, import.meta.url), "utf8")
    .split(/^=== /m)
    .slice(1);
  return parts.map((part) => {
    const end = part.indexOf("\n");
    const [name = "", rule = ""] = part.slice(0, end).split(" | ");
    return { name, rule, text: part.slice(end + 1) };
  });
}

function rulesOf(text: string, header?: DataHeader): readonly string[] {
  return loudFindings(text, { header }).flatMap(({ rule, also = [] }) => [rule, ...also]);
}

function whole(name: string, low: number, high: number): ColumnHeader {
  const values = Array.from({ length: high - low + 1 }, (_, i) => String(low + i));
  const labels = high - low < 12 ? { categories: values, counts: values.map(() => 30) } : {};
  return numberColumn(name, low, high, { integer: true, ...labels });
}

const table: readonly (readonly [
  what: string,
  rule: string,
  columns: readonly ColumnHeader[],
  text: string,
])[] = [
  [
    "salaries and ages as they are",
    "inputs-unscaled",
    [whole("age", 18, 90), whole("salary", 9_000, 250_000), whole("y", 0, 1)],
    "Dense(6, relu) -> Dense(1, sigmoid)\ntrain { loss = binary_crossentropy, epochs = 100 }",
  ],
  [
    "prices in hundreds of thousands",
    "targets-unscaled",
    [numberColumn("area", -2, 2), numberColumn("y", 50_000, 900_000)],
    "Dense(64, relu) -> Dense(1)\ntrain { loss = mse, epochs = 100 }",
  ],
  [
    "a sigmoid for amounts of both signs",
    "output-range-vs-targets",
    [numberColumn("a", -2, 2), numberColumn("y", -8, 8)],
    "Dense(64, relu) -> Dense(1, sigmoid)\ntrain { loss = mse, epochs = 100 }",
  ],
  [
    "one sigmoid for three classes",
    "loss-vs-task",
    [numberColumn("a", -2, 2), nameColumn("y", { a: 100, b: 100, c: 100 })],
    "Dense(10, relu) -> Dense(1, sigmoid)\ntrain { loss = binary_crossentropy, epochs = 100 }",
  ],
  [
    "four units for three classes",
    "output-vs-targets",
    [numberColumn("a", -2, 2), nameColumn("y", { a: 100, b: 100, c: 100 })],
    "Dense(10, relu) -> Dense(4, softmax)\ntrain { loss = sparse_categorical_crossentropy, epochs = 100 }",
  ],
  [
    "class numbers for a loss of one-hot rows",
    "label-encoding",
    [numberColumn("a", -2, 2), whole("y", 0, 2)],
    "Dense(10, relu) -> Dense(3, softmax)\ntrain { loss = categorical_crossentropy, epochs = 100 }",
  ],
  [
    "an LSTM on a table",
    "rank-mismatch",
    [numberColumn("a", -2, 2), whole("y", 0, 1)],
    "LSTM(8) -> Dense(1, sigmoid)\ntrain { loss = binary_crossentropy, epochs = 100 }",
  ],
  [
    "one epoch of a small table",
    "few-epochs",
    [numberColumn("a", -2, 2), whole("y", 0, 1)],
    "Dense(10, relu) -> Dense(1, sigmoid)\ntrain { loss = binary_crossentropy, epochs = 1 }",
  ],
  [
    "logarithms of amounts of both signs",
    "negative-output",
    [numberColumn("a", -2, 2), numberColumn("y", -8, 8)],
    "Dense(10, relu) -> Dense(1, softplus)\ntrain { loss = msle, epochs = 100 }",
  ],
];

describe("a fault in the file:", () => {
  it.each(programs("faults.txt"))("$name", ({ rule, text }) => {
    expect(rulesOf(text)).toContain(rule);
  });
});

describe("a fault that the data shows:", () => {
  it.each(table)("%s", (_, rule, columns, text) => {
    const data = 'data { source = csv("table.csv"), target = y, split = [0.8, 0.2] }';
    expect(rulesOf(`${text}\n${data}\n`, exampleTable(300, columns))).toContain(rule);
  });
});

describe("nothing is said of", () => {
  it.each(programs("correct.txt"))("$name", ({ text }) => {
    expect(rulesOf(text)).toEqual([]);
  });
});
