/** Every loss with every kind of output and of target: what facts say is right is met with silence, all else is told. */
import { describe, expect, it } from "vitest";
import { defaults, lossCells } from "../../grammar/loss-table.ts";

const cells = lossCells();

describe("of all combinations of loss, output and target", () => {
  it("there are several hundred", () => {
    expect(cells.length).toBeGreaterThan(900);
    expect(cells.filter(({ right }) => right).length).toBeGreaterThan(40);
  });

  it("the right ones are met with silence", () => {
    const told = cells.filter(({ right, found }) => right && found.length > 0);
    expect(told.map(({ name, found }) => `${name}: ${found.map(({ rule }) => rule)}`)).toEqual([]);
  });

  it("cross-entropies of another kind of label are told", () => {
    const silent = cells.filter(
      ({ facts, target, found }) =>
        facts.reads !== "number" &&
        !facts.targets.includes(target.kind) &&
        // A row of shares and a one-hot row are read alike by losses of overlap.
        !(target.kind === "distribution" && facts.targets.includes("onehot")) &&
        found.length === 0,
    );
    expect(silent.map(({ name }) => name)).toEqual([]);
  });

  it("cross-entropies of no probability are told", () => {
    const silent = cells.filter(({ facts, activation, found }) => {
      const [low, high] = activation.facts(defaults(activation)).range;
      return facts.reads !== "number" && !facts.fromLogits && (low < 0 || high > 1) && found.length === 0;
    });
    expect(silent.map(({ name }) => name)).toEqual([]);
  });

  it("classes that are taken for amounts are told, and amounts that are squeezed", () => {
    const silent = cells.filter(({ facts, target, activation, found }) => {
      if (facts.reads !== "number" || facts.task !== "regression" || target.kind === "distribution")
        return false;
      const classes = ["binary", "class", "onehot", "multilabel"].includes(target.kind);
      const squeezed = activation.facts(defaults(activation)).output !== undefined;
      return (classes || squeezed) && found.length === 0;
    });
    expect(silent.map(({ name }) => name)).toEqual([]);
  });

  it("none is told more than two things", () => {
    const many = cells.filter(({ found }) => found.length > 2);
    expect(many.map(({ name, found }) => `${name}: ${found.map(({ rule }) => rule)}`)).toEqual([]);
  });
});
