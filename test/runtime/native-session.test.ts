/** Addons: made, kept, shared, damaged, and not to be had. */
import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { addonSource } from "../../src/backend/targets/native/addon-source.ts";
import { UserError } from "../../src/base/user-error.ts";
import { addonPath, type BuildOptions, cacheFolder } from "../../src/runtime/node-native-cache.ts";
import { type Compiler, locateCompiler, probeCompiler } from "../../src/runtime/node-native-compiler.ts";
import { makeAddon, type NativeCode, openNativeSession } from "../../src/runtime/node-native-session.ts";
import { tieredSession } from "../../src/runtime/node-native-tiers.ts";
import type { Session } from "../../src/runtime/session.ts";
import { compiler } from "../backend/native-machine.ts";

const folders: string[] = [];
function folder(): string {
  const made = mkdtempSync(join(tmpdir(), "nnet-test-"));
  folders.push(made);
  return made;
}
afterAll(() => {
  for (const made of folders) rmSync(made, { recursive: true, force: true });
});

function buildIn(XDG_CACHE_HOME: string): BuildOptions {
  return { environment: { ...process.env, XDG_CACHE_HOME }, optimization: "-O1" };
}

/** y = x + c, and the total grows by it; `mark` makes the source another. */
function adder(mark = ""): NativeCode {
  const body =
    "double *at = (double *)memory; at[3] = at[0] + at[1]; at[2] += at[3]; *(double *)workspace = 1;";
  const scalar = (byteOffset: number) => ({ byteOffset, dtype: "f64" as const, length: 1, shape: [] });
  const entry = { name: 'run "add" ü', symbol: "add" };
  const workspace = { shared: 0, workspace: 64 };
  return {
    source: `/* ${mark} */\nstatic void add(char *memory, char *shared, char *workspace, int rank, int count) { ${body} }\n${addonSource([entry], workspace)}`,
    memoryBytes: 64,
    workspace,
    state: { total: scalar(16) },
    constants: [{ byteOffset: 8, dtype: "f64", values: [0.5] }],
    programs: { main: { entry: 'run "add" ü', inputs: { x: scalar(0) }, outputs: { y: scalar(24) } } },
  };
}

function add(session: Session, x: number): number {
  const program = session.program("main");
  program.inputs.x?.set([x]);
  program.run();
  return program.outputs.y?.[0] as number;
}

describe.skipIf(compiler === undefined)("native sessions", () => {
  const machine = compiler as Compiler;

  const others = ["gcc", "clang"].filter((name) => {
    try {
      return locateCompiler({ ...process.env, CC: name }).length > 0;
    } catch {
      return false;
    }
  });
  test.each(others)("are made by %s too", async (name) => {
    const other = await probeCompiler([name], process.env);
    expect(add(openNativeSession(adder(), await makeAddon(adder(), other, buildIn(folder()))), 2)).toBe(2.5);
  });

  test("run over memory of their own, in lines of 64 bytes", async () => {
    const addon = await makeAddon(adder(), machine, buildIn(folder()));
    const [first, second] = [openNativeSession(adder(), addon), openNativeSession(adder(), addon)];
    expect(add(first, 2)).toBe(2.5);
    expect(add(first, 3)).toBe(3.5);
    expect(add(second, 10)).toBe(10.5);
    expect([...(first.state.total ?? [])]).toEqual([6]);
    expect([...(second.state.total ?? [])]).toEqual([10.5]);
    const total = first.state.total as Float64Array;
    expect(addon.misaligned(new Uint8Array(first.memory))).toBe(total.byteOffset - 16);
    expect(() => first.program("train")).toThrow("no program named train; there are main");
  });

  test("keep what they compile, and find it again", async () => {
    const options = buildIn(folder());
    await makeAddon(adder(), machine, options);
    const kept = readdirSync(cacheFolder(options.environment));
    expect(kept).toEqual([expect.stringMatching(/^[0-9a-f]{64}\.node$/)]);
    const path = join(cacheFolder(options.environment), kept[0] as string);
    const { ino } = statSync(path);
    const unable = { ...machine, program: "/no/such/cc" };
    const addon = await makeAddon(adder(), unable, options);
    expect(add(openNativeSession(adder(), addon), 1)).toBe(1.5);
    expect(statSync(path).ino).toBe(ino);
  });

  test("are compiled anew for another source, level, compiler or processor", async () => {
    const options = buildIn(folder());
    const count = (): number => readdirSync(cacheFolder(options.environment)).length;
    await makeAddon(adder("a"), machine, options);
    await makeAddon(adder("b"), machine, options);
    expect(count()).toBe(2);
    await makeAddon(adder("a"), machine, { ...options, optimization: "-O0" });
    expect(count()).toBe(3);
    await makeAddon(adder("a"), { ...machine, identity: `${machine.identity} another` }, options);
    expect(count()).toBe(4);
  });

  test("start together without harm", async () => {
    const options = buildIn(folder());
    const addons = await Promise.all(Array.from({ length: 5 }, () => makeAddon(adder(), machine, options)));
    expect(addons.map((addon) => add(openNativeSession(adder(), addon), 4))).toEqual([
      4.5, 4.5, 4.5, 4.5, 4.5,
    ]);
    expect(readdirSync(cacheFolder(options.environment))).toHaveLength(1);
  });

  test("replace a damaged file", async () => {
    const options = buildIn(folder());
    const path = addonPath(adder("damaged").source, machine, options);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, "half of an addon");
    const addon = await makeAddon(adder("damaged"), machine, options);
    expect(add(openNativeSession(adder("damaged"), addon), 1)).toBe(1.5);
    expect(statSync(path).size).toBeGreaterThan(1000);
  });

  test("do without a cache folder where none can be made", async () => {
    const file = join(folder(), "a file");
    writeFileSync(file, "");
    const addon = await makeAddon(adder(), machine, buildIn(file));
    expect(add(openNativeSession(adder(), addon), 1)).toBe(1.5);
  });

  test("forget what was used longest ago, and no more", async () => {
    const options = buildIn(folder());
    const cache = cacheFolder(options.environment);
    mkdirSync(cache, { recursive: true });
    for (let i = 0; i < 260; i++) writeFileSync(join(cache, `${i}.node`), "");
    await makeAddon(adder(), machine, options);
    const left = readdirSync(cache);
    expect(left).toHaveLength(256);
    expect(left.some((name) => name.length > 64)).toBe(true);
  });

  test("say in one sentence when memory is short", async () => {
    const addon = await makeAddon(adder(), machine, buildIn(folder()));
    expect(() => openNativeSession({ ...adder(), memoryBytes: 2 ** 52 }, addon)).toThrow(UserError);
  });
});

describe("compilers that are not there or do not work", () => {
  test("none on the path", () => {
    expect(() => locateCompiler({ PATH: folder() })).toThrow(
      "there is no C compiler (cc, gcc or clang) on the path",
    );
  });

  test("CC names nothing", () => {
    expect(() => locateCompiler({ CC: "no-such-cc -m64", PATH: process.env.PATH })).toThrow(
      'CC names the compiler "no-such-cc", which is not there',
    );
  });

  test("CC may hold flags", () => {
    expect(locateCompiler({ CC: " true  -m64 ", PATH: process.env.PATH })).toEqual(["true", "-m64"]);
  });

  test("one that fails is told with its own words", async () => {
    const script = join(folder(), "cc");
    writeFileSync(script, "#!/bin/sh\necho 'cc: error: nothing works here' >&2\nexit 3\n");
    chmodSync(script, 0o755);
    await expect(probeCompiler([script], process.env)).rejects.toThrow(
      `the C compiler "${script}" failed: cc: error: nothing works here`,
    );
  });

  test("one that cannot be started", async () => {
    await expect(probeCompiler(["/no/such/cc"], process.env)).rejects.toThrow(
      /the C compiler "\/no\/such\/cc" failed: cannot be started/,
    );
  });

  test.skipIf(compiler === undefined)("one that makes no addon leaves nothing behind", async () => {
    const options = buildIn(folder());
    const code = { ...adder(), source: "this is not C" };
    await expect(makeAddon(code, compiler as Compiler, options)).rejects.toThrow(UserError);
    expect(readdirSync(cacheFolder(options.environment))).toEqual([]);
  });

  test.skipIf(compiler === undefined)("a file that is an addon of something else is refused", async () => {
    const code = { ...adder(), source: "void *napi_register_module_v1(void *e, void *x) { return x; }" };
    const error = await makeAddon(code, compiler as Compiler, buildIn(folder())).catch((reason) => reason);
    expect(error).toBeInstanceOf(UserError);
  });
});

/** A session as WebAssembly would give: the same programs over a buffer, in JavaScript. */
function slowSession(): { session: Session; runs: () => number } {
  const memory = new ArrayBuffer(256);
  let runs = 0;
  const at = new Float64Array(memory, 0, 4);
  at[1] = 0.5;
  const session: Session = {
    memory,
    bytes: 64,
    state: { total: at.subarray(2, 3) },
    program: (name) => ({
      name,
      inputs: { x: at.subarray(0, 1) },
      outputs: { y: at.subarray(3, 4) },
      run() {
        runs++;
        at[3] = (at[0] as number) + (at[1] as number);
        at[2] = (at[2] as number) + at[3];
      },
    }),
  };
  return { session, runs: () => runs };
}

describe.skipIf(compiler === undefined)("sessions that change over", () => {
  const patience = { look: 0, compile: 0 };
  const tiers = (build: BuildOptions, code: () => NativeCode = adder) => {
    let resolve: (error?: unknown) => void = () => undefined;
    const settled = new Promise<unknown>((done) => {
      resolve = done;
    });
    const program = locateCompiler(process.env);
    return {
      settled,
      tiers: { compiler: program, code, build, patience, failed: resolve, changed: resolve },
    };
  };

  test("go on over the same memory as native code", async () => {
    const { session, runs } = slowSession();
    const { settled, tiers: options } = tiers(buildIn(folder()));
    const tiered = tieredSession(session, options);
    const early = tiered.program("main");
    expect(add(tiered, 1)).toBe(1.5);
    expect(runs()).toBe(1);
    expect(await settled).toBeUndefined();
    expect(add(tiered, 2)).toBe(2.5);
    early.run();
    expect(runs()).toBe(1);
    expect([...(tiered.state.total ?? [])]).toEqual([6.5]);
  });

  test("stay as they are where the compiler fails, and say so once", async () => {
    const { session, runs } = slowSession();
    const { settled, tiers: options } = tiers(buildIn(folder()), () => ({ ...adder(), source: "no C" }));
    const tiered = tieredSession(session, options);
    expect(await settled).toBeInstanceOf(UserError);
    expect(add(tiered, 2)).toBe(2.5);
    expect(runs()).toBe(1);
  });

  test("do not keep a process that has nothing else to do", () => {
    const script = `
      import { tieredSession } from "./src/runtime/node-native-tiers.ts";
      const session = { memory: new ArrayBuffer(64), bytes: 64, state: {}, program: () => { throw new Error(); } };
      const code = () => { throw new Error("too late"); };
      const failed = (error) => { console.log("failed", error); };
      tieredSession(session, { compiler: ["sleep"], code, build: { environment: process.env }, failed, patience: { look: 60000, compile: 60000 } });
    `;
    const begin = performance.now();
    const output = execFileSync(process.execPath, ["--import", "tsx", "--input-type=module", "-e", script], {
      encoding: "utf8",
    });
    expect(output).toBe("");
    expect(performance.now() - begin).toBeLessThan(30_000);
  });
});
