/**
 * The IDX format of the MNIST files: two zero bytes, a byte for the type, a byte for the number of axes, the axes as
 * big-endian 32-bit numbers, the values big-endian. Source: Y. LeCun, "The MNIST database", section "the IDX file format".
 */
import { Gunzip } from "fflate";
import type { Host } from "../base/host.ts";
import { UserError } from "../base/user-error.ts";
import type { NumberArray } from "./format.ts";
import { type LocatedFile, readStart } from "./source-files.ts";
import { joined } from "./zip-archive.ts";

/** With the most axes that a byte can count. */
const longestHeader = 4 + 4 * 255;

export interface IdxArray {
  /** The first axis counts rows. */
  readonly axes: readonly number[];
  /** Of whole rows; fewer than `axes[0]` where only the start was read. */
  readonly values: NumberArray;
  readonly rows: number;
}

interface ElementType {
  readonly bytes: number;
  readonly make: (length: number) => NumberArray;
  readonly read: (view: DataView, offset: number) => number;
}

const elementTypes: ReadonlyMap<number, ElementType> = new Map([
  [0x08, { bytes: 1, make: (n) => new Uint8Array(n), read: (view, at) => view.getUint8(at) }],
  [0x09, { bytes: 1, make: (n) => new Int8Array(n), read: (view, at) => view.getInt8(at) }],
  [0x0b, { bytes: 2, make: (n) => new Int16Array(n), read: (view, at) => view.getInt16(at) }],
  [0x0c, { bytes: 4, make: (n) => new Int32Array(n), read: (view, at) => view.getInt32(at) }],
  [0x0d, { bytes: 4, make: (n) => new Float32Array(n), read: (view, at) => view.getFloat32(at) }],
  [0x0e, { bytes: 8, make: (n) => new Float64Array(n), read: (view, at) => view.getFloat64(at) }],
] satisfies [number, ElementType][]);

/** Reads a file, plain or packed with gzip, or about its first `limit` bytes. Throws UserError for a broken one. */
export async function readIdx(
  host: Host,
  file: LocatedFile,
  limit = Number.POSITIVE_INFINITY,
): Promise<IdxArray> {
  const name = file.written;
  if (file.size === 0) throw broken(name, `${name} is empty: 0 bytes`);
  const start = await readStart(host, file, limit);
  const packed = start[0] === 0x1f && start[1] === 0x8b;
  const whole = start.length === file.size;
  const bytes = packed ? unpack(name, start, whole) : start;
  const { axes, type, headerBytes } = readAxes(name, bytes);
  const [rows, ...shape] = axes as [number, ...number[]];
  const rowBytes = shape.reduce((product, axis) => product * axis, type.bytes);
  const expected = headerBytes + rows * rowBytes;
  const found = packed ? (whole ? bytes.length : undefined) : file.size;
  if (found !== undefined && found !== expected) throw wrongLength(name, expected, found, axes);
  const read = rowBytes === 0 ? rows : Math.min(rows, Math.floor((bytes.length - headerBytes) / rowBytes));
  const body = bytes.subarray(headerBytes, headerBytes + read * rowBytes);
  return { axes, rows: read, values: decode(body, type) };
}

function readAxes(
  name: string,
  bytes: Uint8Array,
): { readonly axes: readonly number[]; readonly type: ElementType; readonly headerBytes: number } {
  const type = elementTypes.get(bytes[2] ?? 0);
  if (bytes.length < 4 || bytes[0] !== 0 || bytes[1] !== 0 || !type) {
    const first = [...bytes.subarray(0, 4)].map((byte) => byte.toString(16).padStart(2, "0")).join(" ");
    throw broken(name, `${name} is not an IDX file: it begins with the bytes ${first}`);
  }
  const rank = bytes[3] as number;
  if (rank === 0) throw broken(name, `${name} holds a single value, not rows: it has no axes`);
  const headerBytes = 4 + 4 * rank;
  if (bytes.length < headerBytes) throw wrongLength(name, headerBytes, bytes.length, undefined);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const axes = Array.from({ length: rank }, (_, i) => view.getUint32(4 + 4 * i));
  const elements = axes.reduce((product, axis) => product * axis, 1);
  if (elements >= 2 ** 31) {
    throw broken(
      name,
      `${name} announces ${axes.join(" × ")} values, more than the 2^31 that an array may hold`,
    );
  }
  if (elements === 0) throw broken(name, `${name} has no rows: its axes are ${axes.join(" × ")}`);
  return { axes, type, headerBytes };
}

function decode(body: Uint8Array, type: ElementType): NumberArray {
  // Bytes are used where they lie: image files are large.
  const values = type.make(0);
  if (values instanceof Uint8Array) return body;
  const out = type.make(body.length / type.bytes);
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
  for (let i = 0; i < out.length; i++) out[i] = type.read(view, i * type.bytes);
  return out;
}

/**
 * The content of a gzip file, or what the given start of it yields. It ends where the array that the first bytes announce
 * ends, and one byte more: whatever the data would go on to become, it takes no more memory.
 */
function unpack(name: string, packed: Uint8Array, whole: boolean): Uint8Array {
  const pieces: Uint8Array[] = [];
  let length = 0;
  let announced = Number.POSITIVE_INFINITY;
  const stream = new Gunzip((piece) => {
    pieces.push(piece);
    length += piece.length;
  });
  const step = 1 << 14;
  try {
    for (let at = 0; at < packed.length && length <= announced; at += step) {
      stream.push(packed.subarray(at, at + step), whole && at + step >= packed.length);
      if (announced === Number.POSITIVE_INFINITY && length >= longestHeader)
        announced = bytesOf(name, joined(pieces, longestHeader));
    }
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw broken(
      name,
      `${name} cannot be unpacked: its gzip data is cut off or damaged (${packed.length} bytes)`,
    );
  }
  return joined(pieces, Math.min(length, announced + 1));
}

/** What a whole file has, by its header. */
function bytesOf(name: string, start: Uint8Array): number {
  const { axes, type, headerBytes } = readAxes(name, start);
  return axes.reduce((product, axis) => product * axis, type.bytes) + headerBytes;
}

function wrongLength(
  name: string,
  expected: number,
  found: number,
  axes: readonly number[] | undefined,
): UserError {
  const announced = axes ? ` for ${axes.join(" × ")} values` : " for its header";
  return found < expected
    ? broken(name, `${name} is cut off: ${expected} bytes are expected${announced}, ${found} are there`)
    : broken(
        name,
        `${name} has ${found - expected} bytes too many: ${expected} are expected${announced}, ${found} are there`,
      );
}

function broken(name: string, message: string): UserError {
  return new UserError(message, {
    place: name,
    help: "get the file again from where it came from",
    exitCode: 2,
  });
}
