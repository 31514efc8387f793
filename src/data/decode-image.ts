/** A PNG or JPEG file as bytes in rows, columns and channels. Decoders are plain code: the same bytes on every machine. */
import { UserError } from "../base/user-error.ts";

export interface Picture {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  /** Row by row, channels last. */
  readonly values: Uint8Array;
}

/** A picture of more points than this is a trap for memory. */
const mostPoints = 50_000_000;

export function isPng(bytes: Uint8Array): boolean {
  return bytes[0] === 0x89 && bytes[1] === 0x50 && bytes[2] === 0x4e && bytes[3] === 0x47;
}

export function isJpeg(bytes: Uint8Array): boolean {
  return bytes[0] === 0xff && bytes[1] === 0xd8;
}

/** `channels`: 1 for grey, 3 for colours, 4 for colours and opacity. Throws UserError for a file that is no image. */
export async function decodeImage(name: string, bytes: Uint8Array, channels: number): Promise<Picture> {
  if (bytes.length === 0) throw broken(name, `${name} is empty: 0 bytes`);
  if (!isPng(bytes) && !isJpeg(bytes)) throw broken(name, `${name} is neither a PNG nor a JPEG image`);
  if (isPng(bytes)) requireSize(name, bytes);
  let picture: Picture;
  try {
    picture = isPng(bytes) ? await decodePng(bytes) : await decodeJpeg(bytes);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    if (/maxResolution|maxMemory/.test(why)) throw tooLarge(name);
    throw broken(name, `${name} cannot be read as an image: it is cut off or damaged (${why})`);
  }
  return toChannels(picture, channels);
}

/** The size stands at a fixed place, before anything is unpacked. */
function requireSize(name: string, bytes: Uint8Array): void {
  if (bytes.length < 24) throw broken(name, `${name} is cut off in its header`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint32(16) * view.getUint32(20) > mostPoints) throw tooLarge(name);
}

async function decodePng(bytes: Uint8Array): Promise<Picture> {
  const { decode } = await import("fast-png");
  const { width, height, depth, data, palette, channels } = decode(bytes, { checkCrc: true });
  if (palette) {
    const indices = unpacked(data, width, height, depth);
    const size = palette[0]?.length ?? 3;
    const values = new Uint8Array(indices.length * size);
    for (const [i, index] of indices.entries()) values.set(palette[index] ?? [], i * size);
    return { width, height, channels: size, values };
  }
  if (depth === 16) return { width, height, channels, values: Uint8Array.from(data, (value) => value >> 8) };
  if (depth === 8) return { width, height, channels, values: Uint8Array.from(data) };
  const most = 2 ** depth - 1;
  const values = unpacked(data, width, height, depth).map((value) => Math.round((value * 255) / most));
  return { width, height, channels: 1, values };
}

/** Several points of fewer than 8 bits share a byte; each row begins with a byte of its own. */
function unpacked(data: ArrayLike<number>, width: number, height: number, depth: number): Uint8Array {
  const values = new Uint8Array(width * height);
  const rowBytes = Math.ceil((width * depth) / 8);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const bit = x * depth;
      const byte = data[y * rowBytes + (bit >> 3)] as number;
      values[y * width + x] = (byte >> (8 - depth - (bit & 7))) & (2 ** depth - 1);
    }
  }
  return values;
}

async function decodeJpeg(bytes: Uint8Array): Promise<Picture> {
  const jpeg = await import("jpeg-js");
  const { width, height, data } = jpeg.decode(bytes, {
    useTArray: true,
    formatAsRGBA: false,
    tolerantDecoding: false,
    maxResolutionInMP: mostPoints / 1e6,
  });
  return { width, height, channels: 3, values: data };
}

/** Grey is the luma of ITU-R BT.601, as other tools make it; opacity that is not asked for is left out. */
function toChannels({ width, height, channels, values }: Picture, wanted: number): Picture {
  if (channels === wanted) return { width, height, channels, values };
  const points = width * height;
  const out = new Uint8Array(points * wanted);
  const colours = channels >= 3;
  for (let point = 0; point < points; point++) {
    const at = point * channels;
    const red = values[at] as number;
    const green = colours ? (values[at + 1] as number) : red;
    const blue = colours ? (values[at + 2] as number) : red;
    const opacity = channels % 2 === 0 ? (values[at + channels - 1] as number) : 255;
    // In whole numbers, as Pillow computes it: the same everywhere.
    const grey = colours ? (red * 19595 + green * 38470 + blue * 7471 + 0x8000) >> 16 : red;
    out.set(wanted === 1 ? [grey] : [red, green, blue, opacity].slice(0, wanted), point * wanted);
  }
  return { width, height, channels: wanted, values: out };
}

function tooLarge(name: string): UserError {
  return broken(name, `${name} has more than ${mostPoints / 1e6} million points`, "make it smaller before");
}

function broken(
  name: string,
  message: string,
  help = "leave it out, or get it again from where it came from",
): UserError {
  return new UserError(message, { place: name, help, exitCode: 2 });
}
