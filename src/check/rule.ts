/** What a check rule is: one object with its page, its visitors by place in the model, and its examples. */
import type { Evidence, Fix, Related, Severity } from "../base/diagnostic.ts";
import type { Span } from "../base/source.ts";
import type { DataSpec } from "../data/data-spec.ts";
import type { DataHeader } from "../data/header.ts";
import type { InputIR, LayerIR, ModelIR, TrainIR } from "../model/ir.ts";
import type { CheckContext } from "./check-context.ts";
import type { OutputPlace } from "./output-place.ts";
import type { RulePage } from "./rule-page.ts";
import type { Watched } from "./watched.ts";

/** What a visitor says; the walk adds name, severity and place. */
export interface Finding {
  /** What is wrong, one line, no full stop. */
  readonly message: string;
  /** Why it matters here, with the numbers; stands beside the carets. */
  readonly why: string;
  /** Only where it differs from the rule's own. */
  readonly severity?: Severity;
  readonly related?: readonly Related[];
  readonly fix?: Fix | undefined;
  readonly help?: string | undefined;
  readonly evidence: Evidence;
  /** No other mistake at this place explains it: it is told beside what a more specific rule says there. */
  readonly ownCause?: boolean;
}

export type ReportFinding = (span: Span, finding: Finding) => void;

type WatchVisitor = (watched: Watched, report: ReportFinding) => void;

type Visitor<Place> = (place: Place, report: ReportFinding, context: CheckContext) => void;

/** A rule names the places that it looks at; all rules see each place in one walk. */
export interface Visitors {
  readonly model?: Visitor<ModelIR>;
  readonly input?: Visitor<InputIR>;
  readonly layer?: Visitor<LayerIR>;
  readonly output?: Visitor<OutputPlace>;
  readonly data?: Visitor<DataSpec>;
  readonly train?: Visitor<TrainIR>;
  /** While a network trains: after the first batch, after a watched step, after an epoch, when the loss is no number. */
  readonly firstBatch?: WatchVisitor;
  readonly reading?: WatchVisitor;
  readonly epoch?: WatchVisitor;
  readonly failure?: WatchVisitor;
  /** After `nnet train --one-batch`. */
  readonly oneBatch?: WatchVisitor;
}

const watchPlaces = ["firstBatch", "reading", "epoch", "failure", "oneBatch"] as const;

export type WatchPlace = (typeof watchPlaces)[number];

/** The rule speaks of a training under way, not of the file. */
export function isWatchRule({ visit }: Rule): boolean {
  return watchPlaces.some((place) => visit[place] !== undefined);
}

export interface Rule extends RulePage {
  readonly visit: Visitors;
  /** Less specific rules that keep silent where this one speaks of the same place; it names them in `also`. */
  readonly overrides?: readonly string[];
  /**
   * Run by the contract test: `bad` reports this rule once, at the place between the marks ⟦ and ⟧; its fix makes
   * `fixed` of it; `good` and `fixed` are silent. A rule of the watch is proven by training its examples: `bad` is reported
   * at the marks, `good` and `fixed` are not.
   */
  readonly examples: {
    readonly bad: string;
    readonly good: string;
    readonly fixed: string;
    /** Of the data that the examples name. */
    readonly header?: DataHeader;
  };
}

export function defineRule(rule: Rule): Rule {
  return rule;
}
