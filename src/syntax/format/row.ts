/** One of several statements or entries that stand below one another. */
import type { Span } from "../../base/source.ts";

export interface Row {
  readonly node: { readonly span: Span };
  /** Rows of one group align; those without one align with nothing. */
  readonly group?: string;
  readonly name: string;
  /** Behind the name and a colon. */
  readonly type?: string;
  /** Where the sign behind the name stands in the text; absent where nothing aligns behind name and type. */
  readonly sign?: number | undefined;
  /** The whole row, whose first line begins with these words; the indentation is left out. */
  print(head: string): string;
}
