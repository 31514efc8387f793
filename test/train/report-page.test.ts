/** The page of a run: whole, escaped, without anything from outside, and small however long the run. */
import { XMLValidator } from "fast-xml-parser";
import { describe, expect, test } from "vitest";
import { analyse } from "../../src/compile.ts";
import type { EpochRecord } from "../../src/train/checkpoint.ts";
import { curves } from "../../src/train/report/curves.ts";
import { reportPage } from "../../src/train/report/report-page.ts";

const text = `# <script>alert("a & b")</script>
input x: f32[3]
target y: real
x -> Dense(8, tanh, trainable = false) -> Dense(1)
train { loss = mse  optimizer = Adam(0.02)  epochs = 2  seed = 5 }
`;

const history: EpochRecord[] = [
  { epoch: 1, step: 2, logs: { loss: 3, val_loss: 2.5, mae: 1, learning_rate: 0.02 } },
  {
    ...{ epoch: 2, step: 4, logs: { loss: 1.25, val_loss: 2.75, mae: Number.NaN, learning_rate: 0.02 } },
    findings: [{ rule: "dead-units", severity: "warning", message: "a <b> & c", line: 4 }],
  },
];

async function pageOf(records: readonly EpochRecord[], stopped?: string): Promise<string> {
  const { model } = await analyse({ name: "m.nnet", text });
  if (!model?.train) throw new Error("no model");
  const part = { rows: 20, features: {}, targets: {} };
  return reportPage({
    ...{ model, train: model.train, source: text, set: ["width=3"], hash: "ab12", duration: "0.8 s" },
    dataset: {
      ...{ train: part, validation: { ...part, rows: 7 }, notes: ["2 rows were left out"] },
      preprocessing: { features: { x: { shape: [3], dtype: "float", terms: [] } }, targets: {} },
    },
    result: {
      ...{ status: "finished", history: records, ...(stopped === undefined ? {} : { stopped }) },
      progress: { epochs: 2, position: 0, step: 4, tally: undefined, history: [] },
    },
    test: { loss: 1.5 },
    versions: { nnet: "9.9.9" },
  });
}

describe("the page of a run", () => {
  test("is well-formed, holds the figures and nothing from outside", async () => {
    const page = await pageOf(history, "the loss stood still");
    expect(XMLValidator.validate(page.replace(/^<!DOCTYPE html>\n/, ""))).toBe(true);
    for (const part of [
      "Stopped after 2 epochs, 4 steps; 0.8 s in the last call; the loss stood still",
      '<th scope="row">loss</th><td>1.25</td><td>2.75</td><td>2.5 in epoch 1</td><td>1.5</td>',
      "<td>a &lt;b&gt; &amp; c</td>",
      '<th scope="row">dense</th><td>Dense</td><td>[8]</td><td>32</td><td>frozen</td>',
      "41 parameters, 9 of them trained.",
      '<th scope="row">rows to validate</th><td>7</td>',
      '<th scope="row">seed</th><td>5</td>',
      '<th scope="row">learning rate</th><td>0.02</td>',
      "<td>width=3</td>",
      "<td>ab12</td>",
      "<td>9.9.9</td>",
      "2 rows were left out",
      "&lt;script&gt;",
    ])
      expect(page).toContain(part);
    expect(page).not.toMatch(/<script|\b(href|src)=|url\(|https?:|NaN,|undefined/);
  });

  test("says so where no epoch is over and nothing was found", async () => {
    const page = await pageOf([]);
    expect(XMLValidator.validate(page.replace(/^<!DOCTYPE html>\n/, ""))).toBe(true);
    expect(page).not.toContain("<svg");
    expect(page).toContain("Nothing.");
  });

  test("ten thousand epochs are a small drawing that keeps its ends and extremes", () => {
    const long = Array.from({ length: 10_000 }, (_, i) => ({
      ...{ epoch: i + 1, step: i + 1 },
      logs: { loss: i === 7321 ? 50 : 2 + Math.sin(i), val_loss: 1 + 1 / (i + 1) },
    }));
    const drawn = curves(long);
    expect(drawn.length).toBeLessThan(12_000);
    expect(drawn).toContain(">50</text>");
    expect(drawn).toContain(">10000</text>");
    const points = /<polyline class="train" points="([^"]*)"/.exec(drawn)?.[1]?.split(" ") ?? [];
    expect(points[0]?.startsWith("58,")).toBe(true);
    expect(points.at(-1)?.startsWith("408,")).toBe(true);
    expect(points.filter((point) => point.endsWith(",12"))).toHaveLength(1);
  });
});
