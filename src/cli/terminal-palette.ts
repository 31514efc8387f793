/** The printers' palette in a terminal's colours. */
import type { Palette } from "../check/palette.ts";
import type { Terminal } from "./terminal.ts";

export function paletteOf(colors: Terminal["colors"]): Palette {
  const { bold, red, yellow, cyan, blue, green, dim } = colors;
  return {
    severity: {
      error: (text) => bold(red(text)),
      warning: (text) => bold(yellow(text)),
      hint: (text) => bold(cyan(text)),
      note: (text) => bold(blue(text)),
    },
    strong: bold,
    faint: dim,
    related: blue,
    fix: green,
  };
}
