/** Shortcuts of the tests of this room: a section's text to its spec, its findings and its rows. */
import type { Diagnostic } from "../../src/base/diagnostic.ts";
import { spanText } from "../../src/base/source.ts";
import { UserError } from "../../src/base/user-error.ts";
import type { DataSpec } from "../../src/data/data-spec.ts";
import type { Dataset } from "../../src/data/dataset.ts";
import * as formats from "../../src/data/formats/index.gen.ts";
import { loadDataset } from "../../src/data/load.ts";
import { locateIn } from "../../src/data/locate.ts";
import type { DataNames } from "../../src/data/planned.ts";
import { readDataSection } from "../../src/data/read-data-section.ts";
import * as transforms from "../../src/data/transforms/index.gen.ts";
import { makeVocabulary } from "../../src/words/make-vocabulary.ts";
import { memoryHost } from "./memory-host.ts";
import { sectionValues } from "./section-values.ts";

export const vocabulary = makeVocabulary(...Object.values(formats), ...Object.values(transforms));

/** Findings as `rule @ text: message`, in order. */
export function readSection(text: string): {
  readonly spec: DataSpec | undefined;
  readonly findings: readonly string[];
} {
  const findings: Diagnostic[] = [];
  const report = (finding: Diagnostic) => findings.push(finding);
  const spec = readDataSection(sectionValues(text), { vocabulary, report });
  return { spec, findings: findings.map(showFinding) };
}

export function showFinding({ rule, span, message, help }: Diagnostic): string {
  return `${rule} @ ${spanText(span)}: ${message}${help ? ` (${help})` : ""}`;
}

export function specOf(text: string): DataSpec {
  const { spec, findings } = readSection(text);
  if (!spec || findings.length > 0) throw new Error(`no clean section: ${findings.join("; ")}`);
  return spec;
}

export interface LoadSetting extends Partial<DataNames> {
  readonly seed?: number;
  readonly float?: "f32" | "f64";
}

/** Loads rows from files in memory. */
export function load(
  section: string,
  files: Readonly<Record<string, string | Uint8Array>>,
  { seed = 1, float = "f64", ...names }: LoadSetting = {},
): Promise<Dataset> {
  const host = memoryHost(files);
  const all: DataNames = { inputs: ["x"], outputs: ["y"], ...names };
  return loadDataset(host, specOf(section), all, { seed, float, locate: locateIn(host) });
}

/** The error of a promise that must fail as a user's error. */
export async function userError(promise: Promise<unknown>): Promise<UserError> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error("it did not fail");
}
