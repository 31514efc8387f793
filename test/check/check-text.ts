/** The checker as a host uses it, without data: text in, findings out. */
import type { Diagnostic } from "../../src/base/diagnostic.ts";
import { checkFindings, checkModel } from "../../src/check/check-model.ts";
import type { DataHeader } from "../../src/data/header.ts";
import { elaborate } from "../../src/model/elaborate.ts";
import { parse } from "../../src/syntax/parse.ts";
import { vocabulary } from "../../src/vocabulary.ts";
import { sourceOf } from "./finding-at.ts";

export interface CheckedData {
  readonly header?: DataHeader | undefined;
}

export function checkText(text: string, { header }: CheckedData = {}): readonly Diagnostic[] {
  const { file, diagnostics: syntax } = parse(sourceOf(text, "model.nnet"));
  const { model, diagnostics } = elaborate(file, { vocabulary, header });
  const options = { file, header, earlier: [...syntax, ...diagnostics] };
  return model ? checkModel(model, options) : checkFindings(options);
}

/** Findings without notes, which are told beside other output. */
export function findingsOf(text: string, data: CheckedData = {}): readonly Diagnostic[] {
  return checkText(text, data).filter(({ severity }) => severity !== "note");
}

/** What most programs should hear: hints are for those who ask. */
export function loudFindings(text: string, data: CheckedData = {}): readonly Diagnostic[] {
  return findingsOf(text, data).filter(({ severity }) => severity !== "hint");
}

export interface MarkedExample {
  readonly text: string;
  /** Offsets of what stands between ⟦ and ⟧. */
  readonly start: number;
  readonly end: number;
}

export function readMarks(example: string): MarkedExample {
  const start = example.indexOf("⟦");
  const end = example.indexOf("⟧") - 1;
  if (start < 0 || end < start) throw new Error("the example marks no place with ⟦ and ⟧");
  return { text: example.replace(/[⟦⟧]/g, ""), start, end };
}
