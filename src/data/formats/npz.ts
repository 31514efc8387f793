/** `npz("signatures.npz")`: several arrays of NumPy in one file. */
import { UserError } from "../../base/user-error.ts";
import { keywordOnly, param, text } from "../../words/param-types.ts";
import { defineFormat, type RawData, type RawField } from "../format.ts";
import { decodeNpy, type NpyHeader, npyHeaderBytes, readNpyHeader, requireBytes } from "../npy-array.ts";
import type { LocatedFile, SourceFiles } from "../source-files.ts";
import { readMember, type ZipMember, zipMembers } from "../zip-archive.ts";

interface NpzParams {
  readonly path: string;
  readonly suffix: string;
}

interface OpenArray {
  readonly name: string;
  readonly header: NpyHeader;
  readonly rows: number;
  readonly field: RawField;
}

export const npz = defineFormat({
  name: "npz",
  doc: 'Several arrays of NumPy in one file, as numpy.savez and numpy.savez_compressed write them, each by its name. The first axis of each counts the rows, so all that are read have the same number of them. An array of one axis is a column of numbers. Where training and test arrays share a file, `suffix` chooses: of mnist.npz, `suffix = "_train"` reads x_train and y_train as x and y.',
  endings: ["npz"],
  arrays: true,
  params: {
    path: param(text, "file, relative to the model file or to the working directory"),
    suffix: keywordOnly(
      param(text, "reads the arrays whose names end so, and calls them by what stands before it", ""),
    ),
  },
  async sample(files, params, bytes) {
    const arrays = await open(files, params, bytes);
    return {
      data: join(arrays),
      rows: arrays[0]?.header.shape[0] as number,
      complete: arrays.every(({ rows, header }) => rows === header.shape[0]),
    };
  },
  async read(files, params) {
    return join(await open(files, params, Number.POSITIVE_INFINITY));
  },
  examples: [{ source: 'npz("signatures.npz")' }, { source: 'npz("mnist.npz", suffix = "_train")' }],
});

async function open(
  files: SourceFiles,
  { path, suffix }: NpzParams,
  limit: number,
): Promise<readonly OpenArray[]> {
  const file = await files.locate(path);
  const members = await zipMembers(files.host, file);
  const arrays = members.filter(({ name }) => name.endsWith(`${suffix}.npy`));
  if (arrays.length === 0) throw noArrays(file, members, suffix);
  const each = Math.max(npyHeaderBytes, Math.floor(limit / arrays.length));
  const opened: OpenArray[] = [];
  for (const member of arrays) opened.push(await openMember(files, file, member, suffix, each));
  requireSameRows(file.written, opened, suffix);
  return opened;
}

async function openMember(
  { host }: SourceFiles,
  file: LocatedFile,
  member: ZipMember,
  suffix: string,
  limit: number,
): Promise<OpenArray> {
  const title = `${member.name.replace(/\.npy$/, "")} of ${file.written}`;
  // The header first: what it announces must agree with the directory before memory is taken for it.
  const header = readNpyHeader(title, await readMember(host, file, member, npyHeaderBytes));
  requireBytes(title, header, member.bytes - header.begin);
  const bytes = await readMember(host, file, member, limit);
  const whole = bytes.length === member.bytes;
  const shape = whole ? header : { ...header, fortran: false };
  const { rows, field } = decodeNpy(shape, bytes.subarray(header.begin));
  return { name: member.name.slice(0, -(suffix.length + 4)), header, rows, field };
}

/** Where only the start of large arrays was read, small ones are all there: consumers take as many as they need. */
function join(arrays: readonly OpenArray[]): RawData {
  return {
    rows: Math.min(...arrays.map(({ rows }) => rows)),
    fields: Object.fromEntries(arrays.map(({ name, field }) => [name, field])),
  };
}

function requireSameRows(name: string, arrays: readonly OpenArray[], suffix: string): void {
  const counts = arrays.map(({ header }) => header.shape[0] as number);
  if (counts.every((count) => count === counts[0])) return;
  const list = arrays.map((array, i) => `${array.name}${suffix} ${counts[i]}`).join(", ");
  throw new UserError(`the arrays of ${name} have different numbers of rows: ${list}`, {
    place: name,
    help: 'read those that belong together: npz("…", suffix = "_train") takes x_train and y_train as x and y',
    exitCode: 2,
  });
}

function noArrays(file: LocatedFile, members: readonly ZipMember[], suffix: string): UserError {
  const names = members.map(({ name }) => name.replace(/\.npy$/, ""));
  const shown = names.slice(0, 12).join(", ") + (names.length > 12 ? ", …" : "");
  const which = suffix === "" ? "" : ` whose name ends in "${suffix}"`;
  return new UserError(`${file.written} holds no array of NumPy${which}`, {
    place: file.written,
    help: names.length === 0 ? "the archive is empty" : `it holds ${shown}`,
    exitCode: 2,
  });
}
