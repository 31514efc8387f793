import { describe, expect, test } from "vitest";
import { decodeSafetensors, encodeSafetensors } from "../../src/tensor/safetensors.ts";

const file = {
  tensors: {
    "dense/kernel": {
      dtype: "f32",
      shape: [2, 3],
      values: new Float32Array([1, -0, 3.5, Number.NaN, 1e-40, 6]),
    },
    "dense/bias": { dtype: "f64", shape: [1], values: new Float64Array([Math.PI]) },
    step: { dtype: "i32", shape: [], values: new Int32Array([-7]) },
  },
  metadata: { b: "2", a: "1" },
} as const;

describe("safetensors", () => {
  test("what is written is read, to the bit", () => {
    const read = decodeSafetensors(encodeSafetensors(file), "x");
    expect(read).toEqual(file);
    expect(Object.is(read.tensors["dense/kernel"]?.values[1], -0)).toBe(true);
  });

  test("the layout is the specification's", () => {
    const bytes = encodeSafetensors(file);
    const length = Number(new DataView(bytes.buffer).getBigUint64(0, true));
    expect(length % 8).toBe(0);
    const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length)));
    expect(header.__metadata__).toEqual({ a: "1", b: "2" });
    expect(header["dense/kernel"]).toEqual({ dtype: "F32", shape: [2, 3], data_offsets: [0, 24] });
    expect(header.step).toEqual({ dtype: "I32", shape: [], data_offsets: [32, 36] });
    expect(bytes.length).toBe(8 + length + 36);
  });

  test("bytes at an odd place of a larger buffer are read too", () => {
    const bytes = encodeSafetensors(file);
    const shifted = new Uint8Array(bytes.length + 3);
    shifted.set(bytes, 3);
    expect(decodeSafetensors(shifted.subarray(3), "x")).toEqual(file);
  });

  const encode = (header: unknown, data = 8) => {
    const json = new TextEncoder().encode(JSON.stringify(header));
    const bytes = new Uint8Array(8 + json.length + data);
    new DataView(bytes.buffer).setBigUint64(0, BigInt(json.length), true);
    bytes.set(json, 8);
    return bytes;
  };
  test.each([
    ["nothing", new Uint8Array(0), /its header is cut off/],
    ["a length beyond the end", new Uint8Array([255, 0, 0, 0, 0, 0, 0, 0, 1]), /its header is cut off/],
    ["no JSON", new Uint8Array([2, 0, 0, 0, 0, 0, 0, 0, 123, 33]), /not JSON/],
    ["JSON of another kind", encode([1]), /not JSON/],
    ["another type", encode({ a: { dtype: "F16", shape: [1], data_offsets: [0, 2] } }), /has the type F16/],
    ["no type", encode({ a: 3 }), /has the type undefined/],
    [
      "a wrong size",
      encode({ a: { dtype: "F32", shape: [3], data_offsets: [0, 8] } }),
      /does not fit its shape \[3\]/,
    ],
    ["data that is cut", encode({ a: { dtype: "F32", shape: [4], data_offsets: [0, 16] } }), /does not fit/],
    ["no offsets", encode({ a: { dtype: "F32", shape: [1] } }), /does not fit/],
  ])("refuses %s", (_, bytes, message) => {
    expect(() => decodeSafetensors(bytes, "run/weights.safetensors")).toThrow(message);
    expect(() => decodeSafetensors(bytes, "run/weights.safetensors")).toThrow(/run\/weights\.safetensors/);
  });
});
