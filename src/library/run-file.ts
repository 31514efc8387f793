/** Names of files that a run writes: plain names, since they stand in the folder of the run and nowhere else. */
import { jsonProblem } from "../words/json-problem.ts";
import type { ParamType } from "../words/param.ts";
import { accept, nameIn, refuse } from "../words/reading.ts";

/** What a run keeps itself. */
const taken = new Set(["weights.safetensors", "checkpoint.safetensors"]);

/** A name with this ending, which replaces one of Keras' (`best.weights.h5`) and is added where there is none. */
export function runFile(ending: string): ParamType<string> {
  const expects = `the name of a file, which stands in the folder of the run as …${ending}`;
  const whole = (name: string): string =>
    `${name.replace(/(\.weights)?\.(h5|keras)$/, "").replace(ending, "")}${ending}`;
  return {
    expects,
    read(value) {
      const name = nameIn(value);
      if (name === undefined) return refuse(expects, value);
      if (/[\\/]/.test(name)) {
        return refuse(expects, value, {
          help: "it has no folder: everything that a run writes stands in its own",
        });
      }
      if (!/^[\w{][\w.{}:+-]*$/.test(name)) return refuse(expects, value);
      if (!taken.has(whole(name))) return accept(whole(name));
      return refuse(expects, value, { help: "the run keeps a file of this name itself; choose another" });
    },
    toJson: (value) => value,
    fromJson(json) {
      if (typeof json === "string" && !/[\\/]/.test(json) && json.endsWith(ending)) return json;
      throw jsonProblem(expects, json);
    },
    schema: { type: "string" },
  };
}

const hole = /\{(\w+)(?::(0?)(\d*)(?:\.(\d+))?([df])?)?\}/g;

/** What may stand in a hole: a figure, or the hole itself where there was none of that name. */
const filled = " *-?(?:[\\d.]+(?:e[-+]?\\d+)?|NaN|Infinity)|\\{[^}]*\\}";

/** Whether a file may have been written under a name with holes, whatever the figures were. */
export function mayFill(name: string, file: string): boolean {
  const parts = name.replace(hole, "{}").split("{}");
  const pattern = parts.map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join(`(?:${filled})`);
  return new RegExp(`^${pattern}$`).test(file);
}

/** Fills in `{epoch:02d}` and `{val_loss:.2f}`, as Python's formats of whole and decimal numbers do. */
export function fillName(name: string, values: Readonly<Record<string, number>>): string {
  return name.replace(hole, (written, key, zero, width, digits, kind) => {
    const value = values[key as string];
    if (value === undefined) return written as string;
    const decimals = kind === "f" ? Number(digits ?? 6) : undefined;
    const text = decimals === undefined ? String(value) : value.toFixed(decimals);
    return text.padStart(Number(width || 0), zero ? "0" : " ");
  });
}
