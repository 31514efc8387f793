/**
 * Tree to model: names are looked up, constants worked out, chains applied layer by layer, shapes inferred, sections read.
 * Findings collect; what is broken is unknown, and nothing is said about what only follows from it.
 */
import { compareDiagnostics, type Diagnostic, type Report } from "../base/diagnostic.ts";
import type { DataSpec } from "../data/data-spec.ts";
import type { DataHeader } from "../data/header.ts";
import type { DistributionDefinition, Support } from "../library/distribution.ts";
import type { SourceFile } from "../syntax/ast.ts";
import type { Vocabulary } from "../words/word.ts";
import { blockShape } from "./block-shape.ts";
import { buildNetwork } from "./build-network.ts";
import { collectNames, sectionScope, unknownCategories } from "./constants.ts";
import { readTargets } from "./declared-targets.ts";
import { defsText } from "./defs-text.ts";
import { bindingOf, namesIn } from "./dependency-order.ts";
import { distributionName } from "./distribution.ts";
import { compareRanges, compareTargets, readFileData } from "./file-data.ts";
import { type OutputStatement, outputStatements } from "./file-outputs.ts";
import { finishModel } from "./finish-model.ts";
import type { ImportedFiles } from "./imports.ts";
import type { ModelIR } from "./ir.ts";
import { moduleOf } from "./module-of.ts";
import { networkConstants } from "./network-constants.ts";
import { reportNoOutput, reportUnused } from "./output-problems.ts";
import { applyOverrides, type Override } from "./overrides.ts";
import type { ParamValue } from "./params.ts";
import { readPointsTerms } from "./points-terms.ts";
import { dataSpecOf } from "./read-data-spec.ts";
import { unknownSizes } from "./read-type.ts";
import { constantsAtHome, type Module } from "./scope.ts";
import { checkSearch } from "./search-section.ts";
import { findSection, pointsSections, reportUnsupported } from "./sections.ts";
import { SizeBindings } from "./size-bindings.ts";
import { readBatchSize, readTrainEntries } from "./train-section.ts";

export interface ElaborateOptions {
  readonly vocabulary: Vocabulary;
  /** Of the file's data, where it is there. */
  readonly header?: DataHeader | undefined;
  /** In place of the file's data section. */
  readonly dataSpec?: DataSpec | undefined;
  /** Values from outside, as `--set` gives them. */
  readonly overrides?: readonly Override[] | undefined;
  /** The files that the file imports from, as far as they could be read. */
  readonly imports?: ImportedFiles | undefined;
}

export interface Elaborated {
  /**
   * What could be made of the file: absent where no output is known. It may be trained only when no finding is an error;
   * rules may look at it anyway.
   */
  readonly model: ModelIR | undefined;
  /** Constants that may be set from outside, with what a search may try. */
  readonly params: readonly ParamValue[];
  /** In order of place. */
  readonly diagnostics: readonly Diagnostic[];
}

export function elaborate(file: SourceFile, options: ElaborateOptions): Elaborated {
  const diagnostics: Diagnostic[] = [];
  const result = elaborateFile(file, options, (diagnostic) => diagnostics.push(diagnostic));
  return { ...result, diagnostics: diagnostics.sort(compareDiagnostics) };
}

function elaborateFile(
  written: SourceFile,
  { vocabulary: known, header, dataSpec, overrides = [], imports }: ElaborateOptions,
  report: Report,
): Pick<Elaborated, "model" | "params"> {
  const { file, params } = applyOverrides(written, overrides, report);
  reportUnsupported(file, report);
  // Constants twice: the data section may use them, and some of them count what the data holds.
  const early = collectNames(file, {
    ...{ vocabulary: known, categories: unknownCategories, overrides: params, imports },
    report: () => {},
  });
  const spec = dataSpec ?? dataSpecOf(file, early, known, report);
  const data = readFileData(spec, header, report);
  const names = collectNames(file, {
    ...{ vocabulary: known, categories: data.categories, overrides: params, imports },
    report,
  });

  const module = moduleOf(names, known, data.categories);
  const { vocabulary } = module;
  reportBlocks(module, report);
  const sizes = new SizeBindings();
  const inSections = constantsAtHome(sectionScope(names, data.categories, report), module);
  const inNetwork = constantsAtHome(networkConstants(file, names, data.categories, sizes, report), module);
  const outputs = outputStatements(file, report);
  const outputNames = outputs.map(({ name }) => name);
  const targets = readTargets(file, outputNames, inNetwork);
  const sections = pointsSections(file);
  const words = { constants: inSections, vocabulary, report };
  checkSearch(file, inSections, vocabulary, report);
  const trainedOn = { outputNames, sections, hasRows: findSection(file, "data") !== undefined };
  const train = readTrainEntries(findSection(file, "train"), trainedOn, words);
  const supports = outputSupports(outputs, vocabulary);
  const described = data.describe({
    file,
    names,
    outputNames,
    targets,
    losses: train.losses,
    constants: inNetwork,
    supports,
  });
  compareTargets(targets, described, sizes, report);

  const inputs = {
    constants: inNetwork,
    sizes,
    unknownSize: unknownSizes(),
    dataInput: (input: string) => described.inputs[input],
    report,
  };
  const built = buildNetwork(file, { module, outputs, constants: inNetwork, inputs, report });
  compareRanges(built.inputs, described, report);
  const terms = readPointsTerms(sections, train.formulas, {
    ...words,
    ...{ inputs: built.inputs, scope: built.scope, batchSize: readBatchSize(train, words) },
    misnamed: train.misnamed,
  });
  const used = new Set([
    ...names.order.used,
    ...[...train.formulas.values()].flatMap((each) => [...namesIn(each)]),
  ]);
  // What is not read or not known may be what uses a name, or what the output is.
  if (file.unread.length === 0) {
    if (outputs.length === 0) reportNoOutput(file, names, built.meanings, report);
    else if (built.outputs.size === outputs.length) reportUnused(names, used, built, report);
  }
  const defs = defsText(names);
  reportClashes(file, defs.clashes, report);
  const model = finishModel(file, {
    built,
    outputs,
    targets,
    described,
    spec,
    sizes,
    train,
    terms,
    inSections,
    vocabulary,
    defs: defs.text,
    report,
  });
  return { model, params: names.params };
}

/** Where values of outputs left of `~` lie, by the form of the statements alone. */
function outputSupports(
  outputs: readonly OutputStatement[],
  vocabulary: Vocabulary,
): ReadonlyMap<string, Support> {
  const supports = new Map<string, Support>();
  for (const { name, statement } of outputs) {
    const binding = bindingOf(statement);
    const written = binding?.sign === "~" ? distributionName(binding.value) : undefined;
    const word = written === undefined ? undefined : vocabulary.find("distribution", written);
    if (word) supports.set(name, (word as DistributionDefinition).support);
  }
  return supports;
}

/** Defs are kept with the model as one text, in which a name has one meaning. */
function reportClashes(file: SourceFile, clashes: readonly string[], report: Report): void {
  const [name] = clashes;
  const statement = file.items.find((item) => item.kind === "import");
  if (name === undefined || statement === undefined) return;
  report({
    rule: "bad-import",
    severity: "error",
    message: `\`${name}\` means one thing here and another in a file that defs are imported from`,
    span: statement.from.span,
    help: "give one of the two another name",
  });
}

/** What is wrong with a block whether or not it is used. */
function reportBlocks({ names, vocabulary }: Module, report: Report): void {
  for (const definition of names.definitions.values()) {
    if (definition.kind !== "block") continue;
    for (const finding of blockShape(definition.statement, vocabulary).diagnostics) report(finding);
  }
}
