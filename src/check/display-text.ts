/** A line of source as a terminal shows it: columns, not UTF-16 units; nothing in it can command the terminal. */

/** A user-perceived character: where it starts in the line, in which column, what is printed, how many columns that takes. */
export interface Cell {
  readonly offset: number;
  readonly column: number;
  readonly text: string;
  readonly width: number;
}

const tabSize = 4;
const ascii = /^[\x20-\x7e]*$/;
/** East Asian wide and fullwidth ranges of Unicode's EastAsianWidth.txt, as blocks; emoji are asked of the engine. */
const wide =
  /[\u1100-\u115f\u2329\u232a\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{16fe0}-\u{18aff}\u{1b000}-\u{1b2ff}\u{20000}-\u{3fffd}]/u;
const emoji = /\p{Emoji_Presentation}|\p{Emoji}\ufe0f|\p{Regional_Indicator}{2}/u;
/** Signs that a terminal obeys, or that reorder what follows. */
const commanding = /[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu;
const invisible = /^[\p{Mn}\p{Me}\p{Cf}]+$/u;

/** Made at first need: most files are ASCII, and the engine loads its tables for it. */
let segmenter: Intl.Segmenter | undefined;

/** The cells of one line, tabs drawn to the next multiple of four columns. */
export function displayCells(line: string): readonly Cell[] {
  if (ascii.test(line))
    return Array.from(line, (text, offset) => ({ offset, column: offset, text, width: 1 }));
  segmenter ??= new Intl.Segmenter("en", { granularity: "grapheme" });
  const cells: Cell[] = [];
  let column = 0;
  for (const { segment, index } of segmenter.segment(line)) {
    const cell = displayCell(segment, index, column);
    cells.push(cell);
    column += cell.width;
  }
  return cells;
}

function displayCell(segment: string, offset: number, column: number): Cell {
  if (segment === "\t") {
    const width = tabSize - (column % tabSize);
    return { offset, column, text: " ".repeat(width), width };
  }
  const text = printable(segment);
  if (emoji.test(text) || wide.test(text)) return { offset, column, text, width: 2 };
  return { offset, column, text, width: invisible.test(text) ? 0 : 1 };
}

/** Text with control signs made visible; for messages, which quote what people wrote. */
export function printable(text: string): string {
  return text.replace(commanding, (sign) => {
    const code = sign.codePointAt(0) ?? 0;
    return code < 0x20 ? String.fromCodePoint(0x2400 + code) : code === 0x7f ? "\u2421" : "\ufffd";
  });
}

/** Columns that a text takes. */
export function displayWidth(text: string): number {
  return ascii.test(text) ? text.length : widthOf(displayCells(text));
}

/** Columns up to the end of the last cell. */
export function widthOf(cells: readonly Cell[]): number {
  const last = cells.at(-1);
  return last ? last.column + last.width : 0;
}
