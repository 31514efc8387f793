/** Parquet tables by hyparquet: their columns as this program's own. */
import type { AsyncBuffer, Compressors, FileMetaData } from "hyparquet";
import type { Host } from "../base/host.ts";
import { UserError } from "../base/user-error.ts";
import type { RawData, RawField } from "./format.ts";
import { JsonField } from "./json-field.ts";
import type { LocatedFile } from "./source-files.ts";

/** Rows of the start, as many groups of rows as `limit` bytes hold, or a part of the first. */
export async function readParquet(
  host: Host,
  file: LocatedFile,
  limit: number,
): Promise<{ readonly data: RawData; readonly rows: number }> {
  const name = file.written;
  if (file.size === 0) throw broken(name, `${name} is empty: 0 bytes`);
  const magic = new TextDecoder("latin1").decode(await host.readRange(file.path, 0, 4));
  if (magic !== "PAR1") throw broken(name, `${name} is not a Parquet file: it does not begin with PAR1`);
  const { parquetMetadataAsync, parquetReadObjects } = await import("hyparquet");
  const { compressors } = await import("hyparquet-compressors");
  const buffer: AsyncBuffer = {
    byteLength: file.size,
    async slice(start, end = file.size) {
      const bytes = await host.readRange(file.path, start, end);
      // A buffer of its own: the reader takes views at offsets of it.
      return bytes.slice().buffer as ArrayBuffer;
    },
  };
  const metadata = await guarded(name, () => parquetMetadataAsync(buffer));
  const rows = Number(metadata.num_rows);
  if (rows === 0) throw broken(name, `${name} has no rows`);
  requireFlat(name, metadata);
  const rowEnd = rowsWithin(metadata, limit);
  const objects = await guarded(name, () =>
    parquetReadObjects({ file: buffer, metadata, compressors: compressors as Compressors, rowEnd }),
  );
  return { data: columns(name, objects), rows };
}

/** What unpacked values take in memory, by what the file says of its groups of rows. */
function rowsWithin({ row_groups }: FileMetaData, limit: number): number {
  let rows = 0;
  let bytes = 0;
  for (const group of row_groups) {
    const [own, count] = [Number(group.total_byte_size), Number(group.num_rows)];
    if (bytes + own > limit) return rows > 0 ? rows : Math.max(1, Math.floor((count * limit) / own));
    bytes += own;
    rows += count;
  }
  return rows;
}

function requireFlat(name: string, { schema }: FileMetaData): void {
  const [root] = schema;
  if ((root?.num_children ?? 0) > 10_000) {
    throw broken(name, `${name} has ${root?.num_children} columns, more than the 10,000 that are read`);
  }
}

function columns(name: string, objects: readonly Readonly<Record<string, unknown>>[]): RawData {
  const fields = new Map<string, JsonField>();
  for (const [row, object] of objects.entries()) {
    for (const [key, value] of Object.entries(object)) {
      let field = fields.get(key);
      if (!field) {
        field = new JsonField(key);
        fields.set(key, field);
      }
      const problem = field.add(row, plain(value));
      if (problem) {
        throw new UserError(`row ${row + 1} of ${name}: ${problem.message}`, {
          place: name,
          help: problem.help,
          exitCode: 2,
        });
      }
    }
  }
  const entries = [...fields].map(([key, field]): [string, RawField] => {
    const row = field.rowWithoutArray(objects.length);
    if (row !== undefined) throw broken(name, `row ${row + 1} of ${name} has no array in ${key}`);
    return [key, field.finish(objects.length)];
  });
  return { rows: objects.length, fields: Object.fromEntries(entries) };
}

/** Numbers of 64 bits as plain numbers, dates as seconds since 1970, what is not known as null. */
function plain(value: unknown): unknown {
  if (typeof value === "bigint") return Number(value);
  if (value instanceof Date) return value.getTime() / 1000;
  if (value === undefined || (typeof value === "number" && Number.isNaN(value))) return null;
  if (ArrayBuffer.isView(value)) return Array.from(value as unknown as ArrayLike<number | bigint>, plain);
  return Array.isArray(value) ? value.map(plain) : value;
}

/** What goes wrong inside the reader is the file's fault, and one line. */
async function guarded<T>(name: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof UserError) throw error;
    const why = error instanceof Error ? error.message : String(error);
    throw broken(name, `${name} cannot be read: it is cut off or damaged (${why})`);
  }
}

function broken(name: string, message: string): UserError {
  return new UserError(message, {
    place: name,
    help: "write it again, or get it again from where it came from",
    exitCode: 2,
  });
}
