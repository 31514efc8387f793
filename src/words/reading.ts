/** Results of reading a value: accepted, or refused with words that help. */
import type { Reading, Refusal } from "./param.ts";
import { describeValue, type Value } from "./value.ts";

export function accept<T>(value: T): Reading<T> {
  return { refused: false, value };
}

/** "expects a positive integer, not the text "64"". A text that holds what is wanted is offered without its quotes. */
export function refuse(expects: string, value: Value, details: Partial<Refusal> = {}): Refusal {
  const undefinedName =
    value.kind === "word" ? { help: `nothing in this file is called ${value.name}` } : undefined;
  return {
    refused: true,
    message: `expects ${expects}, not ${describeValue(value)}`,
    at: value,
    ...undefinedName,
    ...details,
  };
}

/** The name that a word or a text gives; undefined for anything else. Pasted Keras writes words as texts. */
export function nameIn(value: Value): string | undefined {
  if (value.kind === "word") return value.name;
  return value.kind === "string" ? value.value : undefined;
}

/** `none`, also as Python writes it. */
export function isNone(value: Value): boolean {
  return value.kind === "none" || (value.kind === "word" && value.name === "None");
}

/** `a`, `a or b`, `a, b or c`. */
export function orList(items: readonly string[]): string {
  if (items.length < 2) return items.join("");
  return `${items.slice(0, -1).join(", ")} or ${items[items.length - 1]}`;
}
