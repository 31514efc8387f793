/** Words that leave the file they are written in keep its vocabulary: a def of one file may be the argument of a block of another. */
import type { Value } from "./value.ts";
import type { Vocabulary } from "./word.ts";

/** The value with a home for each of its words that has none yet. */
export function atHome(value: Value, home: Vocabulary | undefined): Value {
  if (home === undefined) return value;
  switch (value.kind) {
    case "word":
      return { home, ...value };
    case "call":
      return {
        home,
        ...value,
        args: value.args.map((argument) => ({ ...argument, value: atHome(argument.value, home) })),
      };
    case "list":
      return { ...value, items: value.items.map((item) => atHome(item, home)) };
    case "record":
      return {
        ...value,
        entries: value.entries.map((entry) => ({ ...entry, value: atHome(entry.value, home) })),
      };
    default:
      return value;
  }
}
