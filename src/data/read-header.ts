/** What is known of a source without training on it; large files are sampled. */
import type { Host } from "../base/host.ts";
import { copiedShare } from "./copied-rows.ts";
import type { DataSpec, SourceSpec } from "./data-spec.ts";
import type { RawData, Sample } from "./format.ts";
import type { DataHeader, PartHeader, VectorKind } from "./header.ts";
import { MissingFile } from "./locate.ts";
import { rowKeys } from "./row-keys.ts";
import type { Locate, SourceFiles } from "./source-files.ts";
import { summarizeFields } from "./summarize-fields.ts";
import { vectorKind } from "./vector-kind.ts";

/** What even a slow machine reads within a second, statistics included. */
const sampleBytes = 4 * 2 ** 20;
/** Of validation and test sources, which are only compared with the first. */
const partBytes = 2 ** 20;

/** Throws MissingFile where the source is not there, another UserError where it cannot be used. */
export async function readDataHeader(host: Host, spec: DataSpec, locate: Locate): Promise<DataHeader> {
  const files = { host, locate };
  const { data, rows, complete } = await sampleOf(files, spec.source, sampleBytes);
  const vectors: Record<string, VectorKind> = {};
  for (const [output, target] of Object.entries(spec.targets)) {
    const kind = vectorKind(target, data);
    if (kind) vectors[output] = kind;
  }
  return {
    source: spec.source.path,
    rows,
    fields: summarizeFields(spec, data),
    sampled: !complete,
    vectors,
    ...(dealsRows(spec) ? { copied: copiedShare(spec, data) } : {}),
    ...(await readParts(files, spec, data)),
  };
}

/** Rows go to the parts one by one, wherever they stand: copies of a row come to lie on both sides. */
function dealsRows({ split, features }: DataSpec): boolean {
  if (!split?.shuffle || split.by !== undefined || split.validation + split.test === 0) return false;
  return Object.values(features).every(({ sequence }) => sequence === undefined);
}

function sampleOf(files: SourceFiles, { format }: SourceSpec, bytes: number): Promise<Sample> {
  return format.word.sample(files, format.params, bytes);
}

/** Sources of their own for validation and test, beside the first: what differs, and which rows are the same. */
async function readParts(
  files: SourceFiles,
  spec: DataSpec,
  main: RawData,
): Promise<Pick<DataHeader, "parts" | "repeated">> {
  const parts: Partial<Record<"validation" | "test", PartHeader>> = {};
  for (const name of ["validation", "test"] as const) {
    const source = spec[name];
    const sample = source && (await sampleIfThere(files, source));
    if (source && sample) parts[name] = comparePart(spec, source, sample, main);
  }
  if (Object.keys(parts).length === 0) return {};
  const keys = rowKeys(main, Object.keys(main.fields)).all;
  return { parts, repeated: 1 - new Set(keys).size / keys.length };
}

async function sampleIfThere(files: SourceFiles, source: SourceSpec): Promise<Sample | undefined> {
  try {
    return await sampleOf(files, source, partBytes);
  } catch (error) {
    if (error instanceof MissingFile) return undefined;
    throw error;
  }
}

function comparePart(
  spec: DataSpec,
  source: SourceSpec,
  { data, rows, complete }: Sample,
  main: RawData,
): PartHeader {
  const common = Object.keys(main.fields).filter((name) => data.fields[name] !== undefined);
  const known = new Set(rowKeys(main, common).all);
  return {
    source: source.path,
    rows,
    fields: summarizeFields(spec, data),
    sampled: !complete,
    compared: data.rows,
    shared: common.length === 0 ? 0 : rowKeys(data, common).all.filter((key) => known.has(key)).length,
  };
}
