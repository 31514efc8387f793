/** WebAssembly modules to bytes: functions over one imported memory. WebAssembly Core Specification 2.0, chapter 5. */
import { ByteWriter } from "./byte-writer.ts";
import { encodings, type Instruction, type ValueType, valueTypeBytes } from "./instructions.ts";

export interface WasmFunction {
  readonly name: string;
  /** All functions here take numbers of these types and give nothing. */
  readonly parameters: readonly ValueType[];
  readonly locals: readonly ValueType[];
  readonly code: readonly Instruction[];
  readonly exported: boolean;
}

export interface WasmModule {
  readonly functions: readonly WasmFunction[];
  /** Pages of 64 KiB that the imported memory `env.memory` has at least. */
  readonly pages: number;
}

const sections = { type: 1, import: 2, function: 3, export: 7, code: 10 } as const;
const [kindFunction, kindMemory] = [0x00, 0x02];

export function assemble(module: WasmModule): Uint8Array {
  const signatures = [...new Set(module.functions.map(signature))];
  const out = new ByteWriter();
  out.append([0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00]);
  list(out, sections.type, signatures, (part, key) => writeType(part, key));
  list(out, sections.import, [module.pages], writeMemoryImport);
  list(out, sections.function, module.functions, (part, f) =>
    part.unsigned(signatures.indexOf(signature(f))),
  );
  const exported = module.functions.flatMap((f, index) => (f.exported ? [{ name: f.name, index }] : []));
  list(out, sections.export, exported, (part, { name, index }) => {
    part.text(name);
    part.byte(kindFunction);
    part.unsigned(index);
  });
  list(out, sections.code, module.functions, writeBody);
  return out.finish();
}

function signature({ parameters }: WasmFunction): string {
  return parameters.join(" ");
}

function list<T>(
  out: ByteWriter,
  id: number,
  items: readonly T[],
  write: (part: ByteWriter, item: T) => void,
): void {
  const part = new ByteWriter();
  part.unsigned(items.length);
  for (const item of items) write(part, item);
  out.byte(id);
  sized(out, part);
}

function sized(out: ByteWriter, part: ByteWriter): void {
  out.unsigned(part.length);
  out.append(part.finish());
}

function writeType(part: ByteWriter, key: string): void {
  const parameters = key === "" ? [] : (key.split(" ") as ValueType[]);
  part.byte(0x60);
  part.unsigned(parameters.length);
  for (const type of parameters) part.byte(valueTypeBytes[type]);
  part.unsigned(0);
}

function writeMemoryImport(part: ByteWriter, pages: number): void {
  part.text("env");
  part.text("memory");
  part.byte(kindMemory);
  part.byte(0x00);
  part.unsigned(pages);
}

function writeBody(out: ByteWriter, { locals, code }: WasmFunction): void {
  const part = new ByteWriter();
  const runs: { type: ValueType; count: number }[] = [];
  for (const type of locals) {
    const last = runs[runs.length - 1];
    if (last?.type === type) last.count++;
    else runs.push({ type, count: 1 });
  }
  part.unsigned(runs.length);
  for (const { type, count } of runs) {
    part.unsigned(count);
    part.byte(valueTypeBytes[type]);
  }
  for (const instruction of code) writeInstruction(part, instruction);
  writeInstruction(part, { name: "end", numbers: [] });
  sized(out, part);
}

export function writeInstruction(out: ByteWriter, { name, numbers }: Instruction): void {
  const encoding = encodings.get(name);
  if (encoding === undefined) throw new TypeError(`no instruction is named ${name}`);
  if (encoding.prefix === undefined) out.byte(encoding.opcode);
  else {
    out.byte(encoding.prefix);
    out.unsigned(encoding.opcode);
  }
  const first = numbers[0] ?? 0;
  switch (encoding.immediates) {
    case "none":
      break;
    case "block":
      out.byte(0x40);
      break;
    case "i32":
      out.signed(first | 0);
      break;
    case "i64":
      out.signed(BigInt.asIntN(64, BigInt(first)));
      break;
    case "f32":
      out.f32(first);
      break;
    case "f64":
      out.f64(first);
      break;
    case "bytes16":
      out.append(numbers);
      break;
    case "index":
    case "memory":
    case "memoryLane":
    case "lane":
      for (const number of numbers) out.unsigned(number);
  }
}
