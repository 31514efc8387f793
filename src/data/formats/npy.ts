/** `npy("digits.npy")`: one array of NumPy. */
import { name, param, text } from "../../words/param-types.ts";
import { defineFormat, type RawData } from "../format.ts";
import { decodeNpy, npyHeaderBytes, readNpyHeader, requireBytes } from "../npy-array.ts";
import { type LocatedFile, readStart, type SourceFiles } from "../source-files.ts";

interface NpyParams {
  readonly path: string;
  readonly name: string;
}

export const npy = defineFormat({
  name: "npy",
  doc: "One array of NumPy, as numpy.save writes it; its first axis counts the rows. The array has no name of its own: it takes the one that `features` and `target` give it. An array of one axis is a column of numbers. Arrays of Python objects are refused, because reading them would run code.",
  endings: ["npy"],
  arrays: true,
  recognizes: (start) => start[0] === 0x93 && start[1] === 0x4e,
  nameless: true,
  params: {
    path: param(text, "file, relative to the model file or to the working directory"),
    name: param(name, "what the array is called; left out, the name that the section uses", "array"),
  },
  defaults: (params) => ({ features: params.name }),
  async sample(files, params, bytes) {
    const file = await files.locate(params.path);
    const start = await readStart(files.host, file, Math.max(bytes, npyHeaderBytes));
    return open(file, start, params, start.length < file.size);
  },
  async read(files: SourceFiles, params: NpyParams) {
    const file = await files.locate(params.path);
    return open(file, await files.host.readFile(file.path), params, false).data;
  },
  examples: [{ source: 'npy("digits.npy")' }],
});

function open({ written, size }: LocatedFile, bytes: Uint8Array, params: NpyParams, partial: boolean) {
  const header = readNpyHeader(written, bytes);
  requireBytes(written, header, size - header.begin);
  // Where the first axis runs fastest no start of the file holds whole rows: what is there then only tells what values occur.
  const shape = partial && header.fortran ? { ...header, fortran: false } : header;
  const { rows, field } = decodeNpy(shape, bytes.subarray(header.begin));
  const data: RawData = { rows, fields: { [params.name]: field } };
  return { data, rows: header.shape[0] as number, complete: !partial };
}
