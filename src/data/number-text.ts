/** What reads as a number in a table. */

const decimal = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;

/** The value of a decimal number, or undefined for any other text: `0x10`, `1,5`, `Infinity`, and numbers too large to hold. */
export function numberIn(text: string): number | undefined {
  if (!decimal.test(text)) return undefined;
  const value = Number(text);
  // `+ 0` makes -0 a plain 0, so that one value has one name.
  return Number.isFinite(value) ? value + 0 : undefined;
}
