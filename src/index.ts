/**
 * The library: parse, check, compile and train from a program. Nothing here needs Node; files and clocks come in through
 * a `Host`.
 */
export type { Diagnostic, Edit, Fix, Related, Severity } from "./base/diagnostic.ts";
export type { FileInfo, Host } from "./base/host.ts";
export { type Position, positionOf, type Source, type Span } from "./base/source.ts";
export { FindingsError, UserError } from "./base/user-error.ts";
export { renderJson } from "./check/render-json.ts";
export { renderPretty } from "./check/render-pretty.ts";
export { type Analysis, analyse as check, cpuEngine, cpuEngineWith, type DataAccess } from "./compile.ts";
export type { CompileModelOptions } from "./compile-model.ts";
export type { DataPart, Dataset, RowArray } from "./data/dataset.ts";
export { locateIn } from "./data/locate.ts";
export { compile, type Executable } from "./executable.ts";
export { loadModelData } from "./load-model-data.ts";
export type { ModelIR } from "./model/ir.ts";
export { type InitialWeights, readInitialWeights } from "./read-weights-files.ts";
export type { Session } from "./runtime/session.ts";
export type { SourceFile } from "./syntax/ast.ts";
export { parse } from "./syntax/parse.ts";
export type { EpochRecord } from "./train/checkpoint.ts";
export { evaluatePart as evaluate } from "./train/evaluate.ts";
export { weightsHash } from "./train/run-folder.ts";
export { trainModel as train } from "./train/train-model.ts";
export type { TrainObserver, TrainOptions, TrainResult } from "./train/training-run.ts";
export { weightTensors } from "./train/weight-tensors.ts";
export { version } from "./version.ts";
