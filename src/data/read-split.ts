/** Reads the `split` key: fractions in a list, or a record that may also say by what to group and to stratify. */
import { suggest } from "../base/suggest.ts";
import { flag } from "../words/param-types.ts";
import { readContext } from "../words/read-arguments.ts";
import { nameIn } from "../words/reading.ts";
import { describeValue, type ListValue, type RecordValue, type Value } from "../words/value.ts";
import type { SplitSpec } from "./data-spec.ts";
import type { SectionContext } from "./read-terms.ts";

const parts = ["train", "validation", "test"] as const;
const keys = [...parts, "by", "stratify", "shuffle"];

type Fractions = Partial<Record<(typeof parts)[number], number>>;

export function readSplit(value: Value, context: SectionContext): SplitSpec | undefined {
  if (value.kind === "list") return readList(value, context);
  if (value.kind === "record") return readRecord(value, context);
  return refuse(
    value,
    `split takes two or three fractions, or a record, not ${describeValue(value)}`,
    context,
    "write split = [0.8, 0.2], or split = { train = 0.8, validation = 0.1, test = 0.1 }",
  );
}

function readList(list: ListValue, context: SectionContext): SplitSpec | undefined {
  if (list.items.length < 2 || list.items.length > 3) {
    const help = "write [train, validation] or [train, validation, test]";
    return refuse(list, `split takes two or three fractions, not ${list.items.length}`, context, help);
  }
  const fractions: Fractions = {};
  for (const [i, item] of list.items.entries()) {
    const fraction = readFraction(item, context);
    if (fraction === undefined) return undefined;
    fractions[parts[i] as (typeof parts)[number]] = fraction;
  }
  return complete(list, fractions, { shuffle: true }, context);
}

function readRecord(record: RecordValue, context: SectionContext): SplitSpec | undefined {
  const fractions: Fractions = {};
  let by: string | undefined;
  let stratify: string | undefined;
  let shuffle = true;
  let sound = true;
  for (const { key, keySpan, value } of record.entries) {
    const part = parts.find((name) => name === key);
    if (part) {
      const fraction = readFraction(value, context);
      if (fraction === undefined) sound = false;
      else fractions[part] = fraction;
    } else if (key === "by" || key === "stratify") {
      const column = nameIn(value);
      if (column === undefined) {
        refuse(value, `${key} takes a column, not ${describeValue(value)}`, context);
        sound = false;
      } else if (key === "by") by = column;
      else stratify = column;
    } else if (key === "shuffle") {
      const reading = flag.read(value, readContext(context.vocabulary));
      if (reading.refused) {
        refuse(value, `shuffle ${reading.message}`, context);
        sound = false;
      } else shuffle = reading.value;
    } else {
      const near = suggest(key, keys);
      const message = `split has no key ${key}`;
      const help = near ? `did you mean ${near}?` : `its keys are ${keys.join(", ")}`;
      const fix = near ? { fix: { title: near, edits: [{ span: keySpan, text: near }], safe: false } } : {};
      context.report({ rule: "unknown-key", severity: "error", message, span: keySpan, help, ...fix });
      sound = false;
    }
  }
  if (!sound) return undefined;
  const options = {
    shuffle,
    ...(by === undefined ? {} : { by }),
    ...(stratify === undefined ? {} : { stratify }),
  };
  return complete(record, fractions, options, context);
}

function readFraction(value: Value, context: SectionContext): number | undefined {
  if (value.kind === "number" && value.value > 0 && value.value < 1) return value.value;
  return refuse(
    value,
    `a fraction above 0 and below 1 is expected here, not ${describeValue(value)}`,
    context,
    "0.2 is a fifth of the rows; leave a part out that is not wanted",
  );
}

/** A training part that is not named is what the others leave. */
function complete(
  value: Value,
  { train, validation = 0, test = 0 }: Fractions,
  options: Pick<SplitSpec, "by" | "stratify" | "shuffle">,
  context: SectionContext,
): SplitSpec | undefined {
  const held = validation + test;
  const sum = (train ?? 0) + held;
  // 0.7 + 0.15 + 0.15 is a rounding error away from 1.
  if (sum > 1 + 1e-9 || (train === undefined && held >= 1 - 1e-9)) {
    const shown = Number(sum.toFixed(6));
    const message = `the fractions of the split add up to ${shown}${train === undefined ? ", which leaves nothing to train on" : ", more than 1"}`;
    return refuse(value, message, context, "make them smaller: together they are at most 1");
  }
  if (held === 0) {
    const message = "a split that names no validation and no test part splits nothing";
    return refuse(value, message, context, "name one: split = { train = 0.8, validation = 0.2 }");
  }
  return { train: train ?? 1 - held, validation, test, span: value.span, ...options };
}

function refuse(value: Value, message: string, { report }: SectionContext, help?: string): undefined {
  report({ rule: "bad-option", severity: "error", message, span: value.span, ...(help ? { help } : {}) });
  return undefined;
}
