/**
 * The safetensors file format: an 8-byte length, a JSON header of names, types, shapes and offsets, then the bytes, little
 * endian. Source: the format's specification (github.com/huggingface/safetensors).
 */
import { UserError } from "../base/user-error.ts";
import { bytesOf, type DType, newArray, sizeOf, type Tensor } from "./types.ts";

export interface TensorFile {
  readonly tensors: Readonly<Record<string, Tensor>>;
  readonly metadata: Readonly<Record<string, string>>;
}

const codes: Readonly<Record<DType, string>> = { f32: "F32", f64: "F64", i32: "I32" };
const dtypes: Readonly<Record<string, DType>> = { F32: "f32", F64: "f64", I32: "i32" };

interface HeaderEntry {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly data_offsets: readonly [number, number];
}

/** The same tensors and metadata always give the same bytes: entries keep their order, metadata is sorted by key. */
export function encodeSafetensors(file: TensorFile): Uint8Array {
  const header: Record<string, unknown> = {};
  const metadata = Object.entries(file.metadata).sort(([a], [b]) => (a < b ? -1 : 1));
  if (metadata.length > 0) header.__metadata__ = Object.fromEntries(metadata);
  let end = 0;
  for (const [name, { dtype, shape, values }] of Object.entries(file.tensors)) {
    header[name] = { dtype: codes[dtype], shape, data_offsets: [end, end + values.byteLength] };
    end += values.byteLength;
  }
  const json = new TextEncoder().encode(JSON.stringify(header));
  // The specification aligns the data to 8 bytes with blanks after the header.
  const headerLength = Math.ceil(json.length / 8) * 8;
  const bytes = new Uint8Array(8 + headerLength + end);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(headerLength), true);
  bytes.fill(0x20, 8, 8 + headerLength);
  bytes.set(json, 8);
  let offset = 8 + headerLength;
  for (const { values } of Object.values(file.tensors)) {
    bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), offset);
    offset += values.byteLength;
  }
  return bytes;
}

/** Throws UserError naming `place` for bytes that are not such a file, or hold types other than F32, F64 and I32. */
export function decodeSafetensors(bytes: Uint8Array, place: string): TensorFile {
  const { header, begin } = readHeader(bytes, place);
  const tensors: Record<string, Tensor> = {};
  for (const [name, entry] of entriesOf(header)) {
    const { dtype, shape, start, end, length } = readEntry(name, entry, bytes.length - begin, place);
    const values = newArray(dtype, length);
    new Uint8Array(values.buffer).set(bytes.subarray(begin + start, begin + end));
    tensors[name] = { dtype, shape, values };
  }
  return { tensors, metadata: (header.__metadata__ ?? {}) as Record<string, string> };
}

/** Shapes by name, from a header alone: `bytes` need not go beyond `headerEnd`; `size` is the whole file's. */
export function tensorShapes(
  bytes: Uint8Array,
  size: number,
  place: string,
): Readonly<Record<string, readonly number[]>> {
  const { header, begin } = readHeader(bytes, place);
  return Object.fromEntries(
    entriesOf(header).map(([name, entry]) => [name, readEntry(name, entry, size - begin, place).shape]),
  );
}

/** Where the header ends, by the first 8 bytes of a file of `size`. */
export function headerEnd(bytes: Uint8Array, size: number, place: string): number {
  const length =
    bytes.length >= 8 ? Number(new DataView(bytes.buffer, bytes.byteOffset, 8).getBigUint64(0, true)) : -1;
  if (length < 0 || 8 + length > size) throw damaged(place, "its header is cut off");
  return 8 + length;
}

function readHeader(bytes: Uint8Array, place: string): { header: Record<string, unknown>; begin: number } {
  const begin = headerEnd(bytes, bytes.length, place);
  try {
    const header: unknown = JSON.parse(
      new TextDecoder("utf-8", { fatal: true }).decode(bytes.subarray(8, begin)),
    );
    if (typeof header === "object" && header !== null && !Array.isArray(header)) {
      return { header: header as Record<string, unknown>, begin };
    }
  } catch {
    // Told below, as any other header that is not an object.
  }
  throw damaged(place, "its header is not JSON");
}

function entriesOf(header: Record<string, unknown>): [name: string, entry: HeaderEntry][] {
  const entries = Object.entries(header).filter(([name]) => name !== "__metadata__");
  return entries as [string, HeaderEntry][];
}

/** The entry with its type and place among the `room` bytes behind the header. */
function readEntry(name: string, entry: HeaderEntry, room: number, place: string) {
  const dtype = dtypes[entry?.dtype];
  if (!dtype)
    throw damaged(place, `the tensor ${name} has the type ${String(entry?.dtype)}, not F32, F64 or I32`);
  const shape = Array.isArray(entry.shape) ? entry.shape : [-1];
  const [start, end] = Array.isArray(entry.data_offsets) ? entry.data_offsets : [-1, -1];
  const length = sizeOf(shape);
  const sound = shape.every((size) => Number.isSafeInteger(size) && size >= 0);
  if (!sound || !(start >= 0) || end - start !== length * bytesOf[dtype] || end > room) {
    throw damaged(place, `the tensor ${name} does not fit its shape [${shape.join(", ")}]`);
  }
  return { dtype, shape, start, end, length };
}

function damaged(place: string, why: string): UserError {
  return new UserError(`${place} is not a whole safetensors file: ${why}`, {
    place,
    help: "it may have been cut short while it was copied; take another copy or train again",
  });
}
