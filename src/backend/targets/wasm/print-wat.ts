/** A module in the WebAssembly text format, for people: `nnet show --stage wat`. */
import type { WasmFunction, WasmModule } from "./assemble.ts";
import { encodings, type Instruction } from "./instructions.ts";

const openers = ["loop", "if"];

export function printWat({ functions, pages, shared, data, custom = [] }: WasmModule): string {
  const parts = functions.map((f) => printFunctionText(f, functions));
  const limits = shared ? `${pages} ${pages} shared` : `${pages}`;
  const memory =
    data === undefined ? `(import "env" "memory" (memory ${limits}))` : `(memory (export "memory") ${pages})`;
  // Bytes say nothing to a reader.
  const notes = [
    ...(data ?? []).map(({ address, bytes, what }) => `data at ${address}: ${bytes.length} bytes, ${what}`),
    ...custom.map(({ name, bytes }) => `custom section "${name}": ${bytes.length} bytes`),
  ];
  return ["(module", `  ${memory}`, ...notes.map((note) => `  ;; ${note}`), ...parts, ")", ""].join("\n");
}

function printFunctionText(f: WasmFunction, functions: readonly WasmFunction[]): string {
  const heading = [
    `  (func ${identifier(f, functions)}`,
    ...(f.exported ? [`(export ${JSON.stringify(f.name)})`] : []),
    ...(f.parameters.length > 0 ? [`(param ${f.parameters.join(" ")})`] : []),
    ...(f.result === undefined ? [] : [`(result ${f.result})`]),
    ...(f.locals.length > 0 ? [`(local ${f.locals.join(" ")})`] : []),
  ].join(" ");
  let depth = 2;
  const lines = f.code.map((instruction) => {
    if (instruction.name === "end" || instruction.name === "else") depth--;
    const line = `${"  ".repeat(depth)}${printInstruction(instruction, functions)}`;
    if (openers.includes(instruction.name) || instruction.name === "else") depth++;
    return line;
  });
  return [heading, ...lines, "  )"].join("\n");
}

/** Names are for people and may repeat; the number tells functions apart. */
function identifier(f: WasmFunction, functions: readonly WasmFunction[]): string {
  return `$${functions.indexOf(f)}_${f.name.replace(/[^A-Za-z0-9_.+-]/g, "_")}`;
}

function printInstruction({ name, numbers }: Instruction, functions: readonly WasmFunction[]): string {
  const immediates = encodings.get(name)?.immediates;
  switch (immediates) {
    case "memory":
    case "memoryLane": {
      const [align, offset, lane] = numbers as [number, number, number | undefined];
      return [
        name,
        ...(offset > 0 ? [`offset=${offset}`] : []),
        `align=${2 ** align}`,
        ...(lane === undefined ? [] : [lane]),
      ].join(" ");
    }
    case "bytes16":
      return `${name} ${name === "v128.const" ? "i8x16 " : ""}${numbers.join(" ")}`;
    case "f32":
    case "f64":
      return `${name} ${floatText(numbers[0] as number)}`;
    case "index":
      if (name === "call")
        return `call ${identifier(functions[numbers[0] as number] as WasmFunction, functions)}`;
      return `${name} ${numbers[0]}`;
    default:
      return [name, ...numbers].join(" ");
  }
}

function floatText(value: number): string {
  if (Number.isNaN(value)) return "nan";
  if (!Number.isFinite(value)) return value > 0 ? "inf" : "-inf";
  return Object.is(value, -0) ? "-0" : String(value);
}
