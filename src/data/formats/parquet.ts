/** `parquet("rows.parquet")`: a table in columns. */
import { param, text } from "../../words/param-types.ts";
import { defineFormat } from "../format.ts";
import { readParquet } from "../parquet-file.ts";

export const parquet = defineFormat({
  name: "parquet",
  doc: "A Parquet table: columns of numbers, flags (true is 1) and texts, and lists of numbers that have the same length in every row. Dates are seconds since 1970. Columns packed with snappy, gzip, brotli, zstd and lz4 are read.",
  endings: ["parquet", "pq"],
  arrays: true,
  recognizes: (start) => start[0] === 0x50 && start[1] === 0x41 && start[2] === 0x52 && start[3] === 0x31,
  params: {
    path: param(text, "file, relative to the model file or to the working directory"),
  },
  async sample({ host, locate }, params, bytes) {
    const file = await locate(params.path);
    const { data, rows } = await readParquet(host, file, bytes);
    return { data, rows, complete: data.rows === rows };
  },
  async read({ host, locate }, params) {
    return (await readParquet(host, await locate(params.path), Number.POSITIVE_INFINITY)).data;
  },
  examples: [{ source: 'parquet("rows.parquet")' }],
});
