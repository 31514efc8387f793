/** What is known of a source without training on it; large files are sampled. */
import type { Host } from "../base/host.ts";
import type { DataSpec } from "./data-spec.ts";
import type { DataHeader, VectorKind } from "./header.ts";
import type { Locate } from "./source-files.ts";
import { summarizeFields } from "./summarize-fields.ts";
import { vectorKind } from "./vector-kind.ts";

/** What even a slow machine reads within a second, statistics included. */
const sampleBytes = 4 * 2 ** 20;

/** Throws MissingFile where the source is not there, another UserError where it cannot be used. */
export async function readDataHeader(host: Host, spec: DataSpec, locate: Locate): Promise<DataHeader> {
  const { format, path } = spec.source;
  const { data, rows, complete } = await format.word.sample({ host, locate }, format.params, sampleBytes);
  const vectors: Record<string, VectorKind> = {};
  for (const [output, target] of Object.entries(spec.targets)) {
    const kind = vectorKind(target, data);
    if (kind) vectors[output] = kind;
  }
  return {
    source: path,
    rows,
    fields: summarizeFields(spec, data),
    sampled: !complete,
    vectors,
  };
}
