/**
 * The NPY format of NumPy: a magic word, a version, a header that is a Python record of type, order and shape, the values.
 * Source: numpy.lib.format, "Format Version 1.0" to "3.0".
 */
import { UserError } from "../base/user-error.ts";
import type { NumberArray, RawField } from "./format.ts";

export interface NpyHeader {
  readonly shape: readonly number[];
  /** The first axis runs fastest. */
  readonly fortran: boolean;
  readonly type: ElementType;
  readonly littleEndian: boolean;
  /** Where the values begin. */
  readonly begin: number;
  /** Of the values that the header announces. */
  readonly bytes: number;
}

export interface ElementType {
  readonly bytes: number;
  readonly make: (length: number) => NumberArray;
  readonly read: (view: DataView, at: number, little: boolean) => number;
}

/** A header longer than this is no header that NumPy writes. */
export const npyHeaderBytes = 1 << 16;

const numberTypes: Readonly<Record<string, ElementType>> = {
  b1: { bytes: 1, make: (n) => new Uint8Array(n), read: (view, at) => view.getUint8(at) },
  u1: { bytes: 1, make: (n) => new Uint8Array(n), read: (view, at) => view.getUint8(at) },
  i1: { bytes: 1, make: (n) => new Int8Array(n), read: (view, at) => view.getInt8(at) },
  i2: { bytes: 2, make: (n) => new Int16Array(n), read: (view, at, little) => view.getInt16(at, little) },
  u2: { bytes: 2, make: (n) => new Int32Array(n), read: (view, at, little) => view.getUint16(at, little) },
  i4: { bytes: 4, make: (n) => new Int32Array(n), read: (view, at, little) => view.getInt32(at, little) },
  u4: { bytes: 4, make: (n) => new Float64Array(n), read: (view, at, little) => view.getUint32(at, little) },
  i8: {
    bytes: 8,
    make: (n) => new Float64Array(n),
    read: (view, at, little) => Number(view.getBigInt64(at, little)),
  },
  u8: {
    bytes: 8,
    make: (n) => new Float64Array(n),
    read: (view, at, little) => Number(view.getBigUint64(at, little)),
  },
  f2: {
    bytes: 2,
    make: (n) => new Float32Array(n),
    read: (view, at, little) => half(view.getUint16(at, little)),
  },
  f4: { bytes: 4, make: (n) => new Float32Array(n), read: (view, at, little) => view.getFloat32(at, little) },
  f8: { bytes: 8, make: (n) => new Float64Array(n), read: (view, at, little) => view.getFloat64(at, little) },
};

/** What NumPy keeps that is no array of numbers, and what to do about it. */
const refusedTypes: readonly (readonly [type: RegExp, what: string, help: string])[] = [
  [
    /^O/,
    "Python objects (dtype object), which are programs and not data: reading them would run what the file says",
    "save numbers: array.astype(numpy.float32)",
  ],
  [/^c/, "complex numbers", "save real and imaginary parts as two arrays"],
  [/^[mM]/, "dates or times", "save them as numbers: array.astype(numpy.int64)"],
  [/^V|^\[/, "records of several fields", "save each field as an array of its own"],
  [/^[SU]/, "texts", "save them in a table, or as numbers"],
  [/^f/, "numbers of a size that this machine has not", "save them as numpy.float32"],
];

/** `bytes` are the first of the file or all; `name` is what messages call it. */
export function readNpyHeader(name: string, bytes: Uint8Array): NpyHeader {
  if (bytes.length === 0) throw broken(name, `${name} is empty: 0 bytes`);
  const magic = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];
  if (magic.some((byte, i) => bytes[i] !== byte)) {
    const first = [...bytes.subarray(0, 6)].map((byte) => byte.toString(16).padStart(2, "0")).join(" ");
    throw broken(name, `${name} is not a file of numpy.save: it begins with the bytes ${first}`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const wide = (bytes[6] ?? 1) > 1;
  const lengthAt = 8;
  if (bytes.length < lengthAt + 4) throw broken(name, `${name} is cut off in its header`);
  const begin = lengthAt + (wide ? 4 + view.getUint32(lengthAt, true) : 2 + view.getUint16(lengthAt, true));
  if (begin > Math.min(bytes.length, npyHeaderBytes)) throw broken(name, `${name} is cut off in its header`);
  const text = new TextDecoder("latin1").decode(bytes.subarray(lengthAt + (wide ? 4 : 2), begin));
  return readRecord(name, text, begin);
}

function readRecord(name: string, text: string, begin: number): NpyHeader {
  const descr = /'descr':\s*(?:'([^']*)'|(\[))/.exec(text);
  const order = /'fortran_order':\s*(True|False)/.exec(text);
  const axes = /'shape':\s*\(([\d\s,L]*)\)/.exec(text);
  if (!descr || !order || !axes)
    throw broken(name, `${name} has a header that cannot be read: ${text.trim()}`);
  const written = descr[1] ?? "[";
  const plain = written.replace(/^[<>|=]/, "").replace("?", "b1");
  const type = Object.hasOwn(numberTypes, plain) ? numberTypes[plain] : undefined;
  if (!type) throw refusedType(name, plain);
  const shape = (axes[1] as string)
    .split(",")
    .flatMap((axis) => (axis.trim() ? [Number.parseInt(axis, 10)] : []));
  requireRows(name, shape);
  const bytes = shape.reduce((product, axis) => product * axis, type.bytes);
  return { shape, fortran: order[1] === "True", type, littleEndian: !written.startsWith(">"), begin, bytes };
}

function refusedType(name: string, type: string): UserError {
  const [, what, help] = refusedTypes.find(([pattern]) => pattern.test(type)) ?? [
    undefined,
    `values of the type ${type}`,
    "save them as numpy.float32",
  ];
  return new UserError(`${name} holds ${what}`, { place: name, help, exitCode: 2 });
}

function requireRows(name: string, shape: readonly number[]): void {
  if (shape.length === 0) throw broken(name, `${name} holds a single value, not rows: it has no axes`);
  const elements = shape.reduce((product, axis) => product * axis, 1);
  if (elements === 0) throw broken(name, `${name} has no rows: its shape is (${shape.join(", ")})`);
  if (elements >= 2 ** 31) {
    throw broken(
      name,
      `${name} announces ${shape.join(" × ")} values, more than the 2^31 that an array may hold`,
    );
  }
}

/** Throws where the values are fewer or more than the header announces. */
export function requireBytes(name: string, header: NpyHeader, found: number): void {
  if (found === header.bytes) return;
  const announced = `${header.bytes} bytes of values are expected for the shape (${header.shape.join(", ")}), ${found} are there`;
  throw broken(
    name,
    found < header.bytes ? `${name} is cut off: ${announced}` : `${name} has too many bytes: ${announced}`,
  );
}

/** Whole rows from the start of the values; a column where a row is one number. */
export function decodeNpy(
  header: NpyHeader,
  body: Uint8Array,
): { readonly rows: number; readonly field: RawField } {
  const [all, ...shape] = header.shape as [number, ...number[]];
  const width = shape.reduce((product, axis) => product * axis, 1);
  const rows = Math.min(all, Math.floor(body.length / (width * header.type.bytes)));
  const values =
    header.fortran && shape.length > 0 ? byColumns(header, body) : byRows(header, body, rows * width);
  if (shape.length > 0) return { rows, field: { kind: "array", shape, values } };
  return { rows, field: { kind: "number", values: Float64Array.from(values) } };
}

function byRows({ type, littleEndian }: NpyHeader, body: Uint8Array, count: number): NumberArray {
  // Bytes are used where they lie: image files are large.
  if (type.bytes === 1 && type.make(0) instanceof Uint8Array) return body.subarray(0, count);
  const values = type.make(count);
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
  for (let i = 0; i < count; i++) values[i] = type.read(view, i * type.bytes, littleEndian);
  return values;
}

/** Values that lie with the first axis fastest, put into rows. */
function byColumns({ shape, type, littleEndian }: NpyHeader, body: Uint8Array): NumberArray {
  const count = shape.reduce((product, axis) => product * axis, 1);
  const values = type.make(count);
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
  const index = shape.map(() => 0);
  const strides = shape.map((_, axis) => shape.slice(axis + 1).reduce((product, size) => product * size, 1));
  let to = 0;
  for (let i = 0; i < count; i++) {
    values[to] = type.read(view, i * type.bytes, littleEndian);
    for (let axis = 0; axis < shape.length; axis++) {
      index[axis] = (index[axis] as number) + 1;
      to += strides[axis] as number;
      if ((index[axis] as number) < (shape[axis] as number)) break;
      to -= (strides[axis] as number) * (shape[axis] as number);
      index[axis] = 0;
    }
  }
  return values;
}

/** IEEE 754 binary16. */
function half(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1024 + fraction) * 2 ** (exponent - 25);
}

function broken(name: string, message: string): UserError {
  return new UserError(message, {
    place: name,
    help: "write it again with numpy.save, or get it again from where it came from",
    exitCode: 2,
  });
}
