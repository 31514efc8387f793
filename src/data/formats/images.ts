/** `images("flowers/", size = [128, 128])`: a folder of pictures, with a folder for each class. */
import { UserError } from "../../base/user-error.ts";
import { integers } from "../../words/list-types.ts";
import { integer, keywordOnly, optional, param, text } from "../../words/param-types.ts";
import { decodeImage, isJpeg, isPng, type Picture } from "../decode-image.ts";
import { defineFormat, type RawData } from "../format.ts";
import { resizeImage } from "../resize-image.ts";
import type { LocatedFile, SourceFiles } from "../source-files.ts";

interface ImagesParams {
  readonly path: string;
  readonly size: readonly number[] | null;
  readonly channels: number;
}

interface ImageFile {
  readonly path: string;
  /** As messages call it. */
  readonly name: string;
  /** The folder that it lies in; none for rows without labels. */
  readonly kind?: string;
}

const endings = ["png", "jpg", "jpeg"];
/** Pictures that are decoded for the header: photographs take their time. */
const mostSampled = 64;
const mostValues = 2 ** 31;

export const images = defineFormat({
  name: "images",
  doc: "Pictures in PNG or JPEG files, in a folder for each class. The pixels are called `image`, 0 … 255 as [height, width, channels], the class `kind`: it is the name of the folder. `size` brings all to one size, bilinearly, as keras.utils.image_dataset_from_directory does. For predictions a folder without classes, or a single file, will do.",
  endings,
  recognizes: (start) => isPng(start) || isJpeg(start),
  params: {
    path: param(text, "folder, relative to the model file or to the working directory"),
    size: keywordOnly(
      param(
        optional(integers(2)),
        "height and width that all pictures get; left out, all have the same",
        null,
      ),
    ),
    channels: keywordOnly(
      param(integer({ min: 1, max: 4 }), "3 for colours, 1 for grey, 4 for colours and opacity", 3),
    ),
  },
  conflict: ({ channels }) =>
    channels === 2
      ? { param: "channels", message: "takes 1, 3 or 4", help: "3 for colours, 1 for grey" }
      : undefined,
  defaults: () => ({ features: "image", target: "kind" }),
  async sample(files, params, bytes) {
    const found = await listImages(files, params.path);
    const chosen = await spread(files, found, bytes);
    const data = await readAll(files, chosen, params);
    // Names of classes cost nothing: they are all there, and pictures as far as they were read.
    const kinds = kindsOf(found);
    return {
      data: { ...data, fields: { ...data.fields, ...kinds } },
      rows: found.length,
      complete: chosen.length === found.length,
    };
  },
  async read(files, params) {
    const found = await listImages(files, params.path);
    const data = await readAll(files, found, params);
    return { ...data, fields: { ...data.fields, ...kindsOf(found) } };
  },
  examples: [
    { source: 'images("flowers/", size = [128, 128])' },
    { source: 'images("digits/", size = 28, channels = 1)' },
  ],
});

/** In order of class and name, so that the order does not depend on the file system. */
async function listImages({ host, locate }: SourceFiles, path: string): Promise<readonly ImageFile[]> {
  const root = await locate(path, "either");
  if (!root.folder) return [{ path: root.path, name: root.written }];
  const plain = root.written.replace(/[\\/]+$/, "");
  const files: ImageFile[] = [];
  const loose: ImageFile[] = [];
  for (const entry of await host.listFolder(root.path)) {
    const full = host.resolve(root.path, entry);
    if (isImageName(entry)) loose.push({ path: full, name: `${plain}/${entry}` });
    else if ((await host.stat(full))?.isDirectory) {
      for (const inner of await host.listFolder(full)) {
        if (isImageName(inner)) {
          files.push({ path: host.resolve(full, inner), name: `${plain}/${entry}/${inner}`, kind: entry });
        }
      }
    }
  }
  if (files.length > 0 && loose.length > 0) throw mixed(root, loose[0] as ImageFile);
  if (files.length + loose.length === 0) throw noImages(root);
  return files.length > 0 ? files : loose;
}

function isImageName(name: string): boolean {
  return !name.startsWith(".") && endings.some((ending) => name.toLowerCase().endsWith(`.${ending}`));
}

/** Pictures from all over the list, as many as `bytes` of files allow. */
async function spread(
  { host }: SourceFiles,
  files: readonly ImageFile[],
  bytes: number,
): Promise<readonly ImageFile[]> {
  const count = Math.min(files.length, mostSampled);
  const candidates = Array.from({ length: count }, (_, i) => files[Math.floor((i * files.length) / count)]);
  const chosen: ImageFile[] = [];
  let left = bytes;
  for (const file of candidates as readonly ImageFile[]) {
    left -= (await host.stat(file.path))?.size ?? 0;
    if (left < 0 && chosen.length > 0) break;
    chosen.push(file);
  }
  return chosen;
}

async function readAll(
  { host }: SourceFiles,
  files: readonly ImageFile[],
  params: ImagesParams,
): Promise<RawData> {
  const { size, channels } = params;
  let values = new Uint8Array(0);
  let shape: readonly number[] = [];
  for (const [row, { path, name }] of files.entries()) {
    const decoded = await decodeImage(name, await host.readFile(path), channels);
    const picture = size ? resizeImage(decoded, size[0] as number, size[1] as number) : decoded;
    if (row === 0) {
      shape = [picture.height, picture.width, channels];
      values = new Uint8Array(room(files, picture));
    }
    if (picture.height !== shape[0] || picture.width !== shape[1]) {
      throw otherSize(name, picture, files[0] as ImageFile, shape);
    }
    values.set(picture.values, row * picture.values.length);
  }
  return { rows: files.length, fields: { image: { kind: "array", shape, values } } };
}

function room(files: readonly ImageFile[], { values }: Picture): number {
  const needed = files.length * values.length;
  if (needed < mostValues) return needed;
  throw new UserError(
    `${files.length} pictures of ${values.length} numbers are more than the 2^31 that are kept in memory`,
    {
      help: "give them a smaller size: images(…, size = [64, 64])",
      exitCode: 2,
    },
  );
}

function kindsOf(files: readonly ImageFile[]): RawData["fields"] {
  if (files[0]?.kind === undefined) return {};
  return { kind: { kind: "text", values: files.map(({ kind }) => kind) } };
}

function otherSize(
  name: string,
  { height, width }: Picture,
  first: ImageFile,
  shape: readonly number[],
): UserError {
  return new UserError(
    `${name} is ${height} × ${width} points, and ${first.name} is ${shape[0]} × ${shape[1]}: all must have one size`,
    { place: name, help: `bring them to one: size = [${shape[0]}, ${shape[1]}]`, exitCode: 2 },
  );
}

function mixed(root: LocatedFile, file: ImageFile): UserError {
  return new UserError(`${root.written} holds pictures beside its folders: ${file.name} has no class`, {
    place: root.written,
    help: "put each picture into the folder of its class",
    exitCode: 2,
  });
}

function noImages(root: LocatedFile): UserError {
  return new UserError(`${root.written} holds no PNG or JPEG files`, {
    place: root.written,
    help: "it has a folder for each class, and the pictures are in these",
    exitCode: 2,
  });
}
