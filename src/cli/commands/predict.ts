/** `nnet predict`: raw rows in, answers in the user's own terms out. */
import type { Host } from "../../base/host.ts";
import { UserError } from "../../base/user-error.ts";
import { applyFeatures, transformsOf } from "../../data/apply.ts";
import type { SourceSpec } from "../../data/data-spec.ts";
import type { FormatDefinition, RawData } from "../../data/format.ts";
import { locateAnywhere } from "../../data/locate.ts";
import { recognizeFormat } from "../../data/recognize-format.ts";
import { takeRows } from "../../data/rows.ts";
import type { SourceFiles } from "../../data/source-files.ts";
import type { ModelIR } from "../../model/ir.ts";
import type { DrawOptions } from "../../train/draw-rows.ts";
import { type Reading, readOutput } from "../../train/readings.ts";
import { readRun, type SavedRun } from "../../train/run-folder.ts";
import { type SpreadPredictions, spreadPredictions } from "../../train/spread-predictions.ts";
import { vocabulary } from "../../vocabulary.ts";
import { instanceWithDefaults } from "../../words/instance-of.ts";
import type { CliContext, ExitCode } from "../cli-context.ts";
import { drawImage } from "../draw-image.ts";
import { engineOf } from "../engines.ts";
import { showFigure } from "../progress.ts";

interface PredictOptions {
  readonly json?: boolean;
  readonly rows?: string;
  readonly weights?: string;
  readonly interval?: string;
  readonly samples?: string;
  readonly show?: boolean;
  readonly target: string;
  readonly threads?: string;
}

export async function predict(
  context: CliContext,
  [folder, path]: readonly string[],
  options: PredictOptions,
): Promise<ExitCode> {
  const run = await readRun(context.host, folder as string, vocabulary, options.weights);
  const all = await readRows(context, run.model, path as string);
  const data = takeFirst(all, options.rows);
  const transform = transformsOf(vocabulary);
  const float = run.model.train?.precision ?? "f32";
  const source = path === "-" ? "standard input" : (path as string);
  const features = applyFeatures(run.preprocessing, data, { source, float, transform });
  const readings = readAll(
    run,
    await spreadPredictions(run, engineOf(context, options), features, spreadAsked(options)),
  );
  if (options.show) showAll(context, data, readings);
  else if (options.json) for (const row of readings) context.terminal.print(JSON.stringify(toJson(row)));
  else printCsv(context, run, readings);
  return 0;
}

/** Rows without targets. */
async function readRows(context: CliContext, model: ModelIR, path: string): Promise<RawData> {
  const files = path === "-" ? await standardInput(context) : filesOf(context.host);
  const { word, params } = await formatOfRows(files, model.data?.source.format ?? table(), path);
  return word.read(files, { ...params, ...word.rowsOnly?.(params), path });
}

/** What rows are read as for a network that was trained on points: a table with a column for each input. */
function table(): SourceSpec["format"] {
  const csv = vocabulary.find("format", "csv") as FormatDefinition;
  return instanceWithDefaults(csv, { path: "rows.csv" });
}

/** The model's own format, but for a file that says that it has another: rows for a model of a table may come as JSON. */
async function formatOfRows(files: SourceFiles, own: SourceSpec["format"], path: string) {
  const file = await files.locate(path, "either");
  if (file.folder || own.word.endings.some((ending) => path.endsWith(`.${ending}`))) return own;
  const start = await files.host.readRange(file.path, 0, 16);
  const found = recognizeFormat(vocabulary, path, start);
  if (!found || found === own.word) return own;
  const defaults = Object.entries(found.params).map(([name, { default: value }]) => [name, value]);
  return { word: found, params: Object.fromEntries(defaults) };
}

function filesOf(host: Host): SourceFiles {
  return { host, locate: locateAnywhere(host) };
}

/** Standard input as a file of its own. */
async function standardInput(context: CliContext): Promise<SourceFiles> {
  const bytes = await context.readStandardInput();
  const host: Host = {
    ...context.host,
    readFile: async () => bytes,
    async *readPieces() {
      yield bytes;
    },
    readRange: async (_path, start, end) => bytes.subarray(start, end),
  };
  return { host, locate: async () => ({ written: "standard input", path: "-", size: bytes.length }) };
}

function takeFirst(data: RawData, rows: string | undefined): RawData {
  if (rows === undefined) return data;
  if (!/^[1-9]\d*$/.test(rows)) {
    throw new UserError(`--rows takes a number of rows, not "${rows}"`, { exitCode: 2 });
  }
  const count = Math.min(Number(rows), data.rows);
  return takeRows(
    data,
    Int32Array.from({ length: count }, (_, row) => row),
  );
}

/** What the options ask of outputs that are distributions. */
function spreadAsked({ interval = "0.9", samples = "0" }: PredictOptions): DrawOptions {
  const share = Number(interval);
  if (!(share > 0 && share < 1)) {
    throw new UserError(`--interval takes a share between 0 and 1, not "${interval}"`, { exitCode: 2 });
  }
  if (!/^\d+$/.test(samples)) {
    throw new UserError(`--samples takes a number of draws, not "${samples}"`, { exitCode: 2 });
  }
  return { interval: share, samples: Number(samples) };
}

type Row = readonly (readonly [output: string, reading: Reading])[];

function readAll(run: SavedRun, { rows, outputs }: SpreadPredictions): Row[] {
  const transform = transformsOf(vocabulary);
  return Array.from({ length: rows }, (_, row) =>
    Object.entries(outputs).map(([output, { values, width, bounds, samples }]) => {
      const own = (all: Float64Array): Float64Array => all.subarray(row * width, (row + 1) * width);
      const target = run.preprocessing.targets[output];
      const draw = (all: Float64Array): Float64Array => {
        const size = all.length / rows;
        return all.subarray(row * size, (row + 1) * size);
      };
      const spread = {
        bounds: bounds && { low: own(bounds.low), high: own(bounds.high) },
        samples: samples.map(draw),
      };
      const context = { target, loss: run.model.train?.losses[output], transform, spread };
      return [output, readOutput(own(values), context)] as const;
    }),
  );
}

function toJson(row: Row): unknown {
  const plain = row.map(([output, reading]) => {
    if (reading.kind === "text") return [output, { prediction: reading.text }] as const;
    const samples = reading.samples === undefined ? {} : { samples: reading.samples };
    if (reading.kind === "class") {
      const { label, probabilities } = reading;
      return [output, { prediction: label, probabilities, ...samples }] as const;
    }
    const plainly = (values: readonly number[]) => (values.length === 1 ? values[0] : values);
    const { values, low, high } = reading;
    return [
      output,
      {
        prediction: plainly(values),
        ...(low && high ? { low: plainly(low), high: plainly(high) } : {}),
        ...(reading.samples ? { samples: reading.samples.map(plainly) } : {}),
      },
    ] as const;
  });
  return plain.length === 1 ? plain[0]?.[1] : Object.fromEntries(plain);
}

function printCsv({ terminal }: CliContext, run: SavedRun, readings: readonly Row[]): void {
  const prefix = (output: string) => (run.model.outputs.length > 1 ? `${output}_` : "");
  const columns = (row: Row): [string, string][] =>
    row.flatMap(([output, reading]): [string, string][] => {
      const p = prefix(output);
      if (reading.kind === "numbers") {
        const { low, high, samples = [] } = reading;
        const several = reading.values.length > 1;
        // A distribution is called by its name, with what is told of it.
        const name = isDistribution(run, output) ? output : `${p}prediction`;
        return reading.values.flatMap((value, i): [string, string][] => {
          const column = `${name}${several ? `_${i}` : ""}`;
          return [
            [column, String(value)],
            ...(low ? [[`${column}_low`, String(low[i])] as [string, string]] : []),
            ...(high ? [[`${column}_high`, String(high[i])] as [string, string]] : []),
            ...samples.map((sample, n): [string, string] => [`${column}_sample_${n + 1}`, String(sample[i])]),
          ];
        });
      }
      if (reading.kind === "text") return [[`${p}prediction`, reading.text]];
      return [
        [`${p}prediction`, reading.label],
        ...Object.entries(reading.probabilities).map(([label, value]): [string, string] => [
          `${p}p_${label}`,
          value.toFixed(6),
        ]),
        ...(reading.samples ?? []).map((label, n): [string, string] => [`${p}sample_${n + 1}`, label]),
      ];
    });
  const [first] = readings;
  if (first)
    terminal.print(
      columns(first)
        .map(([name]) => quote(name))
        .join(","),
    );
  for (const row of readings)
    terminal.print(
      columns(row)
        .map(([, value]) => quote(value))
        .join(","),
    );
}

function isDistribution({ model }: SavedRun, output: string): boolean {
  return model.train?.losses[output]?.distribution !== undefined;
}

/** RFC 4180. */
function quote(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function showAll({ terminal }: CliContext, data: RawData, readings: readonly Row[]): void {
  const image = Object.values(data.fields).find((field) => field.kind === "array" && field.shape.length >= 2);
  if (image?.kind !== "array") {
    throw new UserError("--show draws images, but the rows hold none", {
      help: "leave --show out",
      exitCode: 2,
    });
  }
  const size = image.shape.reduce((product, axis) => product * axis, 1);
  for (const [i, row] of readings.entries()) {
    terminal.print(drawImage(image.values.subarray(i * size, (i + 1) * size), image.shape));
    terminal.print(row.map(([output, reading]) => caption(output, reading, row.length > 1)).join("  "));
    terminal.print("");
  }
}

function caption(output: string, reading: Reading, named: boolean): string {
  const name = named ? `${output}: ` : "";
  if (reading.kind === "numbers") return `${name}${reading.values.map(showFigure).join(", ")}`;
  if (reading.kind === "text") return `${name}${reading.text}`;
  return `${name}${reading.label}  (${(100 * reading.probability).toFixed(1)} %)`;
}
