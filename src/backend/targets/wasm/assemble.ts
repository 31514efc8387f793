/** WebAssembly modules to bytes: functions over one memory. WebAssembly Core Specification 2.0, chapter 5. */
import { ByteWriter } from "./byte-writer.ts";
import { encodings, type Instruction, type ValueType, valueTypeBytes } from "./instructions.ts";

export interface WasmFunction {
  readonly name: string;
  readonly parameters: readonly ValueType[];
  /** One at most; most functions give nothing. */
  readonly result?: ValueType;
  readonly locals: readonly ValueType[];
  readonly code: readonly Instruction[];
  readonly exported: boolean;
}

export interface WasmModule {
  readonly functions: readonly WasmFunction[];
  /** Pages of 64 KiB that the memory has at least. */
  readonly pages: number;
  /** What the module's own memory holds from the start; it is exported as `memory`. Left out, `env.memory` is imported. */
  readonly data?: readonly DataSegment[];
  /** Bytes that engines pass over, by name. */
  readonly custom?: readonly { readonly name: string; readonly bytes: Uint8Array }[];
  /** The memory is shared by threads, and has exactly these pages. */
  readonly shared?: boolean;
}

export interface DataSegment {
  readonly address: number;
  readonly bytes: Uint8Array;
  /** For people. */
  readonly what: string;
}

const sections = {
  custom: 0,
  type: 1,
  import: 2,
  function: 3,
  memory: 5,
  export: 7,
  code: 10,
  data: 11,
} as const;
const [kindFunction, kindMemory] = [0x00, 0x02];

export function assemble(module: WasmModule): Uint8Array {
  const signatures = [...new Set(module.functions.map(signature))];
  const out = new ByteWriter();
  out.append([0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00]);
  list(out, sections.type, signatures, (part, key) => writeType(part, key));
  if (module.data === undefined) list(out, sections.import, [module], writeMemoryImport);
  list(out, sections.function, module.functions, (part, f) =>
    part.unsigned(signatures.indexOf(signature(f))),
  );
  if (module.data !== undefined) list(out, sections.memory, [module.pages], writeLimits);
  list(out, sections.export, exportsOf(module), (part, { name, kind, index }) => {
    part.text(name);
    part.byte(kind);
    part.unsigned(index);
  });
  list(out, sections.code, module.functions, writeBody);
  if (module.data !== undefined) list(out, sections.data, module.data, writeData);
  for (const { name, bytes } of module.custom ?? []) {
    const part = new ByteWriter();
    part.text(name);
    part.append(bytes);
    out.byte(sections.custom);
    sized(out, part);
  }
  return out.finish();
}

interface Export {
  readonly name: string;
  readonly kind: number;
  readonly index: number;
}

function exportsOf({ functions, data }: WasmModule): Export[] {
  const exported = functions.flatMap(({ name, exported }, index) =>
    exported ? [{ name, kind: kindFunction, index }] : [],
  );
  return data === undefined ? exported : [{ name: "memory", kind: kindMemory, index: 0 }, ...exported];
}

function signature({ parameters, result }: WasmFunction): string {
  return `${parameters.join(" ")}:${result ?? ""}`;
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
  part.byte(0x60);
  for (const types of key.split(":")) {
    const names = types === "" ? [] : (types.split(" ") as ValueType[]);
    part.unsigned(names.length);
    for (const type of names) part.byte(valueTypeBytes[type]);
  }
}

function writeMemoryImport(part: ByteWriter, { pages, shared }: WasmModule): void {
  part.text("env");
  part.text("memory");
  part.byte(kindMemory);
  part.byte(shared ? 0x03 : 0x00);
  part.unsigned(pages);
  if (shared) part.unsigned(pages);
}

function writeLimits(part: ByteWriter, pages: number): void {
  part.byte(0x00);
  part.unsigned(pages);
}

function writeData(part: ByteWriter, { address, bytes }: DataSegment): void {
  part.unsigned(0);
  writeInstruction(part, { name: "i32.const", numbers: [address] });
  writeInstruction(part, { name: "end", numbers: [] });
  part.unsigned(bytes.length);
  part.append(bytes);
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

function writeInstruction(out: ByteWriter, { name, numbers }: Instruction): void {
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
