import { describe, expect, it } from "vitest";
import type { ColumnHeader, DataHeader } from "../../src/data/header.ts";
import { checkText } from "./check-text.ts";

function column(name: string, minimum: number, maximum: number): ColumnHeader {
  const statistics = { minimum, maximum, mean: (minimum + maximum) / 2, deviation: (maximum - minimum) / 4 };
  return { kind: "column", name, type: "number", integer: false, missing: 0, statistics };
}

function header(...fields: readonly ColumnHeader[]): DataHeader {
  return { source: "a.csv", rows: 500, fields, sampled: false };
}

const flat = header(column("rooms", 1, 9), column("area", 20, 400), column("price", -2, 3));

/** What is said of a rate that only scaled data bears. */
function rateFindings(text: string, data?: DataHeader): string[] {
  return checkText(text, data ? { header: data } : {})
    .filter(({ rule, severity }) => rule === "lr-high" || severity === "error")
    .map(({ rule, evidence }) => `${rule} ${evidence?.column}`);
}

const sgd = "train { loss = mse, optimizer = SGD(0.2) }\n";
const chain = "Dense(8, relu) -> Dense(1)\n";
const data = (more = "") =>
  `data { source = csv("a.csv"), features = [rooms, area], target = price${more} }\n`;

describe("a rate of SGD that scaled data bears", () => {
  it("is told where a feature is far from 0, with the feature", () => {
    expect(rateFindings(chain + data() + sgd, flat)).toEqual(["lr-high area"]);
  });

  it("is silent where the data section scales", () => {
    for (const how of [", normalize = zscore", ", normalize = minmax", ", normalize = scale(1 / 400)"]) {
      expect(rateFindings(chain + data(how) + sgd, flat)).toEqual([]);
    }
    expect(rateFindings(chain + data(", normalize = scale(1 / 2)") + sgd, flat)).toEqual(["lr-high area"]);
  });

  it("is silent where a layer scales", () => {
    expect(rateFindings(`Rescaling(1 / 400) -> ${chain}${data()}${sgd}`, flat)).toEqual([]);
  });

  it("is silent without data, and for features near 0", () => {
    expect(rateFindings(chain + data() + sgd)).toEqual([]);
    const near = header(column("rooms", 1, 9), column("area", 0, 4), column("price", -2, 3));
    expect(rateFindings(chain + data() + sgd, near)).toEqual([]);
  });

  it("is told for targets far from 0 of a regression", () => {
    const far = header(column("rooms", 1, 9), column("area", 0, 4), column("price", 1e5, 9e5));
    expect(rateFindings(chain + data() + sgd, far)).toEqual(["lr-high price"]);
  });

  it("asks a declared range where there is no data section", () => {
    const declared = "input image: u8[4, 4] in range(0, 255)\nimage -> Flatten() -> Dense(1)\n";
    expect(rateFindings(declared + sgd)).toEqual(["lr-high image"]);
    expect(rateFindings(declared.replace("Flatten()", "Rescaling(1 / 255) -> Flatten()") + sgd)).toEqual([]);
  });

  it("does not matter to optimizers that divide by the gradient's size, nor at everyday rates", () => {
    for (const optimizer of ["Adam(0.01)", "SGD(0.1)", "SGD(0.01, momentum = 0.9)"]) {
      expect(rateFindings(`${chain}${data()}train { loss = mse, optimizer = ${optimizer} }\n`, flat)).toEqual(
        [],
      );
    }
  });
});
