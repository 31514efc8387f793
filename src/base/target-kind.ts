/** What is asked of an output: the kind of its target. Declared (`target digit: class(10)`) or read from the data. */
import type { Dim, Shape } from "./dim.ts";

export type TargetKind =
  | { readonly kind: "binary"; readonly shape: Shape }
  /** An index from 0 to classes - 1. */
  | { readonly kind: "class"; readonly classes: Dim; readonly shape: Shape }
  | { readonly kind: "onehot"; readonly classes: Dim; readonly shape: Shape }
  | { readonly kind: "multilabel"; readonly labels: Dim; readonly shape: Shape }
  /** A vector of probabilities that sum to 1. */
  | { readonly kind: "distribution"; readonly classes: Dim; readonly shape: Shape }
  | { readonly kind: "real"; readonly shape: Shape }
  | { readonly kind: "positive"; readonly shape: Shape }
  | { readonly kind: "count"; readonly shape: Shape };

/** `shape` is that of one row's target: `[]` for a number or an index, `[n]` for a vector. */
export type TargetKindName = TargetKind["kind"];
