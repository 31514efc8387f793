/**
 * The directory of a zip archive and the members that it lists, without reading the rest. Source: PKWARE, "APPNOTE.TXT",
 * sections 4.3 and 4.5.3 (zip64, which NumPy writes for every member).
 */
import { Inflate } from "fflate";
import type { Host } from "../base/host.ts";
import { UserError } from "../base/user-error.ts";
import type { LocatedFile } from "./source-files.ts";

export interface ZipMember {
  readonly name: string;
  readonly method: number;
  readonly packedBytes: number;
  readonly bytes: number;
  /** Where its local header stands. */
  readonly at: number;
}

const endSignature = 0x06054b50;
const end64Signature = 0x06064b50;
const entrySignature = 0x02014b50;
const localSignature = 0x04034b50;
/** The end record with the longest comment. */
const longestEnd = 22 + 65_535;
const mostMembers = 10_000;
/** What packed data may become at most: more is no archive of arrays but a trap for memory. */
const mostUnpacked = 2 ** 32;

export async function zipMembers(host: Host, file: LocatedFile): Promise<readonly ZipMember[]> {
  const name = file.written;
  if (file.size === 0) throw broken(name, `${name} is empty: 0 bytes`);
  const tail = await host.readRange(file.path, Math.max(0, file.size - longestEnd), file.size);
  const view = viewOf(tail);
  let at = tail.length - 22;
  while (at >= 0 && view.getUint32(at, true) !== endSignature) at--;
  if (at < 0) throw broken(name, `${name} is no zip archive, or its end is cut off`);
  let count = view.getUint16(at + 10, true);
  let bytes = view.getUint32(at + 12, true);
  let begin = view.getUint32(at + 16, true);
  if (count === 0xffff || bytes === 0xffffffff || begin === 0xffffffff) {
    const end64 = at >= 20 ? Number(view.getBigUint64(at - 12, true)) : -1;
    const record = viewOf(await host.readRange(file.path, Math.max(0, end64), Math.max(0, end64) + 56));
    if (record.byteLength < 56 || record.getUint32(0, true) !== end64Signature) throw damaged(name);
    count = Number(record.getBigUint64(32, true));
    bytes = Number(record.getBigUint64(40, true));
    begin = Number(record.getBigUint64(48, true));
  }
  if (begin + bytes > file.size || count > mostMembers) throw damaged(name);
  const directory = await host.readRange(file.path, begin, begin + bytes);
  return readDirectory(name, directory, count);
}

function readDirectory(name: string, directory: Uint8Array, count: number): readonly ZipMember[] {
  const view = viewOf(directory);
  const members: ZipMember[] = [];
  let at = 0;
  for (let i = 0; i < count; i++) {
    if (at + 46 > directory.length || view.getUint32(at, true) !== entrySignature) throw damaged(name);
    const nameBytes = view.getUint16(at + 28, true);
    const extraBytes = view.getUint16(at + 30, true);
    const commentBytes = view.getUint16(at + 32, true);
    const text = new TextDecoder().decode(directory.subarray(at + 46, at + 46 + nameBytes));
    const extra = directory.subarray(at + 46 + nameBytes, at + 46 + nameBytes + extraBytes);
    const short = [24, 20, 42].map((offset) => view.getUint32(at + offset, true));
    const [bytes, packedBytes, local] = wideSizes(short, extra) as [number, number, number];
    if (view.getUint16(at + 8, true) & 1) throw broken(name, `${name} is encrypted`);
    members.push({ name: text, method: view.getUint16(at + 10, true), bytes, packedBytes, at: local });
    at += 46 + nameBytes + extraBytes + commentBytes;
  }
  return members;
}

/** Sizes that 32 bits cannot hold stand in an extra field, in order, only those that are wanted. */
function wideSizes(short: readonly number[], extra: Uint8Array): readonly number[] {
  const view = viewOf(extra);
  for (let at = 0; at + 4 <= extra.length; at += 4 + view.getUint16(at + 2, true)) {
    if (view.getUint16(at, true) !== 1) continue;
    let next = at + 4;
    return short.map((value) => {
      if (value !== 0xffffffff || next + 8 > extra.length) return value;
      next += 8;
      return Number(view.getBigUint64(next - 8, true));
    });
  }
  return short;
}

/** The first `limit` unpacked bytes of a member, or all of it. */
export async function readMember(
  host: Host,
  file: LocatedFile,
  member: ZipMember,
  limit = Number.POSITIVE_INFINITY,
): Promise<Uint8Array> {
  const name = `${member.name} in ${file.written}`;
  if (member.method !== 0 && member.method !== 8) {
    const help = "numpy.savez and numpy.savez_compressed write what is read here";
    throw new UserError(`${name} is packed by a method that is not read (number ${member.method})`, {
      place: file.written,
      help,
      exitCode: 2,
    });
  }
  const header = viewOf(await host.readRange(file.path, member.at, member.at + 30));
  if (header.byteLength < 30 || header.getUint32(0, true) !== localSignature) throw damaged(file.written);
  const begin = member.at + 30 + header.getUint16(26, true) + header.getUint16(28, true);
  const wanted = Math.min(limit, member.bytes);
  // Packing makes data larger by a few bytes in a thousand at most.
  const packed = Math.min(member.packedBytes, member.method === 0 ? wanted : Math.ceil(wanted * 1.01) + 1024);
  if (begin + packed > file.size) throw broken(file.written, `${file.written} is cut off in ${member.name}`);
  const bytes = await host.readRange(file.path, begin, begin + packed);
  if (member.method === 0) return bytes.subarray(0, wanted);
  if (wanted > mostUnpacked)
    throw broken(file.written, `${name} announces ${member.bytes} bytes, more than can be unpacked`);
  return inflate(file.written, name, bytes, wanted, packed === member.packedBytes);
}

/** Stops at `wanted` bytes, whatever the data would go on to become. */
function inflate(
  archive: string,
  name: string,
  packed: Uint8Array,
  wanted: number,
  whole: boolean,
): Uint8Array {
  const pieces: Uint8Array[] = [];
  let length = 0;
  const stream = new Inflate((piece) => {
    pieces.push(piece);
    length += piece.length;
  });
  try {
    const step = 1 << 16;
    for (let at = 0; at < packed.length && length < wanted; at += step) {
      stream.push(packed.subarray(at, at + step), whole && at + step >= packed.length);
    }
  } catch {
    throw broken(archive, `${name} cannot be unpacked: its data is damaged`);
  }
  if (length < wanted && whole)
    throw broken(archive, `${name} is cut off: ${wanted} bytes are announced, ${length} are there`);
  return joined(pieces, Math.min(length, wanted));
}

/** The first `length` bytes of all pieces. */
export function joined(pieces: readonly Uint8Array[], length: number): Uint8Array {
  const all = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    const taken = piece.subarray(0, length - at);
    all.set(taken, at);
    at += taken.length;
  }
  return all;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function damaged(name: string): UserError {
  return broken(name, `${name} is damaged: its directory does not fit its size`);
}

function broken(name: string, message: string): UserError {
  return new UserError(message, {
    place: name,
    help: "write it again with numpy.savez, or get it again from where it came from",
    exitCode: 2,
  });
}
