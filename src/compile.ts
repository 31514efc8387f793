/**
 * The pipeline in one page: text to tree, tree to model, model to findings, model to programs, programs to a session.
 * Every stage is a function of the one before; a stage never reaches back.
 */
import type { Diagnostic } from "./base/diagnostic.ts";
import type { Host } from "./base/host.ts";
import type { Source } from "./base/source.ts";
import { checkFindings, checkModel, type Severities } from "./check/check-model.ts";
import { passInstead } from "./check/pass-instead.ts";
import type { DataSpec } from "./data/data-spec.ts";
import type { DataHeader } from "./data/header.ts";
import { MissingFile } from "./data/locate.ts";
import { readDataHeader } from "./data/read-header.ts";
import type { Locate } from "./data/source-files.ts";
import { elaborate } from "./model/elaborate.ts";
import type { ModelIR } from "./model/ir.ts";
import type { Override } from "./model/overrides.ts";
import type { ParamValue } from "./model/params.ts";
import { readDataSpec } from "./model/read-data-spec.ts";
import { readImports } from "./read-imports.ts";
import { checkWeightsFiles } from "./read-weights-files.ts";
import type { ThreadHost } from "./runtime/threads.ts";
import type { SourceFile } from "./syntax/ast.ts";
import { parse } from "./syntax/parse.ts";
import { otherProgram } from "./syntax/pasted/other-program.ts";
import type { Engine } from "./train/engine.ts";
import { wasmEngine } from "./train/wasm-engine.ts";
import { vocabulary } from "./vocabulary.ts";

export interface Analysis {
  readonly file: SourceFile;
  /** Absent where the file is too broken to make a model of. */
  readonly model: ModelIR | undefined;
  /** Constants of the file that may be set from outside, with the ranges that a search may try. */
  readonly params: readonly ParamValue[];
  readonly header: DataHeader | undefined;
  /** Of the parser, the model stage and the rules, in order of place. */
  readonly diagnostics: readonly Diagnostic[];
  /** The data file that is named but is not there. */
  readonly missingData: MissingFile | undefined;
  /** Files of weights that are named but are not there. */
  readonly missingWeights: readonly MissingFile[];
}

/** Where data may be read from; without it, no file but the model is looked at. */
export interface DataAccess {
  readonly host: Host;
  readonly locate: Locate;
}

export interface AnalyseOptions {
  /** Values in the place of the file's own: `--set width=32`. */
  readonly overrides?: readonly Override[];
  /** By rule name, in place of the rules' own. */
  readonly severities?: Severities | undefined;
}

/** Text to a checked model. Throws only for a data file that is there and cannot be used. */
export async function analyse(
  source: Source,
  data?: DataAccess,
  { overrides = [], severities }: AnalyseOptions = {},
): Promise<Analysis> {
  const { file, diagnostics: syntax } = parse(source);
  const imports = await readImports(file, data);
  const { spec } = readDataSpec(file, { vocabulary, overrides, imports });
  const { header, missing } =
    data && spec ? await headerOf(spec, data) : { header: undefined, missing: undefined };
  const { model, params, diagnostics } = elaborate(file, { vocabulary, header, overrides, imports });
  const weights =
    data && model ? await checkWeightsFiles(data.host, data.locate, model) : { problems: [], missing: [] };
  const problems = [...syntax, ...diagnostics, ...weights.problems];
  const other = problems.some(({ severity }) => severity === "error") ? otherProgram(source) : undefined;
  const options = { file, header, severities, earlier: other ? [other] : problems };
  const found = model && !other ? checkModel(model, options) : checkFindings(options);
  return {
    file,
    model,
    params,
    header,
    diagnostics: passInstead(found, file, overrides),
    missingData: missing,
    missingWeights: weights.missing,
  };
}

async function headerOf(
  spec: DataSpec,
  data: DataAccess,
): Promise<{ header: DataHeader | undefined; missing: MissingFile | undefined }> {
  try {
    return { header: await readDataHeader(data.host, spec, data.locate), missing: undefined };
  } catch (error) {
    if (error instanceof MissingFile) return { header: undefined, missing: error };
    throw error;
  }
}

/** Runs programs on this machine's CPU, compiled to WebAssembly, on one thread. */
export const cpuEngine: Engine = wasmEngine();

/** The same on all threads of a host. */
export const cpuEngineWith: (threads?: ThreadHost) => Engine = wasmEngine;
