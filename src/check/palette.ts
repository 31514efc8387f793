/** Colours as functions, so that the printers need no terminal library. */
import type { Severity } from "../base/diagnostic.ts";

export type Paint = (text: string) => string;

export interface Palette {
  readonly severity: Readonly<Record<Severity, Paint>>;
  /** Headlines. */
  readonly strong: Paint;
  /** Gutter, line numbers and remarks. */
  readonly faint: Paint;
  /** Second places. */
  readonly related: Paint;
  /** Text to write instead. */
  readonly fix: Paint;
}

const plain: Paint = (text) => text;

export const plainPalette: Palette = {
  severity: { error: plain, warning: plain, hint: plain, note: plain },
  strong: plain,
  faint: plain,
  related: plain,
  fix: plain,
};
