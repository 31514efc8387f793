/** `idx("images", labels = "labels")`: the files of MNIST and its kin. */
import { UserError } from "../../base/user-error.ts";
import { keywordOnly, optional, param, text } from "../../words/param-types.ts";
import { defineFormat, type RawArray, type RawData } from "../format.ts";
import { type IdxArray, readIdx } from "../idx-file.ts";
import type { SourceFiles } from "../source-files.ts";

interface IdxParams {
  readonly path: string;
  readonly labels: string | null;
}

export const idx = defineFormat({
  name: "idx",
  doc: "Arrays in IDX files, as MNIST comes: one array a row, plain or packed with gzip. The array is called `image` and the labels `label`; without `features` and `target` they are the features of the only input and the target of the only output.",
  endings: ["idx"],
  recognizes: (start) => start[0] === 0 && start[1] === 0 && start.length > 3 && (start[2] as number) >= 8,
  params: {
    path: param(text, "file of the arrays, relative to the model file or to the working directory"),
    labels: keywordOnly(param(optional(text), "file of the labels, one for each row", null)),
  },
  defaults: ({ labels }) => ({ features: "image", ...(labels === null ? {} : { target: "label" }) }),
  rowsOnly: () => ({ labels: null }),
  async sample(files, params, bytes) {
    const { image, label } = await open(files, params, bytes);
    const rows = image.axes[0] as number;
    return { data: join(image, label), rows, complete: image.rows === rows };
  },
  async read(files, params) {
    const { image, label } = await open(files, params);
    return join(image, label);
  },
  examples: [{ source: 'idx("train-images-idx3-ubyte", labels = "train-labels-idx1-ubyte")' }],
});

/** Labels are read whole: they are small, and their classes are asked for. */
async function open(
  { host, locate }: SourceFiles,
  { path, labels }: IdxParams,
  limit?: number,
): Promise<{ readonly image: IdxArray; readonly label: IdxArray | undefined }> {
  const image = await readIdx(host, await locate(path), limit);
  if (labels === null) return { image, label: undefined };
  const label = await readIdx(host, await locate(labels));
  if (label.axes[0] !== image.axes[0]) {
    throw new UserError(
      `${path} has ${image.axes[0]} rows, but its labels in ${labels} have ${label.axes[0]}: each row needs one`,
      { place: labels, help: "name the labels that belong to these arrays", exitCode: 2 },
    );
  }
  return { image, label };
}

/** Where only the start of the arrays was read, the labels are all there: consumers take as many as they need. */
function join(image: IdxArray, label: IdxArray | undefined): RawData {
  const fields = { image: arrayOf(image), ...(label ? { label: arrayOf(label) } : {}) };
  return { rows: image.rows, fields };
}

function arrayOf({ axes, values }: IdxArray): RawArray {
  return { kind: "array", shape: axes.slice(1), values };
}
