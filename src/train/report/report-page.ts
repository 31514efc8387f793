/** A run on one page for people: HTML that needs nothing else, neither scripts nor files nor a network. */
import { showDim, showShape } from "../../base/dim.ts";
import { escapeXml } from "../../base/escape-xml.ts";
import type { Dataset } from "../../data/dataset.ts";
import { showFigure } from "../../library/monitored.ts";
import type { ModelIR, TrainIR } from "../../model/ir.ts";
import { summarize } from "../../model/summary.ts";
import type { Instance } from "../../words/word.ts";
import { type EpochRecord, recordPlace } from "../checkpoint.ts";
import type { Logs } from "../tally.ts";
import type { TrainResult } from "../training-run.ts";
import { curves } from "./curves.ts";
import { reportStyle } from "./report-style.ts";

export interface ReportFacts {
  readonly model: ModelIR;
  readonly train: TrainIR;
  readonly dataset: Dataset;
  readonly result: Pick<TrainResult, "status" | "stopped" | "history" | "progress" | "unfinished">;
  /** Figures of the test rows, where there are any. */
  readonly test?: Logs | undefined;
  /** The text of the model file, and what was set from outside. */
  readonly source: string;
  readonly set: readonly string[];
  /** Of the weights, as `nnet train` prints it. */
  readonly hash: string;
  /** How long this call has trained, as people say it. */
  readonly duration: string;
  /** Of programs, by name. */
  readonly versions: Readonly<Record<string, string>>;
}

/** Layers beyond that are counted and not listed: the page stays one. */
const mostLayers = 300;
const mostFindings = 60;

export function reportPage(facts: ReportFacts): string {
  const { model, result } = facts;
  const title = escapeXml(model.name);
  return [
    '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"/>',
    '<meta name="viewport" content="width=device-width, initial-scale=1"/>',
    `<title>${title}: a training</title><style>${reportStyle}</style></head><body><main>`,
    `<header><h1>${title}</h1><p>${escapeXml(howItEnded(facts))}</p></header>`,
    result.history.length > 0 ? section("Curves", legend(facts) + figures(result.history)) : "",
    section("Figures", table(["", "training", "validation", "best validation", "test"], figureRows(facts))),
    section("What the watch found", findings(toldEpochs(result))),
    section("Layers", layers(model)),
    section("Data", table(["", ""], dataRows(facts)) + notes(facts.dataset)),
    section("How it was made", table(["", ""], madeRows(facts))),
    section("The model file", `<pre>${escapeXml(facts.source)}</pre>`),
    "</main></body></html>\n",
  ].join("\n");
}

const beginnings: Readonly<Record<TrainResult["status"], string>> = {
  finished: "Trained for",
  interrupted: "Interrupted after",
  broken: "Broken off after",
};

function howItEnded({ result, duration }: ReportFacts): string {
  const { status, stopped, progress } = result;
  const how = stopped !== undefined && status === "finished" ? "Stopped after" : beginnings[status];
  const epochs = `${progress.epochs} ${progress.epochs === 1 ? "epoch" : "epochs"}`;
  const why = stopped === undefined ? "" : `; ${stopped}`;
  return `${how} ${epochs}, ${progress.step} steps; ${duration} in the last call${why}`;
}

/** The epochs, and the one that was never complete. */
function toldEpochs({ history, progress, unfinished = [] }: ReportFacts["result"]): readonly EpochRecord[] {
  if (unfinished.length === 0) return history;
  const { epochs, step } = progress;
  return [...history, { epoch: epochs + 1, step, logs: {}, findings: unfinished }];
}

function section(title: string, content: string): string {
  return `<section><h2>${title}</h2>${content}</section>`;
}

function legend({ dataset }: ReportFacts): string {
  const validation = dataset.validation ? '<span class="key val">validation</span>' : "";
  return `<p class="legend"><span class="key train">training</span>${validation}</p>`;
}

function figures(history: readonly EpochRecord[]): string {
  return `<div class="curves">${curves(history)}</div>`;
}

/** Texts are escaped; the first of a row is its head. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = (row: readonly string[]) =>
    row
      .map((cell, i) => (i === 0 ? `<th scope="row">${escapeXml(cell)}</th>` : `<td>${escapeXml(cell)}</td>`))
      .join("");
  const titles = head.map((name) => `<th scope="col">${escapeXml(name)}</th>`).join("");
  const top = head.every((name) => name === "") ? "" : `<thead><tr>${titles}</tr></thead>`;
  const body = rows.map((row) => `<tr>${cells(row)}</tr>`).join("\n");
  return `<div class="wide"><table class="${top === "" ? "facts" : "list"}">${top}<tbody>${body}</tbody></table></div>`;
}

function figureRows({ result, test, train }: ReportFacts): string[][] {
  const last = result.history.at(-1)?.logs ?? {};
  const names = Object.keys({ ...last, ...test }).filter((name) => !name.startsWith("val_"));
  const falls = new Set(["loss", ...Object.keys(train.losses).map((output) => `${output}_loss`)]);
  return names.map((name) => [
    name,
    figure(last[name]),
    figure(last[`val_${name}`]),
    falls.has(name) ? lowest(result.history, `val_${name}`) : "",
    figure(test?.[name]),
  ]);
}

function figure(value: number | undefined): string {
  return value === undefined ? "" : showFigure(value);
}

function lowest(history: readonly EpochRecord[], name: string): string {
  let best: { readonly epoch: number; readonly value: number } | undefined;
  for (const { epoch, logs } of history) {
    const value = logs[name];
    if (value !== undefined && (best === undefined || value < best.value)) best = { epoch, value };
  }
  return best === undefined ? "" : `${showFigure(best.value)} in epoch ${best.epoch}`;
}

function findings(history: readonly EpochRecord[]): string {
  const all = history.flatMap(({ epoch, findings = [] }) =>
    findings.map((finding) => [
      finding.rule,
      finding.severity,
      `epoch ${epoch}`,
      recordPlace(finding),
      finding.message,
    ]),
  );
  if (all.length === 0) return "<p>Nothing.</p>";
  const rest = all.length - mostFindings;
  const more = rest > 0 ? `<p>And ${rest} more, in metrics.jsonl.</p>` : "";
  return table(["rule", "severity", "when", "where", "what"], all.slice(0, mostFindings)) + more;
}

function layers(model: ModelIR): string {
  const summary = summarize(model);
  const rows = summary.rows.map(({ path, word, shape, parameters, trainable, shared }) => [
    path,
    word,
    showShape(shape),
    shared ? "shared" : showDim(parameters),
    parameters !== 0 && !trainable ? "frozen" : "",
  ]);
  const rest = rows.length - mostLayers;
  const more = rest > 0 ? ` ${rest} more layers are not listed.` : "";
  const counted = `${showDim(summary.parameters)} parameters, ${showDim(summary.trainable)} of them trained.${more}`;
  return `${table(["layer", "kind", "output", "parameters", ""], rows.slice(0, mostLayers))}<p>${escapeXml(counted)}</p>`;
}

function dataRows({ model, train, dataset }: ReportFacts): string[][] {
  const { data } = model;
  const files = (["source", "validation", "test"] as const).flatMap((name) => {
    const source = data?.[name];
    return source ? [[name === "source" ? "file" : `${name} file`, source.path]] : [];
  });
  const parts = (["train", "validation", "test"] as const).flatMap((name) => {
    const part = dataset[name];
    return part && part.rows > 0 ? [[`rows to ${verbs[name]}`, String(part.rows)]] : [];
  });
  const points = Object.entries(train.terms ?? {}).map(([name, term]) => [
    `points ${name}`,
    `${term.points.rows}, ${term.batch} a step`,
  ]);
  const inputs = Object.entries(dataset.preprocessing.features).map(([name, { shape, terms }]) => [
    `input ${name}`,
    `${showShape(shape)}${terms.length > 0 ? ` from ${fields(terms)}` : ""}`,
  ]);
  const targets = Object.entries(dataset.preprocessing.targets).map(([name, { terms, classes }]) => [
    `target of ${name}`,
    `${fields(terms)}${classes ? `: ${some(classes)}` : ""}`,
  ]);
  return [...files, ...parts, ...points, ...inputs, ...targets];
}

const verbs = { train: "train on", validation: "validate", test: "test" } as const;

function fields(terms: readonly { readonly field: string }[]): string {
  return some(terms.map(({ field }) => field));
}

function some(names: readonly string[]): string {
  return names.length > 12
    ? `${names.slice(0, 12).join(", ")} and ${names.length - 12} more`
    : names.join(", ");
}

function notes({ notes = [] }: Dataset): string {
  return notes.map((note) => `<p>${escapeXml(note)}</p>`).join("");
}

function madeRows({ train, set, hash, versions }: ReportFacts): string[][] {
  const losses = Object.entries(train.losses).map(([output, { loss }]) => [
    `loss of ${output}`,
    nameOf(loss),
  ]);
  const rate = train.optimizer.params.learning_rate;
  return [
    ["optimizer", nameOf(train.optimizer)],
    ["learning rate", typeof rate === "number" ? String(rate) : nameOf(rate as Instance)],
    ...losses,
    ["batch size", String(train.batchSize)],
    train.steps === undefined ? ["epochs", String(train.epochs)] : ["steps", String(train.steps)],
    ["seed", String(train.seed)],
    ["precision", train.precision],
    ...set.map((value) => ["--set", value]),
    ["sha256 of the weights", hash],
    ...Object.entries(versions),
  ];
}

function nameOf({ word, written }: Instance): string {
  return written ?? word.name;
}
