/** Sessions over a module written by hand: memory[16] = memory[0] + memory[8], as f64. */
import { describe, expect, test } from "vitest";
import { UserError } from "../../src/base/user-error.ts";
import type { Artifact } from "../../src/runtime/artifact.ts";
import { openSession } from "../../src/runtime/open-session.ts";

/** One section: id, length, content. */
const section = (id: number, ...content: number[]) => [id, content.length, ...content];
const text = (word: string) => [word.length, ...new TextEncoder().encode(word)];

const addModule = new Uint8Array([
  ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
  ...section(1, 1, 0x60, 0, 0),
  ...section(2, 1, ...text("env"), ...text("memory"), 2, 0, 1),
  ...section(3, 1, 0),
  ...section(7, 1, ...text("add"), 0, 0),
  // i32.const 0; i32.const 0; f64.load; i32.const 0; f64.load offset=8; f64.add; f64.store offset=16
  ...section(10, 1, 18, 0, 0x41, 0, 0x41, 0, 0x2b, 3, 0, 0x41, 0, 0x2b, 3, 8, 0xa0, 0x39, 3, 16, 0x0b),
]);

const scalar = (byteOffset: number) => ({ byteOffset, dtype: "f64" as const, length: 1, shape: [] });

const artifact: Artifact = {
  bytes: addModule,
  memoryBytes: 64,
  state: { total: { byteOffset: 16, dtype: "f64", length: 1 } },
  constants: [{ byteOffset: 8, dtype: "f64", values: [0.5] }],
  programs: { main: { entry: "add", inputs: { x: scalar(0) }, outputs: { y: scalar(16) } } },
};

async function failure(broken: Artifact): Promise<UserError> {
  const error: unknown = await openSession(broken).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(UserError);
  return error as UserError;
}

describe("a session", () => {
  test("runs a program over its memory, constants written, state shared with outputs", async () => {
    const session = await openSession(artifact);
    const program = session.program("main");
    expect(session.bytes).toBe(64);
    expect([...(session.state.total ?? [])]).toEqual([0]);
    program.inputs.x?.set([2]);
    program.run();
    expect([...(program.outputs.y ?? [])]).toEqual([2.5]);
    expect([...(session.state.total ?? [])]).toEqual([2.5]);
  });

  test("two sessions of one artifact share nothing", async () => {
    const [a, b] = await Promise.all([openSession(artifact), openSession(artifact)]);
    a.program("main").inputs.x?.set([7]);
    a.program("main").run();
    expect(a.state.total?.[0]).toBe(7.5);
    expect(b.state.total?.[0]).toBe(0);
  });

  test("views have the dtype and length of their place", async () => {
    const session = await openSession({
      ...artifact,
      memoryBytes: 70000,
      state: {
        a: { byteOffset: 65536, dtype: "f32", length: 3 },
        b: { byteOffset: 65600, dtype: "i32", length: 2 },
      },
    });
    expect(session.state.a).toBeInstanceOf(Float32Array);
    expect(session.state.a?.length).toBe(3);
    expect(session.state.b).toBeInstanceOf(Int32Array);
  });

  test("an unknown program says which there are", async () => {
    const session = await openSession(artifact);
    expect(() => session.program("train")).toThrow("no program named train; there are main");
  });
});

describe("what cannot be opened", () => {
  test("more memory than 32 bits address", async () => {
    const error = await failure({ ...artifact, memoryBytes: 5 * 2 ** 30 });
    expect(error.message).toBe("the model needs 5120 MB of memory; a program can have 4096 MB");
    expect(error.help).toMatch(/smaller batch/);
  });

  test("memory that the engine refuses", async () => {
    const { Memory } = WebAssembly;
    WebAssembly.Memory = class {
      constructor() {
        throw new RangeError("could not allocate memory");
      }
    } as unknown as typeof Memory;
    try {
      expect((await failure(artifact)).message).toBe(
        "the model needs 1 MB of memory, which this machine does not give",
      );
    } finally {
      WebAssembly.Memory = Memory;
    }
  });

  test("bytes that are no module", async () => {
    const error = await failure({ ...artifact, bytes: new Uint8Array([1, 2, 3]) });
    expect(error.message).toMatch(/does not accept the compiled model/);
    expect(error.help).toMatch(/SIMD/);
  });

  test("an artifact that contradicts itself is a fault, not the user's", async () => {
    const missing = { main: { entry: "mul", inputs: {}, outputs: {} } };
    await expect(openSession({ ...artifact, programs: missing })).rejects.toThrow("does not export mul");
    const outside = { s: { byteOffset: 65536, dtype: "f32" as const, length: 1 } };
    await expect(openSession({ ...artifact, state: outside })).rejects.toThrow(/does not fit/);
  });
});
