import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { assemble, type WasmModule } from "../../src/backend/targets/wasm/assemble.ts";
import { ByteWriter } from "../../src/backend/targets/wasm/byte-writer.ts";
import { plain } from "../../src/backend/targets/wasm/operations.ts";
import { printWat } from "../../src/backend/targets/wasm/print-wat.ts";

function bytesBy(write: (out: ByteWriter) => void): number[] {
  const out = new ByteWriter();
  write(out);
  return [...out.finish()];
}

/** LEB128 read back, by the definition. */
function decode(bytes: readonly number[], signed: boolean): bigint {
  let value = 0n;
  bytes.forEach((byte, index) => {
    value |= BigInt(byte & 0x7f) << BigInt(7 * index);
  });
  const last = bytes[bytes.length - 1] as number;
  return signed && last & 0x40 ? value - (1n << BigInt(7 * bytes.length)) : value;
}

describe("LEB128", () => {
  it("writes the examples of the DWARF specification", () => {
    expect(bytesBy((out) => out.unsigned(624485))).toEqual([0xe5, 0x8e, 0x26]);
    expect(bytesBy((out) => out.signed(-123456))).toEqual([0xc0, 0xbb, 0x78]);
    expect(bytesBy((out) => out.signed(64))).toEqual([0xc0, 0x00]);
    expect(bytesBy((out) => out.signed(-64))).toEqual([0x40]);
  });
  it("reads back for every number, in no more bytes than needed", () => {
    const check = (bytes: number[], value: bigint, signed: boolean): void => {
      expect(decode(bytes, signed)).toBe(value);
      expect(
        bytes.slice(0, -1).every((byte) => byte >= 0x80) && (bytes[bytes.length - 1] as number) < 0x80,
      ).toBe(true);
      if (bytes.length > 1) expect(decode(bytes.slice(0, -1), signed)).not.toBe(value);
    };
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 32 - 1 }), (n) =>
        check(
          bytesBy((out) => out.unsigned(n)),
          BigInt(n),
          false,
        ),
      ),
    );
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), (n) =>
        check(
          bytesBy((out) => out.signed(n)),
          n,
          true,
        ),
      ),
    );
  });
});

describe("a byte writer", () => {
  it("grows as far as needed", () => {
    const out = new ByteWriter();
    for (let i = 0; i < 5000; i++) out.byte(i & 0xff);
    out.append(new Uint8Array(9000).fill(7));
    const bytes = out.finish();
    expect(out.length).toBe(14000);
    expect([bytes[4999], bytes[5000], bytes[13999]]).toEqual([4999 & 0xff, 7, 7]);
  });
  it("writes floats and text", () => {
    expect(bytesBy((out) => out.f32(1))).toEqual([0, 0, 0x80, 0x3f]);
    expect(bytesBy((out) => out.f64(-2))).toEqual([0, 0, 0, 0, 0, 0, 0, 0xc0]);
    expect(bytesBy((out) => out.text("é"))).toEqual([2, 0xc3, 0xa9]);
  });
});

const module: WasmModule = {
  pages: 2,
  functions: [
    {
      name: "store it",
      parameters: ["i32"],
      locals: ["f32", "f32", "v128", "i32"],
      code: [
        plain("local.get", 0),
        plain("f32.const", -0),
        plain("f32.store", 2, 300),
        plain("local.get", 0),
        plain("if"),
        plain("local.get", 0),
        plain("v128.const", ...new Array<number>(16).fill(9)),
        plain("v128.store64_lane", 3, 0, 1),
        plain("else"),
        plain("i32.const", 0),
        plain("i32.const", -1),
        plain("i32.store", 2, 0),
        plain("end"),
      ],
      exported: false,
    },
    {
      name: "all",
      parameters: [],
      locals: [],
      code: [plain("i32.const", 131056), plain("call", 0)],
      exported: true,
    },
  ],
};

describe("modules", () => {
  it("run as written", async () => {
    const memory = new WebAssembly.Memory({ initial: 3 });
    const compiled = await WebAssembly.compile(assemble(module));
    const instance = await WebAssembly.instantiate(compiled, { env: { memory } });
    expect(Object.keys(instance.exports)).toEqual(["all"]);
    (instance.exports.all as () => void)();
    const bytes = new Uint8Array(memory.buffer);
    expect([...bytes.slice(131056, 131066)]).toEqual([9, 9, 9, 9, 9, 9, 9, 9, 0, 0]);
    expect([...bytes.slice(131356, 131360)]).toEqual([0, 0, 0, 0x80]);
  });
  it("ask for the memory that they need", async () => {
    const memory = new WebAssembly.Memory({ initial: 1 });
    const compiled = await WebAssembly.compile(assemble(module));
    await expect(WebAssembly.instantiate(compiled, { env: { memory } })).rejects.toThrow(/memory/);
  });
  it("print as text", () => {
    expect(printWat(module)).toBe(`(module
  (import "env" "memory" (memory 2))
  (func $0_store_it (param i32) (local f32 f32 v128 i32)
    local.get 0
    f32.const -0
    f32.store offset=300 align=4
    local.get 0
    if
      local.get 0
      v128.const i8x16 9 9 9 9 9 9 9 9 9 9 9 9 9 9 9 9
      v128.store64_lane align=8 1
    else
      i32.const 0
      i32.const -1
      i32.store align=4
    end
  )
  (func $1_all (export "all")
    i32.const 131056
    call $0_store_it
  )
)
`);
  });
});
