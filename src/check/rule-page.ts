/** What every name of the catalogue can say of itself, whoever finds it: the page behind `nnet explain`. */
import type { Severity } from "../base/diagnostic.ts";

export interface Explanation {
  /** What a person sees happen. */
  readonly symptom: string;
  /** Why it happens. */
  readonly cause: string;
  /** The cause as mathematics, one formula a line. */
  readonly formula?: string;
  readonly remedy: string;
  readonly whenToIgnore: string;
  /** Where this is known from: papers, manuals, collections of faults. */
  readonly source: readonly string[];
}

export interface Proof {
  /** As it is logged: `val_loss`. */
  readonly measure: string;
  readonly bad: number;
  readonly fixed: number;
  /** Where the two are not in the same units. */
  readonly note?: string;
}

export interface RulePage {
  /** Kebab-case. */
  readonly name: string;
  readonly severity: Severity;
  /** One sentence. */
  readonly summary: string;
  readonly explain: Explanation;
  /** What `models/rules/NAME-bad.nnet` and `NAME-fixed.nnet` end with; a test trains both again. */
  readonly proof?: Proof;
  readonly examples: { readonly bad: string; readonly fixed: string };
}
