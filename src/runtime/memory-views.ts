/** Typed views of the regions of a session's memory. */
import { bytesOf, type NumberArray } from "../tensor/types.ts";
import type { ArtifactRegion } from "./artifact.ts";

/** `start` is where the artifact's address 0 lies in the buffer. */
export function viewsOf(
  buffer: ArrayBuffer,
  regions: Readonly<Record<string, ArtifactRegion>>,
  start = 0,
): Record<string, NumberArray> {
  return Object.fromEntries(
    Object.entries(regions).map(([name, region]) => [name, viewOf(buffer, region, start)]),
  );
}

export function viewOf(
  buffer: ArrayBuffer,
  { byteOffset, dtype, length }: ArtifactRegion,
  start = 0,
): NumberArray {
  const at = start + byteOffset;
  if (at + length * bytesOf[dtype] > buffer.byteLength) {
    throw new RangeError(`a region of ${length} ${dtype} at ${byteOffset} does not fit the memory`);
  }
  if (dtype === "f32") return new Float32Array(buffer, at, length);
  return dtype === "f64" ? new Float64Array(buffer, at, length) : new Int32Array(buffer, at, length);
}
