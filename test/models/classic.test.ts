/** Every network of models/classic: right by the checker, formatted, compiled, and trained on rows made here. */
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it, test } from "vitest";
import { analyse, cpuEngine } from "../../src/compile.ts";
import { formatModel } from "../../src/format-model.ts";
import type { Override } from "../../src/model/overrides.ts";
import { trainModel } from "../../src/train/train-model.ts";
import { loudFindings } from "../check/check-text.ts";
import { madeRows } from "./made-rows.ts";

const folder = "models/classic";
const files = readdirSync(folder).filter((name) => name.endsWith(".nnet"));
const host = { now: () => performance.now() / 1000, pause: async () => undefined };

/** Smaller than the file's, where its own size takes long to train or much memory. */
const smaller: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  "alexnet.nnet": { size: 67, hidden: 32, classes: 10, scale: 0.125 },
  "vgg-16.nnet": { size: 32, width: 4, hidden: 32, classes: 10 },
  "resnet-18.nnet": { width: 4 },
  "mobilenet.nnet": { alpha: 0.125 },
  "u-net.nnet": { width: 4 },
  "small-gpt.nnet": { dim: 32, depth: 2 },
  "bidirectional-lstm.nnet": { length: 4, vocab: 500 },
  "character-rnn.nnet": { length: 5 },
  "gru-forecaster.nnet": { steps: 5 },
  "lstm-forecaster.nnet": { steps: 5 },
  "sequence-labels.nnet": { length: 5 },
  "encoder-decoder.nnet": { dim: 16, long: 3, most: 4 },
  "next-frame.nnet": { filters: 4 },
  "transformer-encoder.nnet": { length: 40, vocab: 500 },
};

test("the classic networks stand for many kinds", () => {
  expect(files.length).toBeGreaterThanOrEqual(40);
});

describe.each(files)("models/classic/%s", (name) => {
  const text = readFileSync(`${folder}/${name}`, "utf8");

  it("gives no error and no warning", () => {
    const findings = loudFindings(text);
    expect(findings.map(({ rule, severity, message }) => `${severity} ${rule}: ${message}`)).toEqual([]);
  });

  it("is formatted, and says what it is", () => {
    expect(formatModel({ name, text })).toEqual({ text });
    expect(text).toMatch(/^# /);
  });

  it("trains", async () => {
    const changes = Object.entries({ ...smaller[name], "train.epochs": 2, "train.batch_size": 2 });
    const overrides: Override[] = changes.map(([param, value]) => ({ name: param, text: String(value) }));
    const { model, diagnostics } = await analyse({ name, text }, undefined, { overrides });
    expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
    if (!model) throw new Error(`${name} makes no model`);
    const dataset = madeRows(model, 2);
    const { history, session } = await trainModel({ model, dataset, engine: cpuEngine, host });
    expect(history.map(({ logs }) => Number.isFinite(logs.loss))).toEqual([true, true]);
    expect(Array.from(session.state.weights ?? []).every(Number.isFinite)).toBe(true);
  });
});
